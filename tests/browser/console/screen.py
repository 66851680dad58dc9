"""An officer's screen: the site it opens, its sizes, and what every page of it must hold."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.web.server import make_server
from tests.browser.conftest import OFFICE, free_port
from tests.browser.test_accessibility import findings
from tests.fakes.console import Site

NARROW = (360, 740)
SIZES = pytest.mark.parametrize("size", [NARROW, OFFICE], ids=lambda one: f"{one[0]}px")
OFFICER, LEAD, HEAD = "Bạch Mẫu", "Phụ Mẫu", "Đầu Mẫu"
DONE = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00", "done 2026-11-23 07:30")
ACCEPTED = DONE[:2]


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """The site on loopback; its address."""
    port = free_port()
    server = make_server(site.app, "127.0.0.1", port)
    thread = threading.Thread(target=server.run)
    thread.start()
    waited = threading.Event()
    while not server.started and thread.is_alive():
        waited.wait(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:  # left running, it would keep a failed run from ending
        server.should_exit = True
        thread.join(10)


Enter = Callable[..., Page]


def ready(page: Page) -> None:
    """The page's script has run: keys are heard."""
    expect(page.locator("#keys-show")).to_be_visible()


def leads(control: Locator) -> None:
    """Click, and wait until the page it leads to stands: a click alone returns before it does."""
    with control.page.expect_navigation():
        control.click()


def looked_at(page: Page) -> None:
    """Nothing runs out of the screen, and axe finds nothing by day and by night."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert findings(page) == [], page.url
