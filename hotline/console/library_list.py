"""The hand-over list for the library and the archive: a page to print and sign, and the same as XLSX and CSV."""

from __future__ import annotations

from flask import Response, request

from hotline.console.blueprint import actor, console
from hotline.console.csv_download import csv_response
from hotline.console.pages import LibraryListPage
from hotline.console.tables import XLSX
from hotline.http.context import current_line, render
from hotline.services.content import library_list
from hotline.services.content.library_list import HandOverPeriod


@console.get("/library-list")
def show_library_list() -> str:
    line = current_line()
    made = library_list.make_library_list(line, actor(), _chosen_period())
    return render(
        LibraryListPage(
            title=f"移交清单{made.period.name}",
            made=made,
            headings=library_list.HEADINGS,
            periods=library_list.list_periods(line.now().date()),
            office=line.knowledge.office,
            is_large=request.args.get("large") == "1",
            made_on=line.now().date(),
        )
    )


@console.get("/library-list.xlsx")
def library_list_xlsx() -> Response:
    period = _chosen_period()
    content = library_list.write_library_xlsx(current_line(), actor(), period)
    name = f"library-list-{period.key}.xlsx"
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@console.get("/library-list.csv")
def library_list_csv() -> Response:
    made = library_list.make_library_list(current_line(), actor(), _chosen_period())
    return csv_response(f"library-list-{made.period.key}.csv", library_list.HEADINGS, made.rows)


def _chosen_period() -> HandOverPeriod:
    return library_list.read_period(request.args.get("period", ""), current_line().now().date())
