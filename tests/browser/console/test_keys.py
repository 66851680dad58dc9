"""The console by the keyboard alone, and its keys told and turned off."""

from playwright.sync_api import expect

from tests.browser.console.screen import OFFICER, Enter, ready, serving
from tests.browser.test_accessibility import findings
from tests.fakes.console import ConsoleSite


def test_the_keyboard_alone_finds_a_case_and_answers_it(cases: ConsoleSite, enter: Enter) -> None:
    with serving(cases) as url:
        page = enter(url, cases.officer(OFFICER))
        page.goto(f"{url}/can-bo")
        ready(page)
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        expect(page.locator("tr.chosen")).to_contain_text("PA-261123-002")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="PA-261123-002")).to_be_visible()
        ready(page)
        page.keyboard.press("n")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Anh/chị đã nhận phản ánh")).to_be_visible()
        ready(page)
        page.keyboard.press("t")
        page.keyboard.type("jnt?/")
        expect(page.get_by_label("Câu trả lời")).to_have_value("jnt?/")


def test_the_keys_are_told_and_can_be_turned_off(cases: ConsoleSite, enter: Enter) -> None:
    with serving(cases) as url:
        page = enter(url, cases.officer(OFFICER))
        page.goto(f"{url}/can-bo/phan-anh/PA-261123-002")
        ready(page)
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
        assert findings(page) == []
        page.get_by_label("Dùng phím tắt một chữ").uncheck()
        page.keyboard.press("Escape")
        page.reload()
        ready(page)
        page.keyboard.press("u")
        expect(page.get_by_role("heading", name="PA-261123-002")).to_be_visible()
        page.keyboard.press("?")
        page.get_by_label("Dùng phím tắt một chữ").check()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.wait_for_function("document.activeElement === document.body")
        page.keyboard.press("u")
        expect(page.get_by_role("heading", name="Phản ánh", exact=True)).to_be_visible()
