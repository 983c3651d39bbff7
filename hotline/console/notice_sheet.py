"""The sheet for the notice board and the village: printed once a month, on A4 or A3, in large print where wanted."""

from __future__ import annotations

import re
from datetime import date

from flask import request

from hotline.console.blueprint import actor, console
from hotline.console.pages import NoticeSheetPage
from hotline.core.months import month_before
from hotline.http.context import current_line, render
from hotline.services.content.notice_sheet import make_sheet

PAPERS = ("a4", "a3")


@console.get("/notice-sheet")
def show_notice_sheet() -> str:
    line = current_line()
    today = line.now().date()
    wanted = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", request.args.get("month", ""))
    month = date(int(wanted[1]), int(wanted[2]), 1) if wanted else month_before(today.replace(day=1))
    return render(
        NoticeSheetPage(
            title=f"公开栏{month.year}年{month.month}月",
            sheet=make_sheet(line, actor(), month),
            office=line.knowledge.office,
            paper=request.args["paper"] if request.args.get("paper") in PAPERS else PAPERS[0],
            is_large=request.args.get("large") == "1",
            made_on=today,
            public_url=line.public_url,
        )
    )
