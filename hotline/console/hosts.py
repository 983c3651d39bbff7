"""What staff read of the hosts of the line: on how many of them a change is live, and which lag behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.console.filters import format_moment
from hotline.core.errors import Unavailable
from hotline.http.context import current_line
from hotline.services import hosts

if TYPE_CHECKING:
    from hotline.services.hosts import LaggingHost, Reach


def find_reach() -> Reach | None:
    """How far the newest version has reached; None for one host alone, and while the records are down."""
    try:
        return hosts.find_reach(current_line())
    except Unavailable:
        return None


def describe_reach(reach: Reach) -> str:
    """One sentence: 已在2台服务器中的1台上对外更新。"""
    return f"已在{reach.hosts}台服务器中的{reach.live}台上对外更新。"


def describe_lag(lagging: tuple[LaggingHost, ...], number: int) -> list[str]:
    """One sentence for each host that lags behind version ``number``."""
    return [
        f"{one.host.name}{'没有报到' if one.silent else f'没有更新到第{number}版'}，"
        f"最近一次报到：{format_moment(one.host.seen_at)}。"
        for one in lagging
    ]


def describe_change(done: str, short: str) -> str:
    """What staff are told just after they published: ``done`` where one host serves alone.

    Where several do, ``short`` and how far it has reached; hosts that report follow within seconds."""
    reach = find_reach()
    if reach is None:
        return done
    silent = tuple(one for one in reach.lagging if one.silent)
    following = "、".join(one.host.name for one in reach.lagging if not one.silent)
    parts = [f"{short}，{describe_reach(reach)}"]
    if following:
        parts.append(f"{following}几秒钟内跟上。")
    if silent:
        parts.append(f"还有{len(silent)}台服务器没有更新到第{reach.number}版：")
    return "".join((*parts, *describe_lag(silent, reach.number)))
