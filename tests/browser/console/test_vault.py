"""The key to reporters' names in a real browser: enrolment, its forms, opening a name, axe."""

import re

from playwright.sync_api import Page, expect

from handlers import key_holding
from handlers.key_holding import Enrolled, Keeping
from handlers.ward_key import Cost
from tests.browser.console.screen import HEAD, SIZES, Enter, leads, looked_at, serving
from tests.fakes.console import Browser, ConsoleSite

PHRASE = "mưa rơi trên mái ngói"
CASE = "/can-bo/phan-anh/PA-261123-009"


def head_of(cases: ConsoleSite) -> Browser:
    """The head, whose app was set up days ago."""
    cases.officer(HEAD)
    cases.clock.move(days=4)
    return cases.officer(HEAD)


def code_of(head: Browser) -> str:
    """A code not used yet."""
    head.site.clock.move(seconds=31)
    return head.code()


def prints_alone(page: Page) -> None:
    """On paper the phrase stands without the way back."""
    page.emulate_media(media="print")
    expect(page.locator(".phrase")).to_be_visible()
    expect(page.get_by_role("link", name="Về trang Niêm phong")).to_be_hidden()
    page.emulate_media(media="screen")


@SIZES
def test_a_head_enrols_the_ward(cases: ConsoleSite, enter: Enter, size: tuple[int, int]) -> None:
    head = head_of(cases)
    with serving(cases) as url:
        page = enter(url, head, size)
        page.goto(url + "/can-bo")
        page.get_by_role("link", name="Niêm phong").click()
        expect(page.get_by_text("Chưa lập khoá")).to_be_visible()
        looked_at(page)
        page.get_by_label("Mật khẩu mới, ít nhất").fill(PHRASE)
        page.get_by_label("Gõ lại mật khẩu mới").fill(PHRASE)
        page.get_by_label("6 số").fill(code_of(head))
        page.get_by_role("button", name="Lập khoá").click()
        expect(page.locator(".phrase")).to_have_text(re.compile(r"^\w+( \w+){11}$"))
        looked_at(page)
        prints_alone(page)
        page.get_by_role("link", name="Về trang Niêm phong").click()
        expect(page.get_by_text("Phong bì trong két sắt: giữ khoá")).to_be_visible()
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        looked_at(page)


@SIZES
def test_a_holder_opens_a_name(cases: ConsoleSite, enter: Enter, size: tuple[int, int]) -> None:
    head, ward = head_of(cases), cases.ward
    keeping = Keeping(ward.store, ward.vault, ward.officers[HEAD], ward.clock.now(), Cost(2**4))
    assert isinstance(key_holding.enrol(keeping, PHRASE), Enrolled)
    with serving(cases) as url:
        page = enter(url, head, size)
        page.goto(f"{url}{CASE}?viec=unlock")
        looked_at(page)
        for phrase in ("không phải câu này", PHRASE):
            page.get_by_label("Lý do cần biết").fill("Gọi hẹn đo đạc")
            page.get_by_label("Mật khẩu mở niêm phong").fill(phrase)
            page.get_by_label("6 số").fill(code_of(head))
            leads(page.get_by_role("button", name="Mở", exact=True))
            if phrase != PHRASE:
                expect(page.get_by_text("Mật khẩu mở niêm phong không đúng")).to_be_visible()
            looked_at(page)
        expect(page.get_by_text("Nguyễn Văn Thử")).to_be_visible()
