"""A public notice, a hearing and a briefing for tests whose clock stands on Monday, 23 November 2026."""

from dataclasses import replace

from hotline.core.public_notices import PublicNotice

_EMPTY = PublicNotice(*[""] * 17)
NOTICE = replace(
    _EMPTY,
    code="2026005",
    genre="公示",
    title="值班律师名单",
    matter="明年值班的律师拟定为十二名。",
    department="FYZX",
    starts_on="2026-11-20",
    ends_on="2026-12-18",
    place="办事大厅公示栏",
    how_to_comment="网上、打电话、发短信。",
)
HEARING = replace(
    _EMPTY,
    code="2026004",
    genre="听证",
    title="执法监督工作规定听证会",
    matter="规定的草案怎样改。",
    department="ZFK",
    place="三楼会议室",
    held_at="2026-12-22 09:00",
    seats="20",
    chosen_how="抽签。",
    register_until="2026-12-04",
)
BRIEFING = replace(
    _EMPTY,
    code="2026002",
    genre="通报",
    title="第三季度工作通报",
    matter="第三季度的工作。",
    department="TJK",
    quarter="2026-3",
)
