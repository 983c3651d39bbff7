"""The quarterly sheet of the line: shown, printed, and downloaded as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request

from hotline.console.blueprint import actor, console
from hotline.console.csv_download import csv_response
from hotline.console.reports.pages import QuarterlySheetPage
from hotline.console.tables import XLSX
from hotline.core.errors import NotFound
from hotline.http.context import current_line, render
from hotline.services import quarterly_sheet

if TYPE_CHECKING:
    from hotline.core.public_notices import Quarter


@console.get("/line/quarter")
def show_quarter() -> str:
    sheet = quarterly_sheet.read_sheet(current_line(), actor(), _chosen_quarter())
    return render(
        QuarterlySheetPage(
            title=f"{sheet.quarter.name}热线报表",
            sheet=sheet,
            quarters=quarterly_sheet.list_quarters(current_line()),
            office=current_line().knowledge.office,
            officers=quarterly_sheet.tell_officers(sheet),
        )
    )


@console.get("/line/quarter.<kind>")
def quarter_table(kind: str) -> Response:
    """The sheet as ``xlsx`` or ``csv``."""
    if kind not in ("xlsx", "csv"):
        raise NotFound("没有这种表格。")
    sheet = quarterly_sheet.read_sheet(current_line(), actor(), _chosen_quarter())
    name = f"quarter-{sheet.quarter}.{kind}"
    if kind == "csv":
        return csv_response(name, quarterly_sheet.HEADINGS, quarterly_sheet.list_rows(sheet))
    content = quarterly_sheet.write_xlsx(sheet)
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _chosen_quarter() -> Quarter:
    """The quarter in the address; the last whole one where there is none or it is not shown."""
    shown = quarterly_sheet.list_quarters(current_line())
    return next((one for one in shown if str(one) == request.args.get("quarter")), shown[1])
