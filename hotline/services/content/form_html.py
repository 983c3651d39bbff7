"""A form's table as HTML, with its merged heads; on a narrow screen the style sheet puts each number under its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from hotline.core.disclosure.report_form import FormCell, FormTable


def form_html(table: FormTable, link: Callable[[FormCell], str] | None = None) -> str:
    """``table`` as HTML; ``link`` gives the address that a number opens, "" for none.

    The roles are written out, because a browser drops those of a table whose rows a style sheet lays out anew."""
    head = f'<thead role="rowgroup">{_rows(table.heads, "columnheader", link)}</thead>' if table.heads else ""
    body = f'<tbody role="rowgroup">{_rows(table.rows, "rowheader", link)}</tbody>'
    return (
        f'<div class="table-wrap" tabindex="0" role="region" aria-label="{table.name}">'
        f'<table class="official-form official-form-{table.columns}" role="table">{head}{body}</table></div>\n'
    )


def _rows(rows: Iterable[Iterable[FormCell]], role: str, link: Callable[[FormCell], str] | None) -> str:
    return "".join(f'<tr role="row">{"".join(_cell(cell, role, link) for cell in row)}</tr>' for row in rows)


def _cell(cell: FormCell, role: str, link: Callable[[FormCell], str] | None) -> str:
    """``role`` is that of the row's heads."""
    spans = f' colspan="{cell.across}"' if cell.across > 1 else ""
    spans += f' rowspan="{cell.down}"' if cell.down > 1 else ""
    text = escape(cell.text)
    if cell.is_head:
        return f'<th role="{role}"{spans}>{text}</th>'
    address = link(cell) if link else ""
    shown = f'<a href="{escape(address)}">{text}</a>' if address else text
    return f'<td role="cell" data-column="{escape(cell.column)}"{spans}>{shown}</td>'
