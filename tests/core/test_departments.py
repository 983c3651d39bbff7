"""What an office and its departments may say of themselves, and liaison officers as a spreadsheet lists them."""

from dataclasses import replace

import pytest

from hotline.core.departments import (
    Department,
    Office,
    Officer,
    check_department,
    check_office,
    tidy_department,
    tidy_office,
)


def department(names, lines):
    return Department("FYK", "复议科", "办理复议。", "", "12348", names, lines)


@pytest.mark.parametrize(
    ("names", "lines", "officers"),
    [
        ("王芳", "0000-80000201", (Officer("王芳", "0000-80000201"),)),
        ("", "12348", (Officer("", "12348"),)),
        ("王芳", "", ()),
        ("王芳；李强", "12348; 12349", (Officer("王芳", "12348"), Officer("李强", "12349"))),
        ("联络员", "12348、12349、", (Officer("联络员", "12348"), Officer("联络员", "12349"))),
    ],
)
def test_liaison_officers_are_called_in_the_order_of_the_list(names, lines, officers):
    found = department(names, lines)
    assert found.officers == officers
    assert check_department(found) == {}


@pytest.mark.parametrize(
    ("names", "lines", "column"),
    [
        ("王芳", "分机三", "liaison_line"),
        ("王芳", "12348,12349", "liaison_line"),
        ("王芳、李强", "12348", "liaison_officer"),
        ("", "12341、12342、12343、12344、12345、12346", "liaison_line"),
    ],
)
def test_a_list_of_liaison_officers_that_nobody_could_call_is_refused(names, lines, column):
    assert set(check_department(department(names, lines))) == {column}


OFFICE = Office(
    *("某局", "某市", "某专线", "96128", "查办事问题。", "某路1号", "", "650000", "08:30-12:00", "14:00-17:30", ""),
    *("0871-63100000转801", "", "gongkai@mouju.example", "https://mouju.example/a?b=1", ""),
)


def test_an_office_that_fills_in_what_it_must_is_accepted():
    assert check_office(OFFICE) == {}
    assert check_office(replace(OFFICE, postcode="", email="", website="")) == {}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("telephone", "请打电话"),
        ("telephone", "1.38E+10"),
        ("telephone", ""),
        ("fax", "没有"),
        ("line_number", "九六一二八"),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://mouju.example"),
        ("website", "https://"),
        ("website", "https://[mouju"),
        ("website", "mouju.example"),
        ("postcode", "0"),
        ("postcode", "65000０"),
        ("email", "gongkai"),
        ("morning_hours", "8:30-12:00"),
        ("afternoon_hours", "11:00-17:30"),
        ("name", " "),
        ("line_name", "一个说起来实在是太长太长太长太长太长的热线"),
        ("directions", "走" * 501),
    ],
)
def test_a_particular_that_would_mislead_people_is_refused_with_one_sentence(field, wrong):
    problems = check_office(replace(OFFICE, **{field: wrong}))
    assert set(problems) == {field}
    assert problems[field].endswith("。")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("telephone", "1.38E+10"), ("telephone", ""), ("code", "复议 科"), ("code", "A/B"), ("code", "A" * 21)],
)
def test_a_department_that_nobody_could_call_or_address_is_refused(field, wrong):
    problems = check_department(replace(department("王芳", "12348"), **{field: wrong}))
    assert set(problems) == {field}


def test_full_width_digits_are_read_as_the_digits_they_are():
    typed = replace(department("王芳；李强", "１２３４８；１２３４９"), telephone="０８７１－６３１０００００")
    tidied = tidy_department(typed)
    assert (tidied.telephone, tidied.liaison_line) == ("0871-63100000", "12348、12349")
    assert check_department(tidied) == {}
    assert (
        check_office(tidy_office(replace(OFFICE, postcode="６５００００", morning_hours="０８：３０-１２：００"))) == {}
    )
