"""Tells which descriptions ask for the same information: several applicants who ask for one thing are a reason to
disclose it to all (《政府信息公开条例》第四十四条)."""

from __future__ import annotations

import re
from collections.abc import Sequence

ALIKE_SHARE = 0.6
"""Two descriptions are alike where they share so much of the character pairs of both."""
_POLITE = re.compile(r"请|申请|公开|贵单位|贵局|你单位|你局|本人|我想|要求|提供|的|\W")
"""What says nothing about which information is wanted."""
_NUMBER = re.compile(r"[0-9]+")


def group_requests(descriptions: Sequence[str]) -> list[list[int]]:
    """The places of descriptions that ask for the same, each group in its order; what stands alone is in none.

    Numbers must be the same: the tables of two years are two things.

    >>> group_requests(["请公开2025年度决算表", "申请公开2025年度的决算表。", "2024年度决算表", "调解员名册"])
    [[0, 1]]
    """
    told = [(_pairs(_POLITE.sub("", text)), frozenset(_NUMBER.findall(text))) for text in descriptions]
    groups: list[list[int]] = []
    for place, (pairs, numbers) in enumerate(told):
        for group in groups:
            first, same_numbers = told[group[0]]
            if numbers == same_numbers and _share(pairs, first) >= ALIKE_SHARE:
                group.append(place)
                break
        else:
            groups.append([place])
    return [group for group in groups if len(group) > 1]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
