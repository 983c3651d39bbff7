"""Import of CSV tables: new rows are added, staff's work stays, and changed entries wait for a reviewer."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest

from hotline.core.errors import InvalidInput
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.core.review import Status
from hotline.core.word_lists import Synonym, WordList
from hotline.services.content import csv_export, csv_import, proposals, workflow
from hotline.storage.csv_tables.dataset_folder import InvalidTables
from hotline.storage.records.database import Records
from tests.support.approvals import HEAD, add_head, approve_proposals, withdraw_value
from tests.support.records_database import database_url, drop_database


def change(folder, table, old, new):
    path = folder / f"{table}.csv"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def state(line):
    with line.records.reading() as unit:
        return unit.entries.list_published(), unit.office.departments(), unit.words.list_words(WordList.SYNONYMS)


def edit_105(line, people):
    writer = people[Role.PUBLISHER]
    published = workflow.get_entry(line, writer, 105).published
    workflow.save_draft(line, writer, replace(published.entry, text="一分钱不收。"), published.version)


def test_bundled_entries_are_published_as_written_and_reviewed_by_seed(small_line, people):
    published = workflow.get_entry(small_line, people[Role.REVIEWER], 105).published
    assert (published.author, published.reviewer, published.serial) == ("seed", "seed", 1)


def test_a_second_import_changes_nothing(small_line, folder):
    report = csv_import.import_tables(small_line, folder)
    assert (report.added, report.updated, report.waiting, report.left_alone) == (0, 0, [], [])
    assert not report.changed


def test_hosts_that_import_at_once_into_empty_records_import_each_row_once(small_line, folder, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    line = replace(small_line, records=Records.open(database_url(empty)))
    line.records.migrate()
    barrier, added = Barrier(3), []

    def begin():
        barrier.wait()
        added.append(csv_import.import_tables(line, folder).added)

    hosts = [Thread(target=begin) for _ in range(barrier.parties)]
    for host in hosts:
        host.start()
    for host in hosts:
        host.join()
    line.records.close()
    drop_database(empty)
    assert len(added) == len(hosts)
    assert sorted(added)[:-1] == [0, 0]


def test_a_second_import_of_the_bundled_content_leaves_entries_as_they_are(small_line, folder, people):
    edit_105(small_line, people)
    change(folder, "entries", "怎样申请公开？", "怎么申请公开？")
    report = csv_import.import_tables(small_line, folder)
    assert not report.changed
    assert report.left_alone == ["entries 301"]


def test_an_import_submits_new_and_changed_entries_for_a_person_to_approve(small_line, folder, people):
    change(folder, "entries", "102,复议期限", "103,复议期限")
    change(folder, "similar_questions", "102,", "103,")
    change(folder, "legal_bases", "102,", "103,")
    change(folder, "entries", "怎样申请公开？", "怎么申请公开？")
    report = csv_import.import_tables(small_line, folder, actor="import")
    assert (report.changed, report.waiting) == (False, [103, 301])
    history = workflow.get_entry(small_line, people[Role.REVIEWER], 301)
    assert (history.open.status, history.open.author) == (Status.SUBMITTED, "import")
    assert history.published.entry.question == "怎样申请公开？"
    assert workflow.get_entry(small_line, people[Role.REVIEWER], 103).published is None


def test_an_import_does_not_change_an_entry_that_has_a_draft(small_line, folder, people):
    edit_105(small_line, people)
    change(folder, "entries", "复议收费吗", "复议收费不")
    report = csv_import.import_tables(small_line, folder, actor="import")
    assert (report.waiting, report.left_alone) == ([], ["entries 105"])
    assert workflow.get_entry(small_line, people[Role.REVIEWER], 105).open.entry.text == "一分钱不收。"


def test_a_changed_row_of_any_table_waits_for_a_person_to_approve_it(small_line, folder, people):
    add_head(small_line)
    before = state(small_line)
    change(folder, "departments", "301室", "305室")
    change(folder, "office", "0000-80000000", "0000-80000009")
    change(folder, "topics", "怎样复议。", "复议怎么办。")
    change(folder, "catalogue", "2026-00002", "2026-00003")
    report = csv_import.import_tables(small_line, folder, actor="import")
    assert report.proposed == ["office 1", "departments FYK", "topics 1", "catalogue 00000000-0/2026-00003"]
    assert not report.changed
    assert state(small_line) == before
    history = proposals.get_history(small_line, people[Role.REVIEWER], ProposalKind.DEPARTMENTS, "FYK")
    assert (history.open.status, history.open.author, history.open.content.room) == (
        Status.SUBMITTED,
        "import",
        "305室",
    )
    again = csv_import.import_tables(small_line, folder, actor="import")
    assert (again.proposed, again.left_alone) == ([], [])
    change(folder, "departments", "305室", "306室")
    assert csv_import.import_tables(small_line, folder, actor="import").left_alone == ["departments FYK"]


def test_a_new_office_without_staff_brings_its_own_tables_in_place_of_the_sample(small_line, folder):
    bundled = (folder / "departments.csv").read_text("utf-8")
    change(folder, "departments", "301室", "305室")
    report = csv_import.import_tables(small_line, folder, actor="import")
    assert (report.updated, report.proposed) == (1, [])
    assert state(small_line)[1][0].room == "305室"
    (folder / "departments.csv").write_text(bundled, "utf-8")
    assert csv_import.import_tables(small_line, folder).left_alone == ["departments FYK"]


def test_the_bundled_content_does_not_undo_rows_that_were_approved_or_withdrawn(small_line, folder):
    add_head(small_line)
    bundled = (folder / "departments.csv").read_text("utf-8")
    change(folder, "departments", "301室", "305室")
    csv_import.import_tables(small_line, folder, actor="import")
    approve_proposals(small_line)
    withdraw_value(small_line, ProposalKind.CATALOGUE, "00000000-0/2026-00001")
    (folder / "departments.csv").write_text(bundled, "utf-8")
    change(folder, "catalogue", "机构职能", "工作动态")
    report = csv_import.import_tables(small_line, folder)
    assert report.left_alone == ["departments FYK", "catalogue 00000000-0/2026-00001"]
    assert state(small_line)[1][0].room == "305室"


def test_a_table_that_still_has_what_was_withdrawn_proposes_it_only_when_it_says_something_else(small_line, folder):
    add_head(small_line)
    withdraw_value(small_line, ProposalKind.CATALOGUE, "00000000-0/2026-00001")
    assert csv_import.import_tables(small_line, folder, actor="import").proposed == []
    change(folder, "catalogue", "2026-01-06", "2026-01-07")
    assert "catalogue 00000000-0/2026-00001" in csv_import.import_tables(small_line, folder, actor="import").proposed


def test_an_entry_of_a_department_that_waits_itself_is_imported_after_that(small_line, folder):
    add_head(small_line)
    change(folder, "departments", "GKB,", "XGK,新科,管新事。,,0000-80000199,,\nGKB,")
    change(folder, "entries", "怎样申请公开？", "怎么申请公开？")
    change(folder, "entries", ",3,GKB", ",3,XGK")
    report = csv_import.import_tables(small_line, folder, actor="import")
    assert (report.waiting, report.too_early) == ([], ["entries 301"])
    approve_proposals(small_line)
    assert csv_import.import_tables(small_line, folder, actor="import").waiting == [301]


def test_one_bad_row_stops_the_whole_import(small_line, folder):
    before = state(small_line)
    change(folder, "synonyms", "红头文件", "大红头文件")
    change(folder, "legal_bases", "2019-05-15", "不知道")
    with pytest.raises(InvalidTables, match=r"legal_bases\.csv 第4行 in_force：“不知道”不是日期"):
        csv_import.import_tables(small_line, folder, actor="import")
    assert state(small_line) == before


def test_the_bundled_content_does_not_undo_what_staff_changed_or_removed_in_a_word_list(small_line, folder):
    with small_line.records.writing() as unit:
        unit.words.remove(WordList.SYNONYMS, Synonym("告政府", "行政诉讼"), "publisher", small_line.now())
        unit.words.put(WordList.SYNONYMS, Synonym("红头文件", "文件"), "publisher", small_line.now())
    report = csv_import.import_tables(small_line, folder)
    assert report.left_alone == ["synonyms 告政府", "synonyms 红头文件"]
    assert state(small_line)[2] == [Synonym("红头文件", "文件")]
    assert csv_import.import_tables(small_line, folder, actor="import").changed


def test_an_import_whose_synonym_would_close_a_loop_is_refused_as_a_whole(small_line, folder):
    with small_line.records.writing() as unit:
        unit.words.put(WordList.SYNONYMS, Synonym("行政官司", "民告官"), "publisher", small_line.now())
    before = state(small_line)
    change(folder, "synonyms", "告政府,行政诉讼", "民告官,行政官司")
    with pytest.raises(InvalidInput, match="民告官→行政官司→民告官"):
        csv_import.import_tables(small_line, folder, actor="import")
    assert state(small_line) == before
    assert csv_import.import_tables(small_line, folder).left_alone == ["synonyms 民告官"]


def test_the_history_of_a_word_list_contains_the_changes_of_an_import(small_line, folder):
    change(folder, "synonyms", "行政诉讼", "行政官司")
    csv_import.import_tables(small_line, folder, actor="import")
    with small_line.records.reading() as unit:
        (done,) = unit.words.list_changes(WordList.SYNONYMS, 10)
    assert (done.word, done.before, done.after, done.changed_by) == ("告政府", "行政诉讼", "行政官司", "import")


def test_an_export_is_imported_again_without_a_change(small_line, tmp_path):
    files = csv_export.export_tables(small_line, tmp_path / "out")
    assert len(files) == 17
    report = csv_import.import_tables(small_line, tmp_path / "out", actor="import")
    assert (report.changed, report.waiting, report.proposed, report.left_alone) == (False, [], [], [])


def test_a_dictionary_word_that_segmentation_would_cut_stops_the_import_with_its_line_and_the_reason(
    small_line, folder
):
    path = folder / "dictionary.txt"
    lines = [*path.read_text("utf-8").splitlines(), "糖类抗原19-9"]
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(InvalidTables, match=f"dictionary.txt 第{len(lines)}行.*留不住整词"):
        csv_import.import_tables(small_line, folder)


def test_an_import_leaves_what_the_table_of_referrals_has_no_column_for(small_line, folder, people):
    with small_line.records.reading() as unit:
        stored = unit.entries.find_published(900001)
    later = replace(stored.entry, web_answer="带身份证。", review_date=date(2028, 1, 1))
    with small_line.records.writing() as unit:
        unit.entries.move(stored, Status.SUPERSEDED, by="a", at=small_line.now(), reviewer="b", comment="")
        unit.entries.add(later, Status.PUBLISHED, author="a", reviewer="b", comment="", at=small_line.now())
    assert csv_import.import_tables(small_line, folder, "writer").waiting == []
    change(folder, "referrals", "0000-12345", "12385")
    assert csv_import.import_tables(small_line, folder, "writer").waiting == [900001]
    with small_line.records.reading() as unit:
        waiting = unit.entries.find_open(900001).entry
    assert (waiting.telephone, waiting.web_answer, waiting.review_date) == ("12385", "带身份证。", date(2028, 1, 1))


def test_an_import_takes_nothing_from_a_draft_that_was_discarded(small_line, folder, people):
    writer = people[Role.PUBLISHER]
    published = workflow.get_entry(small_line, writer, 900_001).published
    unwanted = replace(published.entry, web_answer="没有人要的话", telephone="12385")
    draft = workflow.save_draft(small_line, writer, unwanted, published.version)
    workflow.discard(small_line, writer, 900_001, version=draft.version)
    change(folder, "referrals", "0000-12345", "12385")
    assert csv_import.import_tables(small_line, folder, actor="import").waiting == [900_001]
    sent = workflow.get_entry(small_line, writer, 900_001).open.entry
    assert (sent.telephone, sent.web_answer) == ("12385", published.entry.web_answer)


def test_words_of_an_office_with_staff_wait_for_approval(small_line, folder):
    add_head(small_line)
    with (folder / "synonyms.csv").open("a", encoding="utf-8") as file:
        file.write("吃官司,被起诉\n")
    before = state(small_line)[2]
    for proposed in (["synonyms 吃官司"], []):
        assert csv_import.import_tables(small_line, folder, actor="import").proposed == proposed
        assert state(small_line)[2] == before
    approve_proposals(small_line)
    assert Synonym("吃官司", "被起诉") in state(small_line)[2]
    version = proposals.get_history(small_line, HEAD, ProposalKind.SYNONYMS, "吃官司").version
    proposals.withdraw(small_line, HEAD, ProposalKind.SYNONYMS, "吃官司", version=version, comment="不用了。")
    assert csv_import.import_tables(small_line, folder, actor="import").proposed == []
