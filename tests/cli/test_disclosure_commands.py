"""``hotline deadline`` and ``hotline fee``, as the terminal prints them."""

import json

import pytest
from click.testing import CliRunner

from hotline.cli.main import main


@pytest.fixture(autouse=True)
def empty_var(monkeypatch, tmp_path):
    monkeypatch.setenv("HOTLINE_VAR", str(tmp_path))


def run(*arguments):
    return CliRunner().invoke(main, arguments)


def test_deadline_tells_the_last_day_of_twenty_working_days():
    assert run("deadline", "2026-09-18").output == "2026-10-22\n"


def test_deadline_as_json_has_the_last_day_whether_it_is_provisional_and_each_day():
    told = json.loads(run("deadline", "2026-09-18", "--working-days", "20", "--json").output)
    assert (told["last_day"], told["provisional"]) == ("2026-10-22", False)
    assert told["days"][0] == {
        "day": "2026-09-18",
        "kind": "工作日",
        "count": None,
        "reason": "收到当天不计（《中华人民共和国民法典》第二百零一条）",
        "provisional": False,
    }
    assert told["days"][-1]["count"] == 20


def test_deadline_as_a_calendar_names_weekends_holidays_and_make_up_days():
    lines = run("deadline", "2026-09-18", "--calendar").output.splitlines()
    assert "2026-09-19 星期六  不计\t周末" in lines
    assert "2026-09-20 星期日  第1天\t国庆节调休上班" in lines
    assert "2026-10-01 星期四  不计\t国庆节放假" in lines
    assert lines[-2].startswith("2026-10-22 星期四  第20天")


def test_deadline_in_a_year_that_is_not_decreed_is_provisional():
    assert run("deadline", "2026-11-27", "--working-days", "40").output == "2027-01-25（暂定）\n"


@pytest.mark.parametrize("day", ["2026-02-30", "20260918", "昨天"])
def test_deadline_refuses_what_is_no_day(day):
    result = run("deadline", day)
    assert result.exit_code == 2
    assert "is not a day like 2026-09-18" in result.output


def test_fee_tells_how_it_was_counted():
    assert run("fee", "--items", "37").output.splitlines() == [
        "按件 第1到10件：每件0元，0元",
        "按件 第11到30件：每件100元，2000元",
        "按件 第31到37件：每件200元，1400元",
        "合计3400元",
    ]
    assert json.loads(run("fee", "--items", "37", "--json").output)["yuan"] == 3400


def test_fee_is_by_items_or_by_pages_and_never_by_both():
    assert json.loads(run("fee", "--pages", "120", "--json").output)["yuan"] == 1100
    for arguments in ([], ["--items", "1", "--pages", "1"]):
        result = run("fee", *arguments)
        assert result.exit_code == 2
        assert "one of the two" in result.output


def test_a_number_below_zero_is_refused_in_one_line():
    result = run("fee", "--items", "-1")
    assert result.exit_code == 1
    assert result.output == "Error: 数量要在0到100000之间。\n"
