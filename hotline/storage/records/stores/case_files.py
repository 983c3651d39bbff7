"""What belongs to an application's file: searches, opinions asked for, replies, letters, contests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.disclosure.case_files import (
    Consultation,
    ConsultedKind,
    Contest,
    ContestKind,
    ContestResult,
    Letter,
    LetterKind,
    Opinion,
    Reply,
    SearchDone,
    WithheldPart,
)
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict
from hotline.storage.records.models.applications import (
    ApplicationSearchRow,
    ConsultationRow,
    ContestRow,
    LetterRow,
    ReplyRow,
)
from hotline.storage.records.stores.row_mapping import field_names, to_dataclass


class CaseFileStore:
    """``number`` is the application's in every method."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_search(self, number: str, search: SearchDone) -> None:
        self._session.add(ApplicationSearchRow(number=number, **vars(search)))
        self._session.flush()

    def list_searches(self, number: str) -> list[SearchDone]:
        rows = select(ApplicationSearchRow).filter_by(number=number).order_by(ApplicationSearchRow.id)
        return [to_dataclass(SearchDone, row) for row in self._session.scalars(rows)]

    def add_consultation(self, number: str, kind: ConsultedKind, whom: str, sent_on: date) -> None:
        row = ConsultationRow(number=number, kind=kind, whom=whom, sent_on=sent_on, reasons="")
        row.received_on = row.opinion = row.answered_on = None
        self._session.add(row)
        self._session.flush()

    def list_consultations(self, number: str) -> list[Consultation]:
        rows = select(ConsultationRow).filter_by(number=number).order_by(ConsultationRow.id)
        return [to_dataclass(Consultation, row) for row in self._session.scalars(rows)]

    def change_consultation(
        self,
        slip: int,
        *,
        received_on: date | None,
        opinion: Opinion | None = None,
        answered_on: date | None = None,
        reasons: str = "",
    ) -> None:
        """Set when a slip was received, or its answer. Raises Conflict where it was answered before."""
        changed = (
            update(ConsultationRow)
            .where(ConsultationRow.id == slip, ConsultationRow.opinion.is_(None))
            .values(received_on=received_on, opinion=opinion, answered_on=answered_on, reasons=reasons)
            .returning(ConsultationRow.id)
        )
        if self._session.scalars(changed, execution_options={"synchronize_session": False}).first() is None:
            raise Conflict("这份征求意见书已经登记了答复，请刷新页面再看。")
        self._session.expire_all()

    def add_reply(self, number: str, reply: Reply) -> None:
        row = ReplyRow(number=number, **{name: getattr(reply, name) for name in field_names(Reply)})
        row.withheld = [[part.passage, part.outcome.value, part.facts] for part in reply.withheld]
        self._session.add(row)
        self._session.flush()

    def find_reply(self, number: str) -> Reply | None:
        """The newest wording of the reply."""
        row = self._session.scalars(_newest_reply(number)).first()
        return None if row is None else _reply(row)

    def remove_newest_reply(self, number: str) -> None:
        """Remove the wording that a step made which is taken back; the one before it stands again, if any."""
        row = self._session.scalars(_newest_reply(number)).one()
        self._session.delete(row)
        self._session.flush()

    def list_replies(self, numbers: Sequence[str]) -> dict[str, list[Reply]]:
        """Each of ``numbers`` with the wordings of its reply, the oldest first."""
        found: dict[str, list[Reply]] = {number: [] for number in numbers}
        rows = select(ReplyRow).where(ReplyRow.number.in_(numbers)).order_by(ReplyRow.id)
        for row in self._session.scalars(rows):
            found[row.number].append(_reply(row))
        return found

    def add_letter(
        self,
        number: str,
        mark: str,
        *,
        office_code: str = "",
        kind: LetterKind,
        body: str,
        made_from: tuple[tuple[str, int], ...],
        head: tuple[str, ...],
        made_by: str,
        made_at: datetime,
    ) -> Letter:
        """Freeze a letter under the office's next number of the year ("公复〔2026〕12号"); without ``mark`` under none.

        Raises Conflict where another letter took the number meanwhile."""
        year, plain = made_at.year, [list(one) for one in made_from]
        row = LetterRow(
            number=number, office_code=office_code, year=year, kind=kind, body=body, made_by=made_by, made_at=made_at
        )
        row.made_from, row.head = plain, list(head)
        row.place = self._next_place(office_code, year) if mark else None
        row.letter_number = f"{mark}〔{year}〕{row.place}号" if mark else ""
        self._session.add(row)
        try:
            self._session.flush()
        except IntegrityError as error:
            raise Conflict("文号刚刚被别的文书用掉，请再试一次。") from error
        return _letter(row)

    def list_letters(self, number: str) -> list[Letter]:
        rows = select(LetterRow).filter_by(number=number).order_by(LetterRow.id)
        return [_letter(row) for row in self._session.scalars(rows)]

    def add_contest(self, number: str, kind: ContestKind, taken_on: date) -> None:
        row = ContestRow(number=number, kind=kind, taken_on=taken_on, result=ContestResult.PENDING)
        row.decided_on = None
        self._session.add(row)
        self._session.flush()

    def end_contest(self, contest: int, result: ContestResult, decided_on: date) -> None:
        self._session.execute(
            update(ContestRow).where(ContestRow.id == contest).values(result=result, decided_on=decided_on)
        )
        self._session.expire_all()

    def reopen_contest(self, contest: int) -> None:
        """Take the result of a contest back: it is pending again."""
        self._session.execute(
            update(ContestRow).where(ContestRow.id == contest).values(result=ContestResult.PENDING, decided_on=None)
        )
        self._session.expire_all()

    def remove_contest(self, contest: int) -> None:
        """Remove a contest that was noted by mistake; that it was stands in the steps of the application."""
        self._session.execute(delete(ContestRow).where(ContestRow.id == contest))
        self._session.expire_all()

    def list_contests(self, number: str) -> list[Contest]:
        rows = select(ContestRow).filter_by(number=number).order_by(ContestRow.id)
        return [to_dataclass(Contest, row) for row in self._session.scalars(rows)]

    def list_all_contests(self) -> list[tuple[str, Contest]]:
        """The contests of all applications, each with the application's number."""
        rows = self._session.scalars(select(ContestRow).order_by(ContestRow.id))
        return [(row.number, to_dataclass(Contest, row)) for row in rows]

    def _next_place(self, office_code: str, year: int) -> int:
        highest = select(func.max(LetterRow.place)).filter_by(office_code=office_code, year=year)
        return (self._session.scalars(highest).one() or 0) + 1


def _newest_reply(number: str) -> Select[ReplyRow]:
    return select(ReplyRow).filter_by(number=number).order_by(ReplyRow.id.desc()).limit(1)


def _reply(row: ReplyRow) -> Reply:
    withheld = tuple(WithheldPart(passage, ReplyOutcome(outcome), *facts) for passage, outcome, *facts in row.withheld)
    return to_dataclass(Reply, row, withheld=withheld)


def _letter(row: LetterRow) -> Letter:
    made_from = tuple((str(code), int(version)) for code, version in row.made_from)
    return to_dataclass(Letter, row, made_from=made_from, head=tuple(row.head))
