"""A question is typed or tapped and answered, with and without JavaScript."""

from playwright.sync_api import expect

from handlers.messages import InboundKind
from tests.browser.chat.asking import SCRIPT, SIZES, ask, said
from tests.browser.conftest import SMALL, LiveSite, OpenPage
from tests.fakes.web_desk import BIRTH


@SIZES
@SCRIPT
def test_a_question_is_answered(
    open_page: OpenPage, size: tuple[int, int], *, script: bool
) -> None:
    page = open_page("/", size, script=script)
    ask(page, "lam giay khai sinh can gi")
    expect(page.locator("#log .bot")).to_contain_text("Giấy chứng sinh")
    assert said(page) == ["lam giay khai sinh can gi"]


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
