"""Screens of the console and the site in a browser, each put to axe, not scrolling sideways, and kept as a picture."""

import os
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from hotline.core.permissions import Role
from tests.support.browser_serving import serving
from tests.support.fixed_values import PASSWORD, places_in

SIZES = [(360, 740), (1280, 800)]
SIZE_NAMES = ["phone", "desktop"]
PICTURES = os.environ.get("PICTURES_OF_SCREENS", "")
"""A folder for a picture of every screen, for who wants to look at them."""


@contextmanager
def signed_in_browser(browser, line):
    """A page on which an administrator is signed in, and the site's address."""
    with serving(line, places_in(line.folder)) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/console/")
        page.get_by_label("用户名").fill(Role.ADMINISTRATOR.value)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("heading", name="要做的事", level=1).wait_for()
        yield page, address
        context.close()


def check_screens(page, place, screens, size):
    """Open each of ``screens``, name -> path below ``place``, and check it."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for name, path in screens.items():
        page.goto(place + path)
        check_screen(page, name, size)


def check_screen(page, name, size):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{size[0]}.png", full_page=True)
    found = Axe().run(page).response["violations"]
    faults = [f"{fault['id']} {[node['target'] for node in fault['nodes']]}" for fault in found]
    assert not faults, f"{name} at {size}: {faults}"
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0], f"{name} at {size} is {width} wide"
