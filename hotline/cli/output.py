"""What the command line prints: sentences for people, dictionaries to print as JSON for programs."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from typing import Any

from hotline.cli.demo import Account
from hotline.core.catalogue import CatalogueItem
from hotline.core.contents import KnowledgeVersion
from hotline.core.entries import Entry
from hotline.core.errors import Unavailable
from hotline.core.table_uploads import RowVerdict, UploadRow
from hotline.evaluation.calibration import DecisionQuality
from hotline.evaluation.measures import Evaluation, Recall
from hotline.matching.decision import Decision
from hotline.matching.search import Match
from hotline.services.content.csv_import import ImportReport
from hotline.services.content.table_uploads.terminal_import import ImportPreview
from hotline.services.line import Line
from hotline.services.retention import RetentionReport
from hotline.settings import DEMO_URL
from hotline.settings.sip_access import SipAccess

_VERDICTS = {
    RowVerdict.WRONG: "wrong",
    RowVerdict.NEW: "new",
    RowVerdict.CHANGED: "changed",
    RowVerdict.HELD: "kept",
    RowVerdict.MISSING: "published and not in the files",
    RowVerdict.SAME: "the same",
}
NAMED = 20
"""So many rows are named; the rest is counted."""


def version(published: KnowledgeVersion) -> str:
    built = f"{published.built_at:%Y-%m-%d %H:%M:%S}"
    return f"knowledge version {published.number} of {built} ({published.content_hash[:12]})"


def loaded(report: ImportReport) -> str:
    """What loading the tables changed, and what staff must approve now."""
    text = f"{report.added} rows added, {report.updated} updated, {report.unchanged} unchanged"
    if report.waiting:
        text += f"; entries waiting for approval in the console: {', '.join(map(str, report.waiting))}"
    if report.proposed:
        text += f"; rows waiting for approval in the console: {_some(report.proposed)}"
    if report.too_early:
        text += (
            f"; not loaded yet, because their topic or department waits for approval: {_some(report.too_early)} "
            "(approve it, then import again)"
        )
    if report.left_alone:
        text += f"; kept as staff have them: {', '.join(report.left_alone)}"
    return text


def previewed(preview: ImportPreview) -> str:
    """What an import does or would do, row by row; of very many rows only the first are told."""
    told = [f"{count} {name}" for verdict, name in _VERDICTS.items() if (count := preview.counts.get(verdict, 0))]
    lines = [", ".join(told), *preview.notes]
    for verdict, name in _VERDICTS.items():
        rows = preview.rows.get(verdict, [])
        name = "missing" if verdict is RowVerdict.MISSING else name
        for row in rows:
            lines.append(f"  {name:8}{_place(row)}  {row.table} {row.key} {row.title}".rstrip())
            lines += [
                f"          {column}：{reason}" if column else f"          {reason}" for column, reason in row.faults
            ]
            lines += [f"          {label}：{_short(old)} → {_short(new)}" for label, old, new in row.changes]
        more = preview.counts.get(verdict, 0) - len(rows)
        if rows and more > 0:
            lines.append(f"  {name:8}and {more} more")
    if preview.is_wrong:
        lines.append("Nothing was loaded, because of the wrong rows.")
    elif preview.submitted:
        lines.append(f"{preview.submitted} rows wait for approval in the console.")
    return "\n".join(lines)


def _place(row: UploadRow) -> str:
    return f"{row.place} 第{row.line}行" if row.line else row.place


def _short(text: str) -> str:
    words = text.replace("\n", "／")
    return f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”"


def _some(names: list[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def serving(line: Line) -> str:
    """The version that serves, or that there is none."""
    try:
        return version(line.shelf.current().version)
    except Unavailable:
        return "nothing that is published"


def swept(report: RetentionReport | None) -> str:
    """How much personal data the retention job erased; None where it did not trust the clock."""
    if report is None:
        return "erased nothing, because the clock may be wrong (see hotline/docs/operating.md)"
    return (
        f"erased {report.numbers} callers' numbers, {report.contexts} text contexts, "
        f"{report.deliveries} kept replies, {report.failures} failed sign-ins, {report.sent_to} numbers texted, "
        f"the senders of {report.owners} texts, {report.receipts} receipts, {report.calls} calls, "
        f"the words of {report.words} messages and texts"
    )


def demo_started(url: str, accounts: list[Account], sip: SipAccess | None = None) -> str:
    """What to open, dial and text, and how to sign in; with ``sip`` also how to call the line by SIP."""
    command = "hotline" if shutil.which("hotline") else sys.argv[0]
    env = "" if url == DEMO_URL else f"HOTLINE_PUBLIC_URL={url} "
    lines = [
        "",
        f"  Open        {url}/            the public page",
        f"              {url}/console/    the staff console",
    ]
    lines += [f"  Sign in as  {a.name} / {a.password or '(the password you set)'}   ({a.role.value})" for a in accounts]
    lines += [
        f'  Dial        {env}{command} call        or: {env}{command} call --script "say:复议要交钱吗" "press:0"',
        f'  Text        {env}{command} text --from +8613800138000 "复议收费吗"',
        *_dial_by_sip(command, sip),
        "  Stop        Ctrl+C",
        "",
    ]
    return "\n".join(lines)


def _dial_by_sip(command: str, sip: SipAccess | None) -> list[str]:
    if sip is None:
        return []
    address = f"sip:{sip.user}@{sip.listen}"
    return [
        f"  By SIP      {address} from any softphone on this machine, or: {command} softphone --dial {address} \\",
        "              --record heard.wav wait:9 press:2 wait:4 press:102# wait:20",
    ]


def decision(made: Decision) -> dict[str, Any]:
    """``{"decision", "confidence", "mode", "entries": [{"number", "question", "score"}], "items", "reasons"}``."""
    return {
        "decision": made.kind.value,
        "confidence": round(made.confidence, 4),
        "mode": made.mode.value,
        "entries": [_entry(match.entry, match) for match in made.matches if match.entry],
        "items": [_item(match.item, match) for match in made.matches if match.item],
        "reasons": list(made.reasons),
    }


def decision_text(made: Decision) -> str:
    """The decision for a person at the terminal, with the text of the answer when there is a sure one."""
    lines = [f"{made.kind.value} (confidence {made.confidence:.2f}, matched by {made.mode.value})"]
    for match in made.matches:
        name = match.entry.number if match.entry else match.item.index_number if match.item else ""
        lines.append(f"  {match.score:.2f}  {name}  {match.title}")
    lines += [f"  - {reason}" for reason in made.reasons]
    if made.is_sure:
        lines += ["", _answer_text(made.matches[0])]
    return "\n".join(lines)


def _answer_text(match: Match) -> str:
    if match.entry:
        return match.entry.text or " ".join(filter(None, (match.entry.office, match.entry.telephone, match.entry.note)))
    return match.item.summary if match.item else ""


def evaluation(result: Evaluation) -> dict[str, Any]:
    """Name -> figure; without "noise" when none was added to the questions."""
    return {name: value for name, value in asdict(result).items() if value is not None}


def evaluation_text(result: Evaluation) -> str:
    build_time = f"built in {result.build_seconds:.1f} s, " if result.build_seconds else ""
    text = (
        f"Recall@1 {result.recall_at_1:.1%}  Recall@5 {result.recall_at_5:.1%}  MRR@10 {result.mrr_at_10:.1%}\n"
        f"{result.queries} questions, {result.entries} entries, matched by {result.mode}; {build_time}"
        f"p50 {result.p50_ms:.1f} ms, p99 {result.p99_ms:.1f} ms a question\n"
        f"{_calibration(result.honesty)}"
    )
    if result.noise is None:
        return text
    noise, clean = result.noise, Recall(result.recall_at_1, result.recall_at_5)
    return "\n".join(
        (
            text,
            f"With noise ({noise.kind}, seed {noise.seed}), clean -> noisy:",
            f"  hotline     {_recall_loss(clean, noise.noisy)}",
            f"  plain BM25  {_recall_loss(noise.plain, noise.plain_noisy)}",
        )
    )


def _calibration(report: DecisionQuality) -> str:
    return (
        f"Answered outright {report.answered:.1%}, right {report.precision:.1%} of them; "
        f"offered choices {report.offered:.1%}, nothing {report.nothing:.1%}\n"
        f"Expected calibration error {report.answers.error:.3f} of those answered outright, "
        f"{report.firsts.error:.3f} of every first match"
    )


def _recall_loss(clean: Recall, noisy: Recall) -> str:
    pairs = (("Recall@1", clean.at_1, noisy.at_1), ("Recall@5", clean.at_5, noisy.at_5))
    return "   ".join(f"{name} {c:5.1%} -> {n:5.1%} ({(n - c) * 100:+5.1f} points)" for name, c, n in pairs)


def _entry(entry: Entry, match: Match) -> dict[str, Any]:
    return {"number": entry.number, "question": entry.question} | _score(match)


def _item(item: CatalogueItem, match: Match) -> dict[str, Any]:
    return {"index_number": item.index_number, "title": item.title} | _score(match)


def _score(match: Match) -> dict[str, Any]:
    return {"score": round(match.score, 4), "why": [asdict(reason) for reason in match.reasons]}
