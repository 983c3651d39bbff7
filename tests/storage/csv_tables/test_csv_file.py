"""Cells survive the way into a spreadsheet and back, whatever they contain."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hotline.core.text_length import tidy
from hotline.storage.csv_tables.csv_file import read_rows, write_rows

CELLS = st.lists(st.text(alphabet="'=+-@＝,;\"\n 字a1", max_size=12).map(tidy), min_size=1, max_size=5)


@given(CELLS)
def test_every_cell_is_read_back_unchanged_and_none_is_written_as_a_formula(cells):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_rows(path, ["key", "cell"], [["k", cell] for cell in cells])
        assert [row.cells["cell"] for row in read_rows(path, ["key", "cell"])] == cells
        assert not any(start in path.read_text("utf-8") for start in ("k,=", "k,+", "k,-", "k,@", 'k,"=', 'k,"-'))
