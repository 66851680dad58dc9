"""Every page of the site in a real browser: an office screen by day, a phone by night.

One server, one browser and one page for each who opens them. Which addresses there are is held
against the program's own by `tests/bot/web/test_every_page_is_looked_at.py`.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from handlers.store.unit_of_work import Store
from tests.browser.conftest import OFFICE
from tests.browser.console.screen import NARROW, serving
from tests.browser.test_accessibility import findings
from tests.fakes.clock import FakeClock
from tests.fakes.full_ward import FullWard


def wrong(page: Page) -> list[str]:
    """What is found as it stands: too wide for a phone, or anything axe names."""
    found = []
    for size, scheme in ((OFFICE, "light"), (NARROW, "dark")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{size[0]}px: {wide} px too wide"] if wide > 0 else []
        found += [f"{size[0]}px {scheme}: {one}" for one in findings(page)]
    return found


def test_every_page_fits_and_axe_finds_nothing(
    sqlite_store: Store, tmp_path: Path, enter: Callable[..., Page]
) -> None:
    full = FullWard(sqlite_store, FakeClock(), tmp_path)
    seats = full.browsers()
    found: dict[str, list[str]] = {}
    with serving(full.site) as url:
        pages = {who: enter(url, seat) for who, seat in seats.items()}
        for looks in full.looks().values():
            for look in looks:
                page = pages[look.who]
                answer = page.goto(url + look.address)
                assert answer is not None
                assert (answer.status, page.url) == (look.status, url + look.address)
                page.evaluate("document.querySelectorAll('details').forEach(o => o.open = true)")
                if mistakes := wrong(page):
                    found[look.address] = mistakes
                full.clock.move(seconds=1)
    assert found == {}
