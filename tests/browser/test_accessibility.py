"""axe finds nothing on any page, in light and dark, and with a thread."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OFFICE, PHONE, SMALL, LiveSite, OpenPage
from tests.fakes.web_desk import BIRTH

PAGES = (
    "/",
    f"/?thu-tuc={BIRTH}",
    "/?hoi=khai+sinh",
    "/?da-xoa=1",
    "/thu-tuc",
    "/thu-tuc?linh-vuc=ho-tich",
    f"/thu-tuc/{BIRTH}",
    f"/in/{BIRTH}",
    "/gio-lam-viec",
    "/quyen-rieng-tu",
    "/tro-chuyen/xoa",
    "/khong-co",
    "/phan-anh",
    "/phan-anh?trang=2",
    "/phan-anh/22",
    "/thong-bao",
    "/thong-bao?trang=2",
    "/thong-bao/22",
    "/thong-bao/23",
    "/kiem-tra",
)


def findings(page: Page) -> list[str]:
    """What axe says is wrong, best practices included."""
    result: dict[str, Any] = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in result["violations"]
    ]


def test_announcements_are_a_step_away_from_the_chat_and_carry_their_code(
    open_page: OpenPage,
) -> None:
    page = open_page("/", SMALL)
    page.get_by_role("navigation", name="Các trang").get_by_role("link", name="Thông báo").click()
    page.get_by_role("link", name="Ngày 22/12 cúp nước").click()
    expect(page.get_by_text("Mã kiểm tra: ABCD-2345")).to_be_visible()
    expect(page.get_by_text("Hỏi 028 3822 0000")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    page.get_by_role("link", name="Kiểm tra tin thật, giả").first.click()
    expect(page.get_by_role("textbox")).to_be_visible()


def test_a_message_can_be_pasted_where_it_is_checked(open_page: OpenPage) -> None:
    """The box is as wide as a phone and some lines high while it is empty."""
    box = open_page("/kiem-tra", PHONE).get_by_role("textbox").bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert box["height"] > 100


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_by_day_and_by_night(open_page: OpenPage, path: str) -> None:
    page = open_page(path, PHONE)
    assert findings(page) == []
    page.emulate_media(color_scheme="dark")
    assert findings(page) == []


@pytest.mark.parametrize("size", [SMALL, PHONE, OFFICE], ids=lambda one: f"{one[0]}px")
def test_axe_finds_nothing_in_a_conversation(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page("/", size)
    for n in range(2):
        page.get_by_label("Câu hỏi của anh/chị").fill(f"khai sinh {n}")
        page.get_by_role("button", name="Gửi").click()
        expect(page.locator("#log .bot")).to_have_count(n + 1)
    assert findings(page) == []
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert findings(page) == []


def test_axe_finds_nothing_while_an_answer_is_due_or_refused(
    open_page: OpenPage, live: LiveSite
) -> None:
    live.desk.holds = True
    page = open_page()
    page.get_by_label("Câu hỏi của anh/chị").fill("khai sinh")
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator(".typing")).to_be_visible()
    page.get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings(page) == []


def test_new_answers_are_announced_politely(open_page: OpenPage) -> None:
    page = open_page()
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    page.get_by_label("Câu hỏi của anh/chị").fill("khai sinh")
    page.get_by_role("button", name="Gửi").click()
    expect(log.locator(".bot")).to_contain_text("Trợ lý trả lời:")
