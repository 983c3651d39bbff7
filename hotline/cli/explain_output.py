"""The reasons for a decision as a table for the terminal, in columns that stay aligned with Chinese text."""

from __future__ import annotations

import unicodedata

from hotline.services.questions.explain import Candidate, Explanation

_GAP = "  "


def why(explanation: Explanation) -> str:
    """The decision with its reasons, a table with one column of scores per candidate, and the list of candidates."""
    decision = explanation.decision
    confidence = f"confidence {decision.confidence:.2f}, matched by {decision.mode.value}"
    lines = [f"{decision.kind.value} ({confidence})", f"读作：{explanation.read_as}"]
    lines += [f"  - {reason}" for reason in decision.reasons]
    if explanation.candidates:
        lines += ["", *_table(explanation.candidates), ""]
    for place, candidate in enumerate(explanation.candidates, start=1):
        words = f"  对上的词：{'、'.join(candidate.words)}" if candidate.words else ""
        not_shown = "" if candidate.is_shown else "  （没有告诉提问的人）"
        lines.append(f"{place}  {candidate.name}  {candidate.match.title}{words}{not_shown}")
    return "\n".join(lines)


def _table(candidates: tuple[Candidate, ...]) -> list[str]:
    labels = list(dict.fromkeys((part.label, part.share) for candidate in candidates for part in candidate.parts))
    rows = [["", "占比", *(str(place) for place in range(1, len(candidates) + 1))]]
    for label, share in labels:
        values = [
            {part.label: f"{part.value:.2f}" for part in candidate.parts}.get(label, "") for candidate in candidates
        ]
        rows.append([label, "" if share is None else f"{share:.0%}", *values])
    rows.append(["合起来", "", *(f"{candidate.match.score:.2f}" for candidate in candidates)])
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [_GAP.join(_padded(row, widths)).rstrip() for row in rows]


def _padded(row: list[str], widths: list[int]) -> list[str]:
    """The cells padded to ``widths``: the label aligned left, figures right."""
    padded = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
    return [row[0] + padded[0], *(pad + cell for pad, cell in zip(padded[1:], row[1:], strict=True))]


def _width(text: str) -> int:
    """The columns that ``text`` takes on a terminal, where a Chinese character takes two.

    >>> _width("复议105")
    7
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
