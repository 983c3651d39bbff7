"""Refuses to publish a real office beside the sample that came with the program, which is fictional."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.core.departments import Office
from hotline.core.errors import Conflict

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

SEED = "seed"
"""The author of the bundled content; no member of staff may have it as a login name."""
NAMED = 30
"""So many of a kind are named; the rest is counted."""


def is_real(unit: Unit, office: Office) -> bool:
    """Whether ``office`` is no longer the sample: somebody wrote it, and left the notice empty that calls it one."""
    rows = unit.office.rows_of_office.list_rows()
    return not office.sample_notice and bool(rows) and rows[0].changed_by != SEED


def check_none_left(unit: Unit, office: Office) -> None:
    """Raise Conflict, with the list, where a real office still has published entries, referrals, catalogue items,
    public notices or departments that came with the program and that no person wrote or took over."""
    if not is_real(unit, office):
        return
    left = {
        "问答": [str(number) for number in unit.entries.list_published_of(SEED)],
        "目录": unit.catalogue.rows_of_catalogue.list_keys_of(SEED),
        "公示": unit.office.rows_of_public_notices.list_keys_of(SEED),
        "部门": unit.office.rows_of_departments.list_keys_of(SEED),
    }
    if any(left.values()):
        named = "；".join(f"{kind}{len(keys)}条（{_name(keys)}）" for kind, keys in left.items() if keys)
        raise Conflict(
            f"单位信息已经换成{office.name}，对外的内容里还有程序自带的样例：{named}。"
            "请打开“表格”里的“上传表格”，勾选“换成自己的表格”：要用的样例会提交审核，不用的可以一起撤回。"
        )


def _name(keys: list[str]) -> str:
    return "、".join(keys[:NAMED]) + ("等" if len(keys) > NAMED else "")
