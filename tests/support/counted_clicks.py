"""Somebody at the console in a browser, whose presses are counted and whose every page is checked."""

import re

from axe_playwright_python.sync_playwright import Axe

from tests.support.fixed_values import PASSWORD


class CountedClicks:
    """One person at one screen size. A click is one press on a link, a button, a box or a list; typing is none.

    Each page reached is put to axe, must not scroll sideways, and is kept as a picture in ``folder``."""

    def __init__(self, context, console, folder, size):
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.console, self.folder, self.size = console, folder, size
        self.clicks, self._seen = 0, set()

    def sign_in(self, name):
        self.page.goto(self.console)
        self.page.get_by_label("用户名").fill(name)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.get_by_role("heading", name="要做的事", level=1).wait_for()

    def begin(self):
        """Go home, where every task begins, with no click counted yet."""
        self.page.goto(self.console)
        self.clicks = 0
        self._look()

    def press(self, role, name, within="body"):
        """Press the first link, button or box whose name begins with ``name``."""
        self._find(role, name, within).click()
        self._count()

    def choose(self, label, option):
        self.page.get_by_label(label, exact=True).select_option(option)
        self.clicks += 1

    def download(self, name):
        """Press the link that downloads; returns the bytes."""
        with self.page.expect_download() as waiting:
            self._find("link", name, "body").click()
        self.clicks += 1
        return waiting.value.path().read_bytes()

    def choose_file(self, label, name, content):
        """Press the button that opens the list of files, and choose one there."""
        self.page.get_by_label(label, exact=True).set_input_files([{"name": name, "mimeType": "", "buffer": content}])
        self.clicks += 1

    def write(self, label, words):
        self.page.get_by_label(label, exact=True).first.fill(words)

    def reads(self, words):
        """Fail unless the page says ``words``."""
        text = self.page.locator("main").inner_text()
        assert words in text, f"{words} is not on {self.page.url}: {text[:600]}"

    def _find(self, role, name, within):
        spaced = r"\s*".join(map(re.escape, name))  # where words for screen readers alone begin, there is a space
        return self.page.locator(within).get_by_role(role, name=re.compile(f"^{spaced}")).first

    def _count(self):
        self.clicks += 1
        self.page.wait_for_load_state()
        self._look()

    def _look(self):
        heading = self.page.get_by_role("heading", level=1).first.inner_text()
        place = (self.page.url.split("?")[0], heading)
        if place in self._seen:
            return
        self._seen.add(place)
        name = re.sub(r"\W+", "-", self.page.url.split("/console/")[-1])[:40].strip("-") or "home"
        self.page.screenshot(path=self.folder / f"{len(self._seen):02}-{name}-{self.size[0]}.png", full_page=True)
        faults = Axe().run(self.page).response["violations"]
        assert not faults, f"{self.page.url} at {self.size}: " + "; ".join(
            f"{fault['id']} {[node['target'] for node in fault['nodes']]}" for fault in faults
        )
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.size[0], f"{self.page.url} at {self.size} is {width} wide"
