"""Refuses to publish over a real office when the records are new, empty or hold only the bundled sample.

Where the records are lost and the knowledge file is there, the records must be restored from a backup: publishing from
what is left would tell the public the fictional sample, or nothing, in place of what the office wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.core.errors import HotlineError
from hotline.services.content.sample_left import SEED
from hotline.services.line import JOB_PATIENCE, Line

if TYPE_CHECKING:
    from hotline.storage.knowledge.versions import VersionStore

UNREADABLE = "另一个单位"
"""The name of an office whose published version cannot be read."""


class RecordsLost(HotlineError):
    """The records lack the office whose content is published."""

    status = 409


def check_records(line: Line) -> None:
    """Raise RecordsLost when a real office is published and the records have no office, or the bundled one.

    An office that wrote its own particulars left the notice empty that calls the content a sample. Raises Unavailable
    while the records are down or not migrated."""
    office = _find_published_office(line.shelf)
    if office is None:
        return
    with line.records.reading() as unit:
        kept = unit.office.rows_of_office.list_rows()
    if kept and office == UNREADABLE:
        return
    if kept and (kept[0].changed_by != SEED or kept[0].value.name == office):
        return
    raise _lost(line, office, "没有任何单位" if not kept else f"是程序自带的{kept[0].value.name}")


def are_lost(line: Line) -> bool:
    """Whether ``check_records`` would refuse. Raises Unavailable as it does."""
    try:
        check_records(line)
    except RecordsLost:
        return True
    return False


def migrate_records(line: Line, patience: float = JOB_PATIENCE) -> None:
    """Migrate the records, or create them for a new office. Raises Unavailable as ``Records.migrate`` does.

    Raises RecordsLost where they are gone and a real office is published: an empty database in their place would hide
    the loss, and nothing could be restored into it."""
    office = _find_published_office(line.shelf)
    if office is not None and line.records.is_empty():
        raise _lost(line, office, "什么也没有")
    line.records.migrate(patience)


def _lost(line: Line, office: str, found: str) -> RecordsLost:
    folder = line.shelf.folder
    return RecordsLost(
        f"对外发布的是{office}的内容，记录库里却{found}：记录库可能丢失了，或者 HOTLINE_DATABASE_URL 指到了别处。"
        f"请先用 hotline restore 恢复备份；没有改动任何内容。确实要从头开始的，先把 {folder} 移到别处。"
        f" (The records of the office that is published are missing: restore a backup with `hotline restore`. "
        f"Nothing was changed. To begin anew all the same, move {folder} away first.)"
    )


def _find_published_office(shelf: VersionStore) -> str | None:
    """The name of the real office that is published; None when nothing is, or the sample.

    A file of another format still tells its office. One that cannot be read at all may be an office's: then the records
    are lost only if they hold no office."""
    found = shelf.find_newest_office()
    if found is None:
        return UNREADABLE if any(shelf.folder.glob("knowledge-*.db")) else None
    name, sample_notice = found
    return None if sample_notice else name
