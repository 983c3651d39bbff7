"""An import of single files at the terminal: row by row it tells what is new, changed, the same or wrong."""

from dataclasses import replace

import pytest

from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.core.review import Status
from hotline.core.table_uploads import RowVerdict, UploadedFile
from hotline.core.word_lists import WordList
from hotline.services.content import csv_export, proposals, workflow
from hotline.services.content.table_uploads.terminal_import import import_files, read_uploaded
from tests.support.records_database import dumped
from tests.support.spreadsheets import table_csv, topics_csv

NEW_ENTRY = [
    "103",
    "复议找谁？",
    "找上一级。",
    "找上一级。",
    "找上一级。",
    "复议",
    "1",
    "FYK",
    "2026/1/5",
    "2027年5月5日",
]


def load(line, *files, **how):
    return import_files(line, [UploadedFile(name, content) for name, content in files], "import", **how)


def found(preview, verdict):
    return [(row.table, row.line, row.key) for row in preview.rows.get(verdict, [])]


def faults(preview):
    return [(row.place, row.line, *fault) for row in preview.rows.get(RowVerdict.WRONG, []) for fault in row.faults]


def change(folder, table, old, new):
    path = folder / f"{table}.csv"
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_the_tables_that_are_published_are_all_the_same(small_line, folder):
    preview = import_files(small_line, read_uploaded(folder), "import")
    assert set(preview.counts) == {RowVerdict.SAME}
    assert (preview.submitted, preview.notes) == (0, ())


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_the_console_exports_is_all_the_same(small_line, reviewer, kind):
    write = csv_export.write_xlsx if kind == "xlsx" else csv_export.write_csv
    for table in ("entries", "similar_questions", "legal_bases", "referrals", "catalogue", "office", "synonyms"):
        preview = load(small_line, (f"{table}.{kind}", write(small_line, reviewer, table)))
        assert set(preview.counts) <= {RowVerdict.SAME}, table


def test_a_preview_tells_old_and_new_and_changes_nothing(small_line, folder):
    before = dumped(small_line)
    change(folder, "entries", "60日内申请", "六十天内申请")
    change(folder, "topics", "怎样复议。", "复议怎么办。")
    preview = import_files(small_line, read_uploaded(folder), "import", only_preview=True)
    changed = preview.rows[RowVerdict.CHANGED]
    assert [(row.table, row.line, row.key, row.changes) for row in changed] == [
        ("topics", 2, "1", (("说明", "怎样复议。", "复议怎么办。"),)),
        ("entries", 2, "102", (("短信答复", "60日内申请。", "六十天内申请。"),)),
    ]
    assert dumped(small_line) == before


def test_changed_and_new_rows_wait_for_approval(small_line, people):
    entry = table_csv("entries", NEW_ENTRY)
    similar = table_csv("similar_questions", ["103", "复议向谁提"])
    basis = table_csv("legal_bases", ["103", "行政复议法", "第二十四条", "45292"])
    topics = topics_csv(["1", "行政复议", "复议怎么办。"])
    preview = load(small_line, ("a.csv", entry), ("b.csv", similar), ("c.csv", basis), ("d.csv", topics))
    assert (found(preview, RowVerdict.NEW), found(preview, RowVerdict.CHANGED)) == (
        [("entries", 2, "103")],
        [("topics", 2, "1")],
    )
    assert preview.submitted == 2
    history = workflow.get_entry(small_line, people[Role.REVIEWER], 103)
    assert (history.open.status, history.open.entry.similar_questions) == (Status.SUBMITTED, ("复议向谁提",))
    topic = proposals.get_history(small_line, people[Role.REVIEWER], ProposalKind.TOPICS, "1")
    assert topic.open.content.description == "复议怎么办。"
    again = load(small_line, ("a.csv", entry), ("b.csv", similar), ("c.csv", basis), ("d.csv", topics))
    assert (again.submitted, set(again.counts)) == (0, {RowVerdict.SAME})


def test_entries_alone_keep_their_similar_questions_and_legal_bases(small_line, folder, people):
    change(folder, "entries", "60日内申请", "六十天内申请")
    preview = import_files(small_line, read_uploaded(folder / "entries.csv"), "import")
    assert found(preview, RowVerdict.CHANGED) == [("entries", 2, "102")]
    sent = workflow.get_entry(small_line, people[Role.REVIEWER], 102).open.entry
    assert sent.similar_questions == ("复议最晚什么时候提", "过了两个月还能复议吗")
    assert sent.legal_bases[0].title == "行政复议法"


def test_similar_questions_alone_replace_those_of_their_entry(small_line, people):
    preview = load(
        small_line, ("a.csv", table_csv("similar_questions", ["105", "复议花不花钱"], ["105", "复议要交钱吗"]))
    )
    assert [row.changes for row in preview.rows[RowVerdict.CHANGED]] == [
        (("相似问", "复议要交钱吗", "复议花不花钱\n复议要交钱吗"),)
    ]
    sent = workflow.get_entry(small_line, people[Role.REVIEWER], 105).open.entry
    assert sent.similar_questions == ("复议花不花钱", "复议要交钱吗")


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        (0, "1O3", ("编号", "“1O3”不是三位数或者六位数的编号。")),
        (0, "950", ("编号", "编号应当是100到899")),
        (0, "900777", ("编号", "转介不写在这张表里")),
        (1, "", ("问题", "不能为空。")),
        (1, "长" * 61, ("问题", "问题最多60个字，现在有61个字。")),
        (6, "3", ("分类", "编号的第一位应当是分类的数字。")),
        (7, "NONE", ("负责部门", "没有部门NONE。")),
        (8, "2026-02-30", ("生效日期", "“2026-02-30”不是日期")),
        (9, "2026-01-06", ("复核日期", "复核日期已经过了。")),
    ],
)
def test_one_fault_gives_one_line_with_row_column_and_reason(small_line, column, cell, told):
    row = [*NEW_ENTRY]
    row[column] = cell
    files = [
        ("a.csv", table_csv("entries", row)),
        ("b.csv", table_csv("similar_questions", ["103", "复议向谁提"])),
        ("c.csv", table_csv("legal_bases", ["103", "行政复议法", "第二十四条", "2024-01-01"])),
    ]
    before = dumped(small_line)
    preview = load(small_line, *files)
    [(place, line, heading, reason)] = faults(preview)
    assert (place, line, heading, reason.startswith(told[1])) == ("a.csv", 2, told[0], True), reason
    assert dumped(small_line) == before


def test_a_wrong_similar_question_is_told_where_it_stands_and_not_again_with_its_entry(small_line):
    similar = table_csv("similar_questions", ["105", "复议要交钱吗"], ["102", "复议要交钱吗"])
    preview = load(small_line, ("a.csv", similar))
    assert faults(preview) == [("a.csv", 3, "问法", "第2行已经有“复议要交钱吗”了。")]


def test_parts_of_an_entry_that_there_is_not_are_told_once(small_line):
    similar = table_csv("similar_questions", ["777", "一"], ["777", "二"])
    assert faults(load(small_line, ("a.csv", similar))) == [("a.csv", 2, "编号", "没有编号为777的问答。")]


def test_a_new_entry_without_wordings_and_basis_says_what_it_lacks(small_line):
    preview = load(small_line, ("a.csv", table_csv("entries", NEW_ENTRY)))
    assert [fault[2] for fault in faults(preview)] == ["相似问", "依据"]


def test_what_somebody_works_on_stays_as_it_is(small_line, folder, people):
    published = workflow.get_entry(small_line, people[Role.PUBLISHER], 105).published
    workflow.save_draft(
        small_line, people[Role.PUBLISHER], replace(published.entry, text="一分钱不收。"), published.version
    )
    change(folder, "entries", "复议收费吗", "复议收费不")
    preview = import_files(small_line, read_uploaded(folder), "import")
    [row] = preview.rows[RowVerdict.HELD]
    assert (row.key, "草稿或者提交还没有办完" in row.faults[0][1], preview.submitted) == ("105", True, 0)


def test_an_entry_waits_for_the_topic_that_comes_with_it(small_line, people):
    entry = ["503", *NEW_ENTRY[1:6], "5", *NEW_ENTRY[7:]]
    files = [
        ("a.csv", table_csv("entries", entry)),
        ("b.csv", table_csv("similar_questions", ["503", "复议向谁提"])),
        ("c.csv", table_csv("legal_bases", ["503", "行政复议法", "第二十四条", "2024-01-01"])),
        ("d.csv", topics_csv(["5", "公共法律服务", ""])),
    ]
    preview = load(small_line, *files)
    assert found(preview, RowVerdict.NEW) == [("topics", 2, "5")]
    assert "分类5也在这次上传里" in preview.rows[RowVerdict.HELD][0].faults[0][1]


def test_referrals_keep_what_their_table_has_no_column_for(small_line, folder, people):
    change(folder, "referrals", "残疾证怎么办", "残疾证咋办")
    preview = import_files(small_line, read_uploaded(folder / "referrals.csv"), "import")
    assert found(preview, RowVerdict.CHANGED) == [("referrals", 2, "900001")]
    history = workflow.get_entry(small_line, people[Role.REVIEWER], 900001)
    assert history.open.entry == replace(
        history.published.entry, similar_questions=history.open.entry.similar_questions
    )


def test_synonyms_wait_for_approval_and_a_bad_one_is_told(small_line):
    preview = load(small_line, ("a.csv", table_csv("synonyms", ["告官", "行政诉讼"])))
    assert found(preview, RowVerdict.NEW) == [("synonyms", 2, "告官")]
    with small_line.records.reading() as unit:
        assert "告官" not in [pair.colloquial for pair in unit.words.list_words(WordList.SYNONYMS)]
        assert unit.proposals.find_newest(ProposalKind.SYNONYMS, "告官").status is Status.SUBMITTED
    assert load(small_line, ("a.csv", table_csv("synonyms", ["告官", "行政诉讼"]))).submitted == 0
    wrong = load(small_line, ("a.csv", table_csv("synonyms", ["长" * 21, "行政诉讼"])))
    assert faults(wrong)[0][:3] == ("a.csv", 2, "群众的说法")
