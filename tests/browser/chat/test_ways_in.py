"""Ways into a thread and out of it: links, the directory, a picture, erasing."""

import re
from pathlib import Path

from playwright.sync_api import expect

from handlers.messages import InboundKind
from tests.browser.chat.asking import SCRIPT, ask, said
from tests.browser.conftest import LiveSite, OpenPage
from tests.fakes.photos import plain_photo
from tests.fakes.web_desk import BIRTH


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
