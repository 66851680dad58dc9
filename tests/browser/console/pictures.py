"""Takes pictures of the officers' console: `python -m tests.browser.console.pictures`."""

import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from bot.database import make_engine, upgrade
from handlers.store.unit_of_work import Store
from tests.browser.conftest import CHROMIUM, FLAGS, OFFICE
from tests.browser.console.conftest import some_cases
from tests.browser.console.screen import HEAD, NARROW, OFFICER, serving
from tests.browser.pictures import FOLDER
from tests.fakes.casework import GOOD
from tests.fakes.console import Browser as Seat

SIZES: Final = {"desktop": OFFICE, "phone": NARROW}


def main() -> None:
    """The inbox and an answer before it is sent, on an office screen and on a phone."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        engine = make_engine(f"sqlite:///{folder}/ward.db")
        upgrade(engine)
        site = some_cases(Store(engine), Path(folder))
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        with serving(site) as url:
            for name, size in SIZES.items():
                page = _signed_in(browser, url, site.officer(HEAD), size)
                page.goto(f"{url}/can-bo")
                page.screenshot(path=FOLDER / f"console-inbox-{name}.png")
                page = _signed_in(browser, url, site.officer(OFFICER), size)
                _preview(page, url)
                page.screenshot(path=FOLDER / f"console-answer-{name}.png")
        browser.close()
        engine.dispose()


def _signed_in(browser: Browser, url: str, seat: Seat, size: tuple[int, int]) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="vi-VN", reduced_motion="reduce"
    )
    for name, value in seat.client.cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": f"{url}/can-bo"}])
    return context.new_page()


def _preview(page: Page, url: str) -> None:
    page.goto(f"{url}/can-bo/phan-anh/PA-261123-002")
    page.locator("#answer > summary").click()
    page.get_by_label("Câu trả lời").fill(GOOD.replace("hẻm 12", "hẻm 2"))
    page.get_by_role("button", name="Xem trước").click()
    page.locator(".preview").scroll_into_view_if_needed()


if __name__ == "__main__":
    main()
