"""Signing in by a link, and the pages before and around a session, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.console.screen import HEAD, OFFICER, SIZES, Enter, leads, looked_at, serving
from tests.fakes.console import ConsoleSite


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_link_signs_in_by_one_press(cases: ConsoleSite, enter: Enter, *, script: bool) -> None:
    with serving(cases) as url:
        page = enter(url, None, script=script)
        page.goto(f"{url}/can-bo/vao/{cases.link(OFFICER)}")
        page.get_by_role("button", name="Vào trang làm việc").click()
        expect(page.get_by_role("heading", name="Phản ánh")).to_be_visible()
        expect(page.get_by_text(OFFICER)).to_be_visible()
        page.get_by_role("button", name="Thoát").click()
        expect(page.get_by_text("Anh/chị đã thoát")).to_be_visible()


def test_a_link_from_a_chat_opens_the_case_at_once(cases: ConsoleSite, enter: Enter) -> None:
    with serving(cases) as url:
        page = enter(url, cases.officer(OFFICER))
        page.goto(f"data:text/html,<a href='{url}/can-bo/phan-anh/PA-261123-002'>PA</a>")
        page.get_by_role("link", name="PA").click()
        expect(page.get_by_role("heading", name="PA-261123-002")).to_be_visible()


@SIZES
def test_pages_before_and_around_a_session_fit_and_axe_finds_nothing(
    cases: ConsoleSite, enter: Enter, size: tuple[int, int]
) -> None:
    with serving(cases) as url:
        page = enter(url, None, size)
        page.goto(f"{url}/can-bo")
        looked_at(page)
        page.get_by_label("Mã đăng nhập").fill(cases.link(HEAD))
        leads(page.get_by_role("button", name="Vào trang làm việc"))
        looked_at(page)
        page.get_by_role("button", name="Bắt đầu cài").click()
        expect(page.get_by_role("img", name="Mã QR")).to_be_visible()
        looked_at(page)
        page.get_by_label("6 số").fill("000000")
        page.get_by_role("button", name="Xong").click()
        expect(page.get_by_role("alert")).to_contain_text("không đúng")
        looked_at(page)
