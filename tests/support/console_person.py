"""A member of staff at the console, as tests of one part of it see them: reading pages and sending their forms."""

from dataclasses import dataclass

from hotline.core.permissions import Role
from tests.support.html_pages import check_page, text


@dataclass
class Person:
    """Somebody at the console who opens the pages below ``place`` and sends their forms; signs in anew every day."""

    browser: object
    role: Role
    clock: object
    place: str = "/console/applications"
    signed_in_on: object = None

    @property
    def desk(self):
        if self.signed_in_on != self.clock().date():
            self.browser.client.delete_cookie("session", domain="hotline.example")
            assert self.browser.sign_in(self.role.value).status_code == 303
            self.signed_in_on = self.clock().date()
        return self.browser

    def see(self, path="", status=200):
        """The page at ``path`` below the list, checked, as a reader sees it."""
        page = self.desk.get(f"{self.place}{path}", status).text
        check_page(page)
        return text(page)

    def html(self, path=""):
        return self.desk.get(f"{self.place}{path}").text

    def fill(self, path, **fields):
        """Send the form of the page at ``path`` that posts to it."""
        whole = f"{self.place}{path}"
        form = next(form for form in self.desk.forms(whole) if form.method == "post" and form.action == whole)
        return self.desk.post(whole, form.fields | fields)

    def take(self, case, step, **fields):
        """Take a step by its form; returns the response."""
        return self.fill(f"/{case.number}/steps/{step}", **fields)

    def refused(self, response, status):
        """What is read in the page of a refusal."""
        assert response.status_code == status, response.text
        check_page(response.text)
        return text(response.text)
