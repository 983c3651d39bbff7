"""Why a question was decided as it was, as a table on the terminal that stays aligned with Chinese in it."""

from __future__ import annotations

import unicodedata

from hotline.services.questions.explain import Candidate, Explanation

_GAP = "  "


def why(explanation: Explanation) -> str:
    """The decision and its reasons, a column of scores a candidate, then what the columns are and the words found."""
    decision = explanation.decision
    confidence = f"confidence {decision.confidence:.2f}, matched by {decision.mode.value}"
    lines = [f"{decision.kind.value} ({confidence})", f"读作：{explanation.read_as}"]
    lines += [f"  - {reason}" for reason in decision.reasons]
    if explanation.candidates:
        lines += ["", *_table(explanation.candidates), ""]
    for place, candidate in enumerate(explanation.candidates, start=1):
        words = f"  对上的词：{'、'.join(candidate.words)}" if candidate.words else ""
        untold = "" if candidate.is_shown else "  （没有告诉提问的人）"
        lines.append(f"{place}  {candidate.name}  {candidate.match.title}{words}{untold}")
    return "\n".join(lines)


def _table(candidates: tuple[Candidate, ...]) -> list[str]:
    labels = list(dict.fromkeys((part.label, part.share) for candidate in candidates for part in candidate.parts))
    rows = [["", "占比", *(str(place) for place in range(1, len(candidates) + 1))]]
    for label, share in labels:
        values = [{part.label: f"{part.value:.2f}" for part in one.parts}.get(label, "") for one in candidates]
        rows.append([label, "" if share is None else f"{share:.0%}", *values])
    rows.append(["合起来", "", *(f"{candidate.match.score:.2f}" for candidate in candidates)])
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [_GAP.join(_cells(row, widths)).rstrip() for row in rows]


def _cells(row: list[str], widths: list[int]) -> list[str]:
    """The label to the left, figures to the right."""
    padded = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
    return [row[0] + padded[0], *(pad + cell for pad, cell in zip(padded[1:], row[1:], strict=True))]


def _width(text: str) -> int:
    """Columns of a terminal that ``text`` takes: a Chinese character takes two.

    >>> _width("复议105")
    7
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
