"""The publishing page in a real browser: axe, a box drawn by hand, the case on the public page."""

import asyncio
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from bot.web.console.gate import COOKIE
from bot.web.server import make_server
from handlers.cases import acts
from handlers.store.unit_of_work import Store
from tests.browser.conftest import OFFICE, PHONE, free_port
from tests.browser.test_accessibility import findings
from tests.fakes.casework import GOOD, CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.console import ConsoleSite

MATTER = (
    "Tôi là Lê Thị Thử, gọi 0900 000 123. Đèn trước hẻm 12 đường Hoa Sữa hỏng hai tuần, "
    "xe 79C1-123.45 đậu chắn lối đi."
)


def photo() -> bytes:
    out = io.BytesIO()
    shot = Image.new("RGB", (800, 600), (120, 150, 120))
    ImageDraw.Draw(shot).ellipse((300, 100, 460, 300), fill=(230, 190, 160))
    shot.save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def site(sqlite_store: Store, tmp_path: Path) -> ConsoleSite:
    ward = CaseWard(sqlite_store, FakeClock())
    made = ConsoleSite(ward, tmp_path)
    code = ward.open(matter=MATTER, sealed=("Lê Thị Thử", "0900000123"))
    made.encloses(code, photo(), "anh.jpg", "image/jpeg")
    with ward.store.work() as work:
        words = f"{GOOD} Chủ xe đậu chắn lối đi đã được nhắc."
        assert acts.answer(ward.doing(work, "Bạch Mẫu"), code, acts.Answer(words)).done
        work.commit()
    return made


@pytest.fixture
def url(site: ConsoleSite) -> Iterator[str]:
    port = free_port()
    server = make_server(site.app, "127.0.0.1", port)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(),))
    thread.start()
    reached = threading.Event()
    while not server.started and thread.is_alive():
        reached.wait(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
    loop.close()


def opened(browser: Chromium, site: ConsoleSite, url: str, size: tuple[int, int]) -> Page:
    """The page of the case, by the head who is signed in."""
    token = site.officer("Đầu Mẫu").client.cookies[COOKIE]
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_cookies(
        [{"name": COOKIE, "value": token, "domain": "127.0.0.1", "path": "/can-bo"}]
    )
    page = context.new_page()
    page.goto(f"{url}/can-bo/phan-anh/PA-261123-001/publish")
    return page


def test_a_face_is_blocked_by_hand_and_the_case_published(
    browser: Chromium, site: ConsoleSite, url: str
) -> None:
    page = opened(browser, site, url, OFFICE)
    assert findings(page) == []
    page.emulate_media(color_scheme="dark")
    assert findings(page) == []
    page.emulate_media(color_scheme="light")
    expect(page.locator("#cau_hoi")).to_have_value(
        "Tôi là [tên], gọi [số điện thoại]. Đèn trước hẻm 12 đường Hoa Sữa hỏng hai tuần, "
        "xe [biển số] đậu chắn lối đi."
    )
    area = page.locator(".draw")
    area.scroll_into_view_if_needed()
    frame = area.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + frame["width"] * 0.3, frame["y"] + frame["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.65, frame["y"] + frame["height"] * 0.6)
    page.mouse.up()
    sides = [int(side) for side in page.locator("#o0").input_value().split(",")]
    assert all(
        abs(got - meant) <= 5 for got, meant in zip(sides, (300, 100, 650, 600), strict=True)
    )
    page.get_by_label("Công khai ảnh này").check()
    page.get_by_label("Tôi đã đọc lại").check()
    page.get_by_role("button", name="Công khai", exact=True).click()
    expect(page.get_by_text("Đã công khai")).to_be_visible()

    page.goto(f"{url}/phan-anh/1")
    assert findings(page) == []
    seen = page.request.get(f"{url}/phan-anh/1/anh/1").body()
    shown = Image.open(io.BytesIO(seen)).convert("L")
    assert shown.getpixel((shown.width * 2 // 5, shown.height // 3)) == 0
    assert "Thử" not in page.content()


def test_on_a_phone_nothing_is_wider_than_the_page(
    browser: Chromium, site: ConsoleSite, url: str
) -> None:
    page = opened(browser, site, url, PHONE)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
