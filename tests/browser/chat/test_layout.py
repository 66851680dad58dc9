"""Sizes, stillness and the keyboard: the chat page on every screen."""

from playwright.sync_api import expect

from tests.browser.chat.asking import SCRIPT, SIZES, ask, said
from tests.browser.conftest import OFFICE, PHONE, SMALL, LiveSite, OpenPage
from tests.fakes.web_desk import BIRTH


@SIZES
@SCRIPT
def test_no_page_is_wider_than_the_screen(
    open_page: OpenPage, size: tuple[int, int], *, script: bool
) -> None:
    page = open_page("/", size, script=script)
    ask(page, "từ-rất-dài-" * 60)
    expect(page.locator("#log .bot")).to_be_visible()
    for path in ("/", "/thu-tuc", f"/thu-tuc/{BIRTH}", f"/in/{BIRTH}", "/gio-lam-viec", "/khong"):
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        wide = page.locator("html").evaluate("e => e.scrollWidth") if script else size[0]
        assert wide <= size[0], path


def test_letters_twice_as_large_leave_no_page_wider_than_the_phone(open_page: OpenPage) -> None:
    for path in ("/", "/thu-tuc", f"/thu-tuc/{BIRTH}", "/gio-lam-viec"):
        page = open_page(path, PHONE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.locator("html").evaluate("e => e.scrollWidth")
        assert wide <= PHONE[0], path


def test_what_is_tapped_is_at_least_44_pixels_high(open_page: OpenPage) -> None:
    for path in ("/", "/thu-tuc", f"/thu-tuc/{BIRTH}", "/tro-chuyen/xoa"):
        page = open_page(path, SMALL)
        if path == "/":
            ask(page, "khai sinh")
            expect(page.locator("#log .bot")).to_be_visible()
        small = page.evaluate(
            """() => [
                ...document.querySelectorAll('a:not(.skip), button, textarea, input[type=text]')
            ].filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.9)
            .map(e => e.outerHTML)"""
        )
        assert small == [], path


def test_everything_works_by_keyboard(open_page: OpenPage, live: LiveSite) -> None:
    page = open_page("/", OFFICE)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Đến nội dung chính")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Khai sinh")
    page.keyboard.press("Enter")
    expect(page.locator("#log .bot")).to_have_count(1)
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_be_focused()
    page.keyboard.type("lệ phí?")
    page.keyboard.press("Enter")
    expect(page.locator("#log .bot")).to_have_count(2)
    assert said(page) == ["Khai sinh", "lệ phí?"]


def test_shift_enter_is_a_new_line(open_page: OpenPage, live: LiveSite) -> None:
    page = open_page("/", OFFICE)
    page.get_by_label("Câu hỏi của anh/chị").focus()
    page.keyboard.type("một")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("hai")
    page.keyboard.press("Enter")
    expect(page.locator("#log .bot")).to_have_count(1)
    assert live.desk.texts() == ["một\nhai"]


def test_nothing_moves_while_the_page_loads(open_page: OpenPage) -> None:
    page = open_page("/")
    ask(page, "khai sinh")
    expect(page.locator("#log .bot")).to_have_count(1)
    page.reload()
    moved = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => {
              for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
            }).observe({type: 'layout-shift', buffered: true});
            requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
        })"""
    )
    assert moved < 0.01
