"""Double clicks, broken streams, lost connections: nothing is lost, nothing sent twice."""

from playwright.sync_api import Browser, expect

from tests.browser.chat.asking import SCRIPT, ask, said
from tests.browser.conftest import LiveSite, OpenPage, free_port, running
from tests.fakes.web_desk import FakeDesk


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
