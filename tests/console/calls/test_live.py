"""The screens of live calls, and adding a liaison officer to one."""

from dataclasses import replace

import pytest

from hotline.core.errors import Unavailable
from hotline.core.permissions import Role
from tests.support.html_pages import check_page
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport

LIST = "/console/talks"


@pytest.fixture
def line(line, switchboard):
    return replace(line, telephony=switchboard)


@pytest.fixture
def talk(app):
    """``talk(deed)``: a call in which caller and operator talk while ``deed(path)`` is done at the call's screen."""

    def call(deed):
        def acts():
            yield from read_script(["say:火星上种土豆用什么肥料", "press:0", "answer"])
            (attempt,) = talking()
            deed(f"{LIST}/{attempt.call_id}")
            yield from read_script(["leave"])

        def talking():
            line = app.extensions["hotline"]
            with line.records.reading() as unit:
                return unit.attempts.list_talking(line.now().replace(year=2000))

        return place_call(LocalTransport(app), acts(), caller="+8613800138000")

    return call


def test_live_calls_are_listed_with_what_was_asked_until_they_end(desk, talk):
    operator = desk(Role.OPERATOR)

    def look(path):
        page = operator.get(LIST)
        check_page(page.text)
        assert f'href="{path}"' in page.text
        assert "138****8000" in page.text
        assert "火星上种土豆用什么肥料" in page.text
        shown = operator.get(path).text
        check_page(shown)
        assert "正在通话" in shown

    talk(look)
    assert "现在没有工作人员在和来电人通话" in operator.get(LIST).text


def test_an_officer_is_added_to_a_call_and_nobody_else_while_they_are_dialled(desk, talk, switchboard):
    operator = desk(Role.OPERATOR)

    def bring_in(path):
        assert operator.send(path, 1, officer="FYK/2").status_code == 303
        assert "联络员乙" in operator.get(path).text
        assert "正在响铃" in operator.get(path).text
        assert operator.send(path, 1, number="0871-63100000").status_code == 409, "one is rung already"

    talk(bring_in)
    assert [number for number, _, _ in switchboard.rung] == ["0000-80000211"]


def test_nobody_is_dialled_until_somebody_is_chosen(desk, talk, switchboard):
    operator = desk(Role.OPERATOR)

    def slip(path):
        refused = operator.send(path, 1)
        assert refused.status_code == 400
        assert "请选一位联络员，或者写一个电话号码。" in refused.text
        check_page(refused.text)

    talk(slip)
    assert switchboard.rung == []


def test_the_form_says_why_nobody_could_be_added_to_the_call(desk, talk, switchboard):
    operator = desk(Role.OPERATOR)

    def fail(path):
        switchboard.failures = [Unavailable("接口没有回答。")]
        refused = operator.send(path, 1, officer="LFK/1")
        assert refused.status_code == 503
        assert "通话不受影响" in refused.text
        check_page(refused.text)
        assert "没有打通" in operator.get(path).text
        assert operator.send(path, 1, number="不是号码").status_code == 409
        assert operator.send(path, 1, number="1" * 40).status_code == 400

    talk(fail)


def test_a_call_that_ended_or_is_unknown_gets_a_page_that_says_so(desk, talk):
    operator = desk(Role.OPERATOR)
    over = []
    talk(over.append)
    for path in (over[0], f"{LIST}/CA-unknown"):
        assert "可能已经挂断了" in operator.get(path, 404).text
