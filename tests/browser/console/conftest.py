"""Sites of the console to open, and the way in; complaints of the browser fail the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from handlers.store.unit_of_work import Store
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About
from tests.browser.conftest import OFFICE, PATIENCE
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.console import Browser as Seat
from tests.fakes.console import ConsoleSite, OfficeSite
from tests.fakes.office import Office
from tests.fakes.photos import photo


@pytest.fixture
def cases(sqlite_store: Store, tmp_path: Path) -> ConsoleSite:
    """A ward with some cases."""
    return some_cases(sqlite_store, tmp_path)


def some_cases(store: Store, folder: Path) -> ConsoleSite:
    """An urgent one with a picture, seven alike, and one about somebody."""
    ward = CaseWard(store, FakeClock())
    site = ConsoleSite(ward, folder)
    first = ward.open(
        urgent=True, matter="Cây đổ chắn ngang hẻm 12 đường Hoa Sữa, xe không qua được"
    )
    site.encloses(first, photo("PA"), "hẻm.jpg", "image/jpeg")
    for number in range(2, 9):
        ward.open(matter=f"Đèn đường hẻm {number} đường Hoa Sữa hỏng hai tuần")
    ward.open(FeedbackKind.CONDUCT, "Cô ở quầy 3 nói trống không", about=About.UNCLEAR,
              sealed=("Nguyễn Văn Thử", "0912345678"))  # fmt: skip
    return site


@pytest.fixture
def office(sqlite_store: Store, tmp_path: Path) -> OfficeSite:
    """An office with a register."""
    return OfficeSite(Office(sqlite_store, FakeClock()), tmp_path)


@pytest.fixture
def enter(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Signs an officer in and opens a page; complaints of the browser fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def entered(
        url: str, seat: Seat | None, size: tuple[int, int] = OFFICE, *, script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            locale="vi-VN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if seat is not None:
            for name, value in seat.client.cookies.items():
                context.add_cookies([
                    {"name": name, "value": value, "url": f"{url}/can-bo", "httpOnly": True,
                     "sameSite": "Strict"}
                ])  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: (
                complaints.append(line.text) if "Content Security Policy" in line.text else None
            ),
        )
        return page

    yield entered
    for context in contexts:
        context.close()
    assert complaints == []
