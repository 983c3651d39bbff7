"""CSV files that staff download and open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response


def csv_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A download called ``name``, with a byte order mark so that a spreadsheet reads the Chinese."""
    page = io.StringIO()
    table = csv.writer(page)
    table.writerow(heading)
    table.writerows([without_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return Response(
        page.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def without_formula(cell: str) -> str:
    """``cell``, with an apostrophe before it if a spreadsheet would run it as a formula. Citizens write some of them.

    Source: OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection), read 2026-11-23.

    >>> without_formula("=1+1"), without_formula("＝1+1"), without_formula("复议")
    ("'=1+1", "'＝1+1", '复议')
    """
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) else cell
