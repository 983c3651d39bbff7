"""How far the headings of a collection are trusted, measured at every publish."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.storage.knowledge import index_writer, versions
from hotline.storage.knowledge.heading_trust import FEWEST, SAMPLE, measure_heading_trust
from hotline.storage.knowledge.versions import VersionStore
from tests.support.small_contents import entry, publish, small_contents

SUBJECTS = (
    *("护照", "社保卡", "公积金", "驾驶证", "低保", "户口", "车牌", "公证", "律师", "仲裁", "复议", "诉讼"),
    *("调解", "听证", "罚款", "许可", "遗嘱", "房产", "婚姻", "收养", "工伤", "养老金", "疫苗", "学籍"),
)
ASKED = [(f"怎样办理{subject}", f"请带身份证到窗口办理，{subject}当天就能领走。") for subject in SUBJECTS]
NUMBERED = [(f"条例第{place}条", body) for place, (_, body) in enumerate(ASKED)]


def as_entries(documents):
    return tuple(
        replace(entry(100 + place, heading), web_answer=body, similar_questions=(), keywords=())
        for place, (heading, body) in enumerate(documents)
    )


def publish_documents(store, documents, **options):
    return publish(store, replace(small_contents(), entries=as_entries(documents), items=()), **options)


def test_headings_that_are_questions_are_trusted():
    assert measure_heading_trust(ASKED) == 1.0


def test_headings_that_are_numbers_are_not_trusted():
    assert measure_heading_trust(NUMBERED) == 0.0


def test_where_half_of_the_headings_say_what_is_below_they_are_trusted_in_part():
    assert 0 < measure_heading_trust(ASKED[:8] + NUMBERED[8:]) < 1


def test_headings_that_are_all_the_same_are_not_trusted():
    assert measure_heading_trust([("办事指南", body) for _, body in ASKED]) == 0.0


def test_too_few_documents_to_measure_are_trusted():
    assert measure_heading_trust(NUMBERED[: FEWEST - 1]) == 1.0
    assert measure_heading_trust([]) == 1.0


def test_documents_without_heading_or_body_are_not_measured():
    assert measure_heading_trust([("", "正文"), ("标题", "")] * 50 + NUMBERED[: FEWEST - 1]) == 1.0


@given(st.lists(st.tuples(st.text("公证收费", max_size=5), st.text("公证收费", max_size=8)), max_size=12))
def test_trust_is_from_0_to_1(documents):
    assert 0 <= measure_heading_trust(documents) <= 1


def test_a_published_base_of_questions_is_trusted_and_one_of_numbers_is_not(tmp_path):
    for name, documents, trust in (("asked", ASKED, 1.0), ("numbered", NUMBERED, 0.0)):
        knowledge = publish_documents(VersionStore(tmp_path / name), documents)
        assert knowledge.entries.heading_trust == pytest.approx(trust, abs=0.05)
        assert knowledge.items.heading_trust == 1.0


def test_a_changed_copy_measures_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(versions, "DRIFT", 100)
    store = VersionStore(tmp_path)
    before = publish_documents(store, ASKED)
    monkeypatch.setattr(versions, "build", None)
    after = publish_documents(store, NUMBERED)
    assert before.entries.heading_trust == 1.0
    assert after.changed
    assert after.entries.heading_trust < 0.2
    assert len(after._rows("select * from entry_headings")) == 1


def test_the_sample_is_spread_over_the_whole_collection(tmp_path, monkeypatch):
    sampled = []
    monkeypatch.setattr(index_writer, "measure_heading_trust", lambda documents: sampled.append(documents) or 1.0)
    publish_documents(VersionStore(tmp_path), [(f"第{place:03}问", "答复。") for place in range(SAMPLE * 2 - 1)])
    headings = sorted(heading for heading, _ in sampled[0])
    assert len(set(headings)) == SAMPLE
    assert headings[0] == "第000问"
    assert headings[-1] >= "第196问"
