"""Liaison officers as a spreadsheet lists them: who is called, and which lists are refused."""

import pytest

from hotline.core.departments import Department, Officer, check_department


def department(names, lines):
    return Department("FYK", "复议科", "", "", "", names, lines)


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
