"""Tells which descriptions ask for the same information: several applicants who ask for one thing are a reason to
disclose it to all (《政府信息公开条例》第四十四条)."""

from __future__ import annotations

import re
from collections.abc import Sequence

ALIKE_SHARE = 0.6
"""Two descriptions are alike where they share so much of the character pairs of both."""
COMPARED = 200
"""Characters of a description that are compared: what is wanted stands at its beginning."""
_SKETCH_BITS = 1_024
_POLITE = re.compile(r"请|申请|公开|贵单位|贵局|你单位|你局|本人|我想|要求|提供|的|\W")
"""What says nothing about which information is wanted."""
_NUMBER = re.compile(r"[0-9]+")
_Told = tuple[frozenset[str], int]
"""The character pairs of a description, and their sketch."""


def group_requests(descriptions: Sequence[str]) -> list[list[int]]:
    """The places of descriptions that ask for the same, each group in its order; what stands alone is in none.

    Numbers must be the same: the tables of two years are two things.

    >>> group_requests(["请公开2025年度决算表", "申请公开2025年度的决算表。", "2024年度决算表", "调解员名册"])
    [[0, 1]]
    """
    groups: list[list[int]] = []
    with_numbers: dict[frozenset[str], list[tuple[_Told, list[int]]]] = {}
    for place, text in enumerate(descriptions):
        pairs = _pairs(_POLITE.sub("", text)[:COMPARED])
        told = pairs, _sketch(pairs)
        comparable = with_numbers.setdefault(frozenset(_NUMBER.findall(text)), [])
        found = next((group for first, group in comparable if _are_alike(told, first)), None)
        if found is not None:
            found.append(place)
            continue
        groups.append([place])
        comparable.append((told, groups[-1]))
    return [group for group in groups if len(group) > 1]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _sketch(pairs: frozenset[str]) -> int:
    """A bit for each pair; several may have one bit."""
    sketch = 0
    for pair in pairs:
        sketch |= 1 << hash(pair) % _SKETCH_BITS
    return sketch


def _are_alike(one: _Told, other: _Told) -> bool:
    """Whether they share enough. Sketches never differ in more places than the sets, so that most need no comparing."""
    (pairs, sketch), (other_pairs, other_sketch) = one, other
    both = len(pairs) + len(other_pairs)
    if (sketch ^ other_sketch).bit_count() > both * (1 - ALIKE_SHARE) / (1 + ALIKE_SHARE):
        return False
    shared = len(pairs & other_pairs)
    return shared >= ALIKE_SHARE * (both - shared)
