"""The chat as a person uses it, in a real browser, with and without JavaScript."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from handlers.messages import InboundKind
from tests.browser.conftest import OFFICE, PHONE, SMALL, LiveSite, OpenPage, free_port, running
from tests.fakes.photos import plain_photo
from tests.fakes.web_desk import BIRTH, FakeDesk

SIZES = pytest.mark.parametrize("size", [SMALL, PHONE, OFFICE], ids=lambda one: f"{one[0]}px")
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


def ask(page: Page, text: str) -> None:
    """Type a question and send it."""
    page.get_by_label("Câu hỏi của anh/chị").fill(text)
    page.get_by_role("button", name="Gửi").click()


def said(page: Page) -> list[str]:
    """What the person said, as the page shows it."""
    return page.locator("#log .me p:not(.sr)").all_inner_texts()


@SIZES
@SCRIPT
def test_a_question_is_answered(
    open_page: OpenPage, size: tuple[int, int], *, script: bool
) -> None:
    page = open_page("/", size, script=script)
    ask(page, "lam giay khai sinh can gi")
    expect(page.locator("#log .bot")).to_contain_text("Giấy chứng sinh")
    assert said(page) == ["lam giay khai sinh can gi"]


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


@SCRIPT
def test_a_choice_is_tapped(open_page: OpenPage, live: LiveSite, *, script: bool) -> None:
    page = open_page(script=script)
    ask(page, "khai sinh")
    page.locator("#log .choices button", has_text="Thời hạn").click()
    expect(page.locator("#log .bot")).to_have_count(2)
    assert said(page) == ["khai sinh", "Thời hạn"]
    assert live.desk.received[-1].action == f"p:{BIRTH}:time"


@SCRIPT
def test_only_the_newest_choices_are_numbered(open_page: OpenPage, *, script: bool) -> None:
    page = open_page(script=script)
    ask(page, "một")
    expect(page.locator("#log .bot")).to_have_count(1)
    ask(page, "hai")
    expect(page.locator("#log .bot")).to_have_count(2)
    expect(page.locator("#log .bot").first.locator(".n")).to_have_count(0)
    expect(page.locator("#log .bot").last.locator(".n")).to_have_count(2)


@SCRIPT
def test_a_suggestion_on_the_first_screen_is_tapped(
    open_page: OpenPage, live: LiveSite, *, script: bool
) -> None:
    page = open_page(script=script)
    page.get_by_role("button", name="Kết hôn").click()
    expect(page.locator("#log .bot")).to_have_count(1)
    assert said(page) == ["Kết hôn"]
    assert live.desk.received[0].kind is InboundKind.TAP


@SCRIPT
def test_a_reload_keeps_the_thread(open_page: OpenPage, live: LiveSite, *, script: bool) -> None:
    page = open_page(script=script)
    ask(page, "khai sinh")
    expect(page.locator("#log .bot")).to_have_count(1)
    page.reload()
    expect(page.locator("#log .bot")).to_have_count(1)
    assert said(page) == ["khai sinh"]
    assert len(live.desk.received) == 1


@SCRIPT
def test_a_double_click_sends_once(open_page: OpenPage, live: LiveSite, *, script: bool) -> None:
    page = open_page(script=script)
    page.get_by_label("Câu hỏi của anh/chị").fill("khai sinh")
    page.get_by_role("button", name="Gửi").dblclick(no_wait_after=True)
    expect(page.locator("#log .bot")).to_have_count(1)
    page.reload()
    expect(page.locator("#log .bot")).to_have_count(1)
    assert live.desk.texts() == ["khai sinh"]


@SCRIPT
def test_a_double_click_on_a_choice_sends_once(
    open_page: OpenPage, live: LiveSite, *, script: bool
) -> None:
    page = open_page(script=script)
    page.get_by_role("button", name="Kết hôn").dblclick(no_wait_after=True)
    expect(page.locator("#log .bot")).to_have_count(1)
    page.reload()
    assert len(live.desk.received) == 1


def test_the_message_and_a_typing_mark_appear_before_the_answer(
    open_page: OpenPage, live: LiveSite
) -> None:
    live.desk.holds = True
    page = open_page()
    ask(page, "khai sinh")
    expect(page.locator("#log .me")).to_contain_text("khai sinh")
    expect(page.locator(".typing")).to_contain_text("Em đang tìm câu trả lời")
    live.release()
    expect(page.locator("#log .bot")).to_contain_text("Giấy chứng sinh")
    expect(page.locator(".typing")).to_have_count(0)


def test_the_question_and_the_start_of_its_answer_are_in_view(open_page: OpenPage) -> None:
    page = open_page("/", SMALL)
    for n in range(3):
        ask(page, f"câu {n}")
        expect(page.locator("#log .bot")).to_have_count(n + 1)
    expect(page.locator("#log .me").last).to_be_in_viewport()
    expect(page.locator("#log .bot h2").last).to_be_in_viewport()


def test_without_a_script_the_page_lands_on_the_question(open_page: OpenPage) -> None:
    page = open_page("/", SMALL, script=False)
    for n in range(3):
        ask(page, f"câu {n}")
    expect(page.locator("#log .bot")).to_have_count(3)
    expect(page.locator("#log .me").last).to_be_in_viewport()


def test_a_second_window_hears_both_sides(open_page: OpenPage, live: LiveSite) -> None:
    page = open_page()
    ask(page, "một")
    expect(page.locator("#log .bot")).to_have_count(1)
    other = page.context.new_page()
    other.goto(live.url)
    ask(page, "hai")
    expect(other.locator("#log .bot")).to_have_count(2)
    assert said(other) == ["một", "hai"]


def test_a_stream_that_keeps_breaking_loses_and_repeats_nothing(browser: Browser) -> None:
    with running(free_port(), FakeDesk(), stream_life=0.2) as site:
        page = browser.new_context().new_page()
        page.goto(site.url)
        for n in range(3):
            ask(page, f"câu {n}")
            expect(page.locator("#log .bot")).to_have_count(n + 1)
        assert said(page) == ["câu 0", "câu 1", "câu 2"]
        page.context.close()


def test_answers_come_after_the_server_was_away(open_page: OpenPage, live: LiveSite) -> None:
    page = open_page()
    ask(page, "một")
    expect(page.locator("#log .bot")).to_have_count(1)
    live.stop()
    ask(page, "hai")
    expect(page.get_by_role("alert")).to_contain_text("Mất kết nối")
    with running(live.port, live.desk):
        page.get_by_role("button", name="Gửi").click()
        expect(page.locator("#log .bot")).to_have_count(2)
        assert said(page) == ["một", "hai"]


def test_a_lost_connection_keeps_the_words(open_page: OpenPage, live: LiveSite) -> None:
    page = open_page()
    page.context.set_offline(True)
    ask(page, "câu hỏi dài")
    expect(page.get_by_role("alert")).to_contain_text("Mất kết nối")
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_have_value("câu hỏi dài")
    page.context.set_offline(False)
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#log .bot")).to_have_count(1)
    assert live.desk.texts() == ["câu hỏi dài"]


@SCRIPT
def test_a_failing_store_keeps_the_words(
    open_page: OpenPage, live: LiveSite, *, script: bool
) -> None:
    page = open_page(script=script)
    live.desk.broken = True
    ask(page, "câu hỏi dài")
    expect(page.get_by_role("alert")).to_contain_text("chưa nhận được tin")
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_have_value("câu hỏi dài")
    live.desk.broken = False
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#log .bot")).to_have_count(1)


@SCRIPT
def test_a_message_too_long_is_explained_and_kept(
    open_page: OpenPage, live: LiveSite, *, script: bool
) -> None:
    page = open_page(script=script)
    ask(page, "ầ" * 4_500)
    expect(page.get_by_role("alert")).to_contain_text("4.000")
    assert len(page.get_by_label("Câu hỏi của anh/chị").input_value()) == 4_500
    assert live.desk.received == []


@SCRIPT
def test_an_empty_message_is_asked_for(open_page: OpenPage, *, script: bool) -> None:
    page = open_page(script=script)
    page.get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("alert")).to_contain_text("chưa nhập câu hỏi")


@SCRIPT
def test_markup_in_a_message_is_only_text(open_page: OpenPage, *, script: bool) -> None:
    page = open_page(script=script)
    evil = "<img src=x onerror=document.title='hỏng'><b>đậm</b>"
    ask(page, evil)
    expect(page.locator("#log .bot")).to_have_count(1)
    assert said(page) == [evil]
    assert "hỏng" not in page.title()


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


@SCRIPT
def test_a_deep_link_shows_the_card_and_the_next_question_knows_it(
    open_page: OpenPage, live: LiveSite, *, script: bool
) -> None:
    page = open_page(f"/?thu-tuc={BIRTH}", script=script)
    expect(page.locator(".bot")).to_contain_text("Giấy chứng sinh")
    assert live.desk.received == []
    ask(page, "lệ phí?")
    expect(page.locator("#log .bot")).to_have_count(2)
    kinds = [one.kind for one in live.desk.received]
    assert kinds == [InboundKind.START, InboundKind.TEXT]


@SCRIPT
def test_a_question_in_a_link_is_sent_by_one_press(
    open_page: OpenPage, live: LiveSite, *, script: bool
) -> None:
    page = open_page("/?hoi=khai+sinh", script=script)
    assert live.desk.received == []
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#log .bot")).to_have_count(1)
    assert live.desk.texts() == ["khai sinh"]


@SCRIPT
def test_the_directory_leads_to_a_card_and_on_to_the_chat(
    open_page: OpenPage, *, script: bool
) -> None:
    page = open_page("/thu-tuc", script=script)
    page.get_by_role("link", name=re.compile("Hộ tịch")).click()
    page.get_by_role("link", name="Đăng ký khai sinh").click()
    page.get_by_label("Hỏi thêm về thủ tục này").fill("bao lâu?")
    page.get_by_role("button", name="Hỏi").click()
    expect(page.locator("#log .me").last).to_contain_text("bao lâu?")
    expect(page.locator("#log .bot").last).to_contain_text("trong ngày")


@SCRIPT
def test_a_thread_is_erased_after_asking(
    open_page: OpenPage, live: LiveSite, *, script: bool
) -> None:
    page = open_page(script=script)
    ask(page, "chuyện riêng")
    expect(page.locator("#log .bot")).to_have_count(1)
    page.get_by_role("link", name="Xoá cuộc trò chuyện này").click()
    page.get_by_role("button", name="Xoá").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã xoá")
    expect(page.locator("#log .msg")).to_have_count(0)
    assert not any(live.desk.entries.values())


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


@SCRIPT
def test_a_picture_goes_with_the_form(
    open_page: OpenPage, live: LiveSite, tmp_path: Path, *, script: bool
) -> None:
    page = open_page(script=script)
    picture = tmp_path / "giay-hen.jpg"
    picture.write_bytes(plain_photo())
    page.get_by_text("Gửi ảnh mã QR").click()
    page.get_by_label("Ảnh (JPG").set_input_files(picture)
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#log .bot")).to_contain_text("Giấy chứng sinh")
    assert said(page) == ["Đã gửi một tệp"]
    assert live.desk.uploads == [plain_photo()]
    ask(page, "khai sinh")
    expect(page.locator("#log .bot")).to_have_count(2)
    assert live.desk.texts() == ["khai sinh"]
