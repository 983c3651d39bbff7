"""A signed-in browser for each role, which reads the forms of a page and sends them filled in."""

import html5lib
import pytest

from hotline.core.permissions import Role
from hotline.services.content import workflow
from tests.support.html_pages import fields_of

PASSWORD = "a long enough password"
HOST = "https://hotline.example"


class Form:
    """One form of a page: where it goes and what its fields hold."""

    def __init__(self, element, path):
        self.action = element.get("action") or path
        self.method = element.get("method", "get")
        self.fields = fields_of(element)


class Desk:
    def __init__(self, app):
        self.client = app.test_client()
        self.client.environ_base.update({"HTTP_HOST": "hotline.example", "wsgi.url_scheme": "https"})

    def sign_in(self, name, password=PASSWORD, path="/console/sign-in"):
        return self.send(path, 0, name=name, password=password)

    def get(self, path, status=200):
        response = self.client.get(path)
        assert response.status_code == status, response.text
        return response

    def forms(self, path):
        tree = html5lib.parse(self.get(path).text, namespaceHTMLElements=False)
        return [Form(element, path) for element in tree.iter("form")]

    def send(self, path, which, then="", **changes):
        """Open ``path`` and send its form (by place, or by the end of its action) with ``changes``."""
        forms = self.forms(path)
        form = forms[which] if isinstance(which, int) else next(f for f in forms if f.action.endswith(which))
        return self.post(form.action, {**form.fields, "then": then} | changes)

    def post(self, path, fields):
        return self.client.post(path, data=fields, headers={"Referer": HOST + path})

    def token(self):
        return self.forms("/console/")[0].fields["csrf_token"]


@pytest.fixture
def desk(app):
    """``desk(role)``: somebody of that role, signed in; None for a visitor."""

    def open_desk(role=None):
        one = Desk(app)
        if role is not None:
            assert one.sign_in(role.value).status_code == 303
        return one

    return open_desk


@pytest.fixture
def desk_of():
    """``desk_of(app)``: a visitor of another app than the fixture."""
    return Desk


@pytest.fixture
def publisher(desk):
    return desk(Role.PUBLISHER)


@pytest.fixture
def reviewer(desk):
    return desk(Role.REVIEWER)


@pytest.fixture
def staff(line):
    """``staff(role)``: the member of staff as services know them."""

    def find(role):
        with line.records.reading() as unit:
            return unit.staff.find_by_name(role.value)

    return find


@pytest.fixture
def history(line, staff):
    return lambda number: workflow.get_entry(line, staff(Role.ADMINISTRATOR), number)
