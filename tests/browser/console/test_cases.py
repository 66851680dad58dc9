"""Cases in a real browser: pages that fit, ready replies, two screens, axe."""

import re

from playwright.sync_api import FilePayload, expect

from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseState
from tests.browser.console.screen import HEAD, LEAD, OFFICER, SIZES, Enter, looked_at, serving
from tests.fakes.casework import GOOD
from tests.fakes.console import ConsoleSite
from tests.fakes.photos import photo


@SIZES
def test_pages_of_cases_fit_and_axe_finds_nothing(
    cases: ConsoleSite, enter: Enter, size: tuple[int, int]
) -> None:
    head = cases.officer(HEAD)
    with serving(cases) as url:
        page = enter(url, head, size)
        for path in (
            "/can-bo",
            "/can-bo?ds=late",
            "/can-bo?tim=khong+co+gi",
            "/can-bo/phan-anh/PA-261123-001",
            "/can-bo/phan-anh/PA-261123-009?viec=unlock",
            "/can-bo/phan-anh/PA-261123-009?viec=mark",
            "/can-bo/nhap-ho",
            "/can-bo/loi-gui",
            "/can-bo/nhat-ky",
            "/can-bo/tai-khoan",
            "/can-bo/ma-xac-nhan",
            "/can-bo/phan-anh/PA-999999-001",
        ):
            page.goto(url + path)
            looked_at(page)


@SIZES
def test_an_answer_from_a_ready_reply_is_sent_back_mended_and_sent(
    cases: ConsoleSite, enter: Enter, size: tuple[int, int]
) -> None:
    with serving(cases) as url:
        page = enter(url, cases.officer(OFFICER), size)
        page.goto(f"{url}/can-bo/phan-anh/PA-261123-002")
        page.locator("#answer > summary").click()
        page.locator("#answer .ready > summary").click()
        page.get_by_role("link", name="Đã làm xong").click()
        box = page.get_by_label("Câu trả lời")
        expect(box).to_have_value(re.compile(r"Tổ Đô thị đã kiểm tra việc \[việc được phản ánh\]"))
        page.wait_for_function("getSelection().toString() === '[việc được phản ánh]'")
        page.get_by_role("button", name="Xem trước").click()
        expect(page.locator(".preview")).to_contain_text("Người gửi sẽ đọc")
        expect(page.get_by_text("chưa điền")).to_be_visible()
        looked_at(page)
        page.get_by_label("Câu trả lời (").fill(GOOD)
        page.get_by_role("button", name="Xem lại").click()
        page.get_by_role("button", name="Gửi", exact=True).click()
        expect(page.get_by_text("Đã gửi trả lời")).to_be_visible()
        looked_at(page)


def test_pictures_brought_to_the_desk_go_with_what_is_written_down(
    cases: ConsoleSite, enter: Enter
) -> None:
    with serving(cases) as url:
        page = enter(url, cases.officer(OFFICER))
        page.goto(f"{url}/can-bo/nhap-ho")
        page.get_by_label("Nội dung").fill("Đèn hẻm 9 hỏng từ tuần trước")
        page.get_by_label("Loại").select_option("local_matter")
        given = [
            FilePayload(name=f"hẻm {one}.png", mimeType="image/png", buffer=photo(f"PA{one}"))
            for one in (1, 2)
        ]
        page.get_by_label("Ảnh, tệp").set_input_files(given)
        looked_at(page)
        page.get_by_role("button", name="Ghi", exact=True).click()
        expect(page.get_by_text("Mã tra cứu", exact=True)).to_be_visible()
        code = re.search(r"PA-\d{6}-\d{3}", page.inner_text("main"))
        assert code is not None
        page.goto(f"{url}/can-bo/phan-anh/{code.group()}")
        expect(page.locator(f'img[src^="/can-bo/phan-anh/{code.group()}/tep/"]')).to_have_count(2)
        looked_at(page)


def test_of_two_screens_the_second_is_told_and_keeps_its_words(
    cases: ConsoleSite, enter: Enter
) -> None:
    code = CaseCode("phuong-mau", cases.clock.now().date(), 2)
    with serving(cases) as url:
        one = enter(url, cases.officer(OFFICER))
        two = enter(url, cases.officer(LEAD))
        for page in (one, two):
            page.goto(f"{url}/can-bo/phan-anh/{code}")
        two.locator("#answer > summary").click()
        two.get_by_label("Câu trả lời").fill(GOOD)
        two.get_by_role("button", name="Xem trước").click()
        one.get_by_role("button", name="Nhận việc").click()
        expect(one.get_by_text("Anh/chị đã nhận")).to_be_visible()
        two.get_by_role("button", name="Gửi", exact=True).click()
        expect(two.get_by_role("alert").first).to_contain_text(f"{OFFICER} nhận việc lúc 08:00")
        expect(two.get_by_label("Câu trả lời (")).to_have_value(GOOD)
        assert cases.ward.row(code).state == CaseState.ASSIGNED
        looked_at(two)
