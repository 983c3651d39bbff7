"""The annual report from its first draft until it is frozen: reading it with its checks, saving, steps of review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from hotline.core.disclosure.annual_report import ChangedCell, ReportTables, compare_tables
from hotline.core.disclosure.case_files import has_words
from hotline.core.disclosure.report_checks import ReportFinding, check_report
from hotline.core.disclosure.report_documents import (
    FIGURES,
    PROSE_PARTS,
    PreparedReport,
    ReportAction,
    ReportState,
    TypedFigure,
    check_figure,
    next_report_state,
    tidy_figure,
)
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import Permission, Staff
from hotline.services.disclosure.year_reports import read_tables
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

EARLIEST = 2019
"""The regulation in force, and with it the form of the report, began in this year."""
LONGEST_PROSE = 6_000
"""Characters of one part: with all parts as long as this the report still fits into a catalogue item."""
LONGEST_COMMENT = 1_000
_A = ReportAction
_EMPTY_RULE = 6
"""The check of what is not written, which says nothing before somebody has begun."""


@dataclass(frozen=True)
class OpenReport:
    """The report of a year as it stands. ``prepared`` is None while nobody has begun to write; ``before`` is last
    year's. ``tables`` are the copied ones where there are, else those of the records, and ``changed`` is in what the
    records differ from the copy."""

    year: int
    prepared: PreparedReport | None
    before: PreparedReport | None
    tables: ReportTables
    changed: list[ChangedCell]
    fees_now: int
    findings: list[ReportFinding]
    steps: tuple[PreparedReport, ...]
    """What was done with the report, the newest first."""

    @property
    def opinion(self) -> PreparedReport | None:
        """The return or the reopening that the draft answers to; None once it is submitted."""
        since = takewhile(lambda step: step.action is not _A.SUBMIT, self.steps)
        return next((step for step in since if step.action in (_A.RETURN, _A.REOPEN)), None)

    @property
    def state(self) -> ReportState | None:
        return self.prepared.state if self.prepared else None

    @property
    def version(self) -> int:
        return self.prepared.version if self.prepared else 0

    @property
    def is_copied(self) -> bool:
        """Whether the numbers were copied, so that the records may have others now."""
        return self.prepared is not None and self.prepared.tables is not None

    @property
    def figures(self) -> dict[str, str]:
        """The typed figures of table 二."""
        return {key: self.prepared.value(key) for key in FIGURES} if self.prepared else {}

    @property
    def prose(self) -> Mapping[str, str]:
        return self.prepared.prose if self.prepared else {}


def read_report(line: Line, actor: Staff, year: int) -> OpenReport:
    """The report of ``year`` that the office of ``actor`` owes, with what the checks find in it now."""
    now, counted_before = read_tables(line, actor, year)
    with line.records.reading() as unit:
        steps = tuple(unit.annual_reports.list_steps(year, actor.office_code))
        before = unit.annual_reports.find_newest(year - 1, actor.office_code)
    prepared = steps[0] if steps else None
    tables = prepared.tables if prepared and prepared.tables else now
    frozen = before if before and before.state is ReportState.FROZEN else None
    opened = OpenReport(year, prepared, before, tables, compare_tables(tables, now), now.fees, [], steps)
    findings = check_report(tables, opened.prose, opened.figures, frozen, counted_before)
    return replace(opened, findings=[one for one in findings if prepared or one.rule != _EMPTY_RULE])


def save_report(
    line: Line, actor: Staff, year: int, version: int, prose: Mapping[str, str], figures: Mapping[str, str]
) -> PreparedReport:
    """Save the prose and the figures of table 二 as a draft, which may be incomplete.

    ``version`` is the one that the form began from, 0 for a new report. Raises InvalidInput for what is no number or
    too long, Conflict where somebody changed the report meanwhile."""
    actor.require(Permission.MAKE_REPORT)
    require_year(line, year)
    tidied = {key: tidy_figure(figures.get(key, "")) for key in FIGURES}
    texts = {part.key: prose.get(part.key, "").strip() for part in PROSE_PARTS}
    _require_fit(tidied, texts)
    with line.records.writing() as unit:
        newest = _get_version(unit, line, actor, year, version)
        if newest is not None:
            next_report_state(newest, _A.SAVE, actor)
        typed = {key: _keep_typist(newest, key, value, actor.name) for key, value in tidied.items() if value}
        begun = newest or _begin(line, actor, year)
        return _add(unit, line, actor, begun, _A.SAVE, prose=texts, figures=typed, writers=_with_writer(begun, actor))


def is_saved(opened: OpenReport, actor: Staff, prose: Mapping[str, str], figures: Mapping[str, str]) -> bool:
    """Whether ``actor`` saved just this the last time: the same form was sent twice."""
    newest = opened.prepared
    if newest is None or newest.changed_by != actor.name:
        return False
    texts = all(newest.prose.get(part.key, "") == prose.get(part.key, "").strip() for part in PROSE_PARTS)
    return texts and all(newest.value(key) == tidy_figure(figures.get(key, "")) for key in FIGURES)


def take_report_step(
    line: Line, actor: Staff, year: int, version: int, action: ReportAction, comment: str = ""
) -> PreparedReport:
    """Submit, recall, return, freeze or reopen the report of ``year``.

    Submitting copies the tables. Raises Conflict with what keeps the report from being submitted, InvalidInput where
    a return or a reopening says no reason, NotAllowed where the writer would be the reviewer."""
    require_year(line, year)
    tables = _tables_to_submit(line, actor, year) if action is _A.SUBMIT else None
    words = comment.strip()
    if action in (_A.RETURN, _A.REOPEN) and not has_words(words):
        raise InvalidInput({"comment": "请写明为什么、要改什么。"})
    if len(words) > LONGEST_COMMENT:
        raise InvalidInput({"comment": f"最多{LONGEST_COMMENT}个字。"})
    with line.records.writing() as unit:
        newest = _get_version(unit, line, actor, year, version)
        if newest is None:
            raise NotFound("这一年的报告还没有开始写。")
        next_report_state(newest, action, actor)
        match action:
            case _A.SUBMIT:
                changed: dict[str, object] = {"tables": tables, "writers": _with_writer(newest, actor)}
            case _A.REOPEN:
                changed = {"tables": None, "writers": ()}
            case _A.RECALL | _A.RETURN:
                changed = {"tables": None}
            case _:
                changed = {}
        return _add(unit, line, actor, newest, action, words, **changed)


def note_item(unit: Unit, line: Line, actor: Staff, report: PreparedReport, item: str) -> PreparedReport:
    """Keep the index number of the catalogue item that is made of a frozen report."""
    next_report_state(report, _A.PROPOSE, actor)
    return _add(unit, line, actor, report, _A.PROPOSE, item=item)


def _tables_to_submit(line: Line, actor: Staff, year: int) -> ReportTables:
    """The tables that are copied. Raises Conflict where the report is not fit to be submitted."""
    actor.require(Permission.MAKE_REPORT)
    if year >= line.now().year:
        raise Conflict(f"{year}年还没有过完，数字还会变。1月1日以后再提交审核。")
    opened = read_report(line, actor, year)
    wrong = [one.message for one in opened.findings if one.blocks]
    if wrong:
        raise Conflict(f"还不能提交，有{len(wrong)}处要改正：{''.join(wrong)}")
    return opened.tables


def require_year(line: Line, year: int) -> None:
    """Raise NotFound for a year of which there can be no report."""
    if not EARLIEST <= year <= line.now().year:
        raise NotFound("没有这一年的报告。")


def _require_fit(figures: Mapping[str, str], texts: Mapping[str, str]) -> None:
    problems = {key: check_figure(key, value) for key, value in figures.items()}
    problems |= {key: f"最多{LONGEST_PROSE}个字。" for key, text in texts.items() if len(text) > LONGEST_PROSE}
    problems = {key: problem for key, problem in problems.items() if problem}
    if problems:
        raise InvalidInput(problems)


def _get_version(unit: Unit, line: Line, actor: Staff, year: int, version: int) -> PreparedReport | None:
    """The newest step. Raises Conflict, which names who made it, unless it is ``version``."""
    require_year(line, year)
    newest = unit.annual_reports.find_newest(year, actor.office_code)
    if (newest.version if newest else 0) == version:
        return newest
    person = unit.staff.find_by_name(newest.changed_by) if newest else None
    name = person.full_name if person else "别的同事"
    raise Conflict(f"{name}刚刚改过这份报告，请看过新的内容再操作。")


def _begin(line: Line, actor: Staff, year: int) -> PreparedReport:
    """What the first step of a report begins from; it is not kept."""
    return PreparedReport(
        year=year,
        version=0,
        action=_A.SAVE,
        state=ReportState.DRAFT,
        prose={},
        figures={},
        tables=None,
        item="",
        writers=(),
        comment="",
        changed_by=actor.name,
        changed_at=line.now(),
        office_code=actor.office_code,
    )


def _keep_typist(newest: PreparedReport | None, key: str, value: str, by: str) -> TypedFigure:
    """The figure with who typed it: whoever typed this value first."""
    kept = newest.figures.get(key) if newest else None
    return kept if kept is not None and kept.value == value else TypedFigure(value, by)


def _with_writer(report: PreparedReport, actor: Staff) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*report.writers, actor.name)))


def _add(
    unit: Unit,
    line: Line,
    actor: Staff,
    report: PreparedReport,
    action: ReportAction,
    comment: str = "",
    **changed: object,
) -> PreparedReport:
    """Add the step ``action`` with what it ``changed``."""
    stepped = replace(
        report,
        version=report.version + 1,
        action=action,
        state=next_report_state(report, action, actor),
        comment=comment,
        changed_by=actor.name,
        changed_at=line.now(),
    )
    return unit.annual_reports.add(replace(stepped, **changed))  # type: ignore[arg-type]
