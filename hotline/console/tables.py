"""Downloads: each table of what is published, for a spreadsheet."""

from __future__ import annotations

from flask import Response

from hotline.console.blueprint import actor, console
from hotline.console.labels import TABLE
from hotline.console.pages import TablesPage
from hotline.core.errors import NotFound
from hotline.core.permissions import Permission
from hotline.http.context import current_line, render
from hotline.services.content import csv_export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@console.get("/tables")
def list_tables() -> str:
    actor().require(Permission.READ_ENTRIES)
    return render(TablesPage(title="表格"))


@console.get("/tables/<table>.<kind>")
def download_table(table: str, kind: str) -> Response:
    """One table as ``xlsx`` or ``csv``."""
    actor().require(Permission.READ_ENTRIES)
    if kind not in ("xlsx", "csv") or table not in TABLE:
        raise NotFound("没有这张表。")
    write = csv_export.write_xlsx if kind == "xlsx" else csv_export.write_csv
    name = f"{table}-{current_line().now():%Y%m%d}.{kind}"
    return Response(
        write(current_line(), actor(), table),
        mimetype=XLSX if kind == "xlsx" else "text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
