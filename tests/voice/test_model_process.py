"""A model in a process of its own: it is asked, it may fail, hang or be killed, and the next request is answered."""

import os

import pytest

from tests.support.fake_models import open_broken, open_echo, open_slowly
from voice import model_process
from voice.model_process import ModelFailed, ModelProcess


@pytest.fixture
def model():
    process = ModelProcess(open_echo, "heard", seconds=5)
    yield process
    process.close()


def test_requests_are_answered_by_one_other_process(model):
    (answer, request, process), again = model.ask("a"), model.ask("b")
    assert (answer, request, again[1]) == ("heard", "a", "b")
    assert process == again[2] != os.getpid()


def test_a_model_that_nobody_waits_for_is_nicer_than_the_calls():
    model = ModelProcess(open_echo, "heard", seconds=5, niceness=model_process.IDLE)
    process = model.ask("a")[2]
    assert os.getpriority(os.PRIO_PROCESS, process) >= model_process.IDLE
    model.close()


def test_a_request_that_fails_is_told_and_the_same_process_answers_the_next(model):
    process = model.ask("a")[2]
    with pytest.raises(ModelFailed, match="no such sound"):
        model.ask("fail")
    assert model.ask("a")[2] == process


def test_a_process_that_dies_is_replaced(model):
    with pytest.raises(ModelFailed, match="killed"):
        model.ask("die")
    assert model.ask("a")[0] == "heard"


def test_a_process_that_is_killed_between_two_requests_is_replaced(model):
    process = model.ask("a")[2]
    os.kill(process, 9)
    with pytest.raises(ModelFailed, match="killed"):
        model.ask("a")
    assert model.ask("a")[2] != process


def test_a_process_that_hangs_is_killed_and_replaced():
    model = ModelProcess(open_echo, "heard", seconds=5)
    model.ask("a")
    model._seconds = 0.2
    with pytest.raises(ModelFailed, match=r"no answer in 0\.2 seconds"):
        model.ask("hang")
    model._seconds = 5
    assert model.ask("a")[0] == "heard"
    model.close()


def test_a_model_that_cannot_be_read_is_told_at_each_request():
    model = ModelProcess(open_broken, seconds=5)
    for _ in range(2):
        with pytest.raises(ModelFailed, match=r"cannot be read: model\.bin"):
            model.ask("a")
    model.close()


def test_who_comes_while_the_model_is_read_does_not_wait_for_it(monkeypatch):
    model = ModelProcess(open_slowly, 1.0, seconds=0.05)
    model.start()
    with pytest.raises(ModelFailed, match="still being read"):
        model.ask("a")
    model._seconds = 5
    assert model.ask("a") == "a"
    model.close()


def test_a_model_that_is_never_read_is_given_up(monkeypatch):
    monkeypatch.setattr(model_process, "START_SECONDS", 0)
    model = ModelProcess(open_slowly, 600.0, seconds=0.05)
    with pytest.raises(ModelFailed, match="no answer"):
        model.ask("a")
    assert model._process is None


def test_nobody_waits_long_for_those_before_them(model):
    model.ask("a")
    model._seconds = 0.05
    with model._lock, pytest.raises(ModelFailed, match="busy"):
        model.ask("a")
