"""The published questions are found by the keys of their first letters as often as the documents say."""

import os

from hotline.evaluation import asked_by_initials
from hotline.evaluation.asked_by_initials import FoundByInitials, measure
from hotline.storage.knowledge.versions import VersionStore
from tests.support.fixed_values import places_in


def test_the_sample_is_found_among_three_choices_by_its_subject_words_and_by_its_questions(published_var):
    knowledge = VersionStore(places_in(published_var).knowledge).current()
    found = {each.kind: each for each in measure(knowledge, knowledge.list_entries())}
    subject, whole = found["subject word"], found["question, all characters"]
    assert (subject.keyed, subject.among, whole.among) == (31, 31, 31)
    assert found["any keyword"].among >= 0.95 * found["any keyword"].keyed
    assert found["question, first four characters"].among >= 26
    assert found["similar question, all characters"].among >= 0.99 * found["similar question, all characters"].keyed
    fours = found["similar question, first four characters"]
    assert 0.75 * fours.keyed <= fours.among < fours.keyed


def test_the_command_prints_one_measure_a_line(published_var, monkeypatch, capsys):
    monkeypatch.setattr(os, "environ", {"HOTLINE_VAR": str(published_var)})
    asked_by_initials.main()
    assert "subject word: 31 of 31 among 3 choices, 31 first\n" in capsys.readouterr().out
    assert str(FoundByInitials("word", 2, 1, 0)) == "word: 1 of 2 among 3 choices, 0 first"
