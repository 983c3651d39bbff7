"""A browser at the console, which reads the forms of a page and sends them filled in."""

from urllib.parse import unquote

import html5lib

from tests.support.html_pages import fields_of

PASSWORD = "a long enough password"
HOST = "https://hotline.example"


class Form:
    """One form of a page: where it goes and what its fields hold."""

    def __init__(self, element, path):
        self.action = element.get("action") or path
        self.method = element.get("method", "get")
        self.fields = fields_of(element)

    def is_sent_to(self, end):
        return self.action.endswith(end) or unquote(self.action).endswith(end)


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
        """Open ``path`` and send its form (by place, or by the end of its action, encoded or not) with ``changes``."""
        forms = self.forms(path)
        form = forms[which] if isinstance(which, int) else next(f for f in forms if f.is_sent_to(which))
        return self.post(form.action, {**form.fields, "then": then} | changes)

    def post(self, path, fields):
        return self.client.post(path, data=fields, headers={"Referer": HOST + path})

    def token(self):
        return self.forms("/console/")[0].fields["csrf_token"]
