"""The office's own tables of questions: their halves, and what is said of a table in another form."""

import pytest

from hotline.core.errors import InvalidInput
from hotline.evaluation.question_sets import ANSWERED, UNANSWERED, read_own
from tests.support.question_files import write_own

KNOWN = {105, 501}


def read(folder, half):
    return {asked.question: set(asked.relevant) for asked in read_own(folder, half, KNOWN)}


def test_a_half_has_the_rows_of_that_half_and_the_tables_that_belong_to_it_as_a_whole(tmp_path):
    folder = write_own(tmp_path / "own")
    fitted, held = read(folder, "fit"), read(folder, "held")
    assert fitted == {
        **{"行政复议收费吗": {105}, "申请行政复议收费吗": {105}},
        **{"申请护照要什么材料": set(), "邮局几点下班": set(), "离婚要什么材料": set()},
    }
    assert held["怎么申请法律援助"] == {501}
    assert len(held) == 5
    assert not fitted.keys() & held.keys()


def test_a_byte_order_mark_quoted_commas_and_more_columns_are_read(tmp_path):
    folder = write_own(tmp_path / "own")
    rows = '\ufeffnote,half,question\n说明,fit,"护照，要什么"\n,held,"签证\n多少钱"\n'
    (folder / "other_subjects.csv").write_text(rows, encoding="utf-8")
    assert read(folder, "fit")["护照，要什么"] == set()
    assert "签证\n多少钱" in read(folder, "held")


def test_tables_without_rows_give_no_questions(tmp_path):
    heads = {name.removesuffix(".csv"): ["number,question,half"] for name in (*ANSWERED, *UNANSWERED)}
    assert read_own(write_own(tmp_path / "own", **heads), "fit", KNOWN) == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (None, "own里没有right_subjects.csv。"),
        (["question,half", "复议收费吗,fit"], "right_subjects.csv应当是有number、question、half这几列的UTF-8表格。"),
        (["number,question", "105,复议收费吗"], "right_subjects.csv应当是有number、question、half这几列的UTF-8表格。"),
        (["number,question,half", "105,收费吗,fit", "999,收费吗,fit"], "right_subjects.csv第3行的编号没有发布。"),
        (["number,question,half", "一百,收费吗,held"], "right_subjects.csv第2行的编号没有发布。"),
        (["number,question,half", "²,收费吗,held"], "right_subjects.csv第2行的编号没有发布。"),
        (["number,question,half", ",收费吗,fit"], "right_subjects.csv第2行没有填全。"),
        (["number,question,half", "105"], "right_subjects.csv第2行没有填全。"),
        (["number,question,half", "105,收费吗,half"], "right_subjects.csv第2行的half应当是fit或者held。"),
    ],
)
def test_a_table_in_another_form_is_refused_with_a_sentence_that_names_it(tmp_path, rows, said):
    folder = write_own(tmp_path / "own", right_subjects=rows)
    for half in ("fit", "held"):
        with pytest.raises(InvalidInput) as refused:
            read_own(folder, half, KNOWN)
        assert str(refused.value).endswith(said)


@pytest.mark.parametrize(
    "written", ["number,question,half\n105,收费吗,fit".encode("gb18030"), b"\xff\xfe", b"", b"x" * 200_000]
)
def test_a_table_that_is_no_text_in_utf_8_or_no_table_is_refused(tmp_path, written):
    folder = write_own(tmp_path / "own")
    (folder / "right_subjects.csv").write_bytes(written)
    with pytest.raises(InvalidInput, match=r"right_subjects\.csv"):
        read_own(folder, "fit", KNOWN)
