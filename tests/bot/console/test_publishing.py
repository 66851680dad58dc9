"""Publishing in the console: suggested, looked at, confirmed, shown; and taken down."""

import html
import io
import re

import pytest
from PIL import Image

from handlers.cases import acts
from handlers.store import publications
from knowledge.feedback.codes import CaseCode
from tests.fakes.casework import GOOD, KEY, CaseWard
from tests.fakes.console import Browser, ConsoleSite, fields_of

HEAD = "Đầu Mẫu"
MATTER = "Tôi là Lê Thị Thử, gọi 0900 000 123. Đèn trước hẻm 12 hỏng, xe 79C1-123.45 đậu chắn."


def path(code: CaseCode) -> str:
    return f"/can-bo/phan-anh/{code}/publish"


def answered(ward: CaseWard, matter: str = MATTER) -> CaseCode:
    code = ward.open(matter=matter, sealed=("Lê Thị Thử", "0900000123"))
    with ward.store.work() as work:
        assert acts.answer(ward.doing(work, "Bạch Mẫu"), code, acts.Answer(GOOD)).done
        work.commit()
    return code


def posts(browser: Browser, code: CaseCode, **fields: str) -> str:
    """Either form carries the same hidden fields but one."""
    page = browser.get(path(code)).text
    hidden = {**fields_of(page, path(code)), **fields}
    return html.unescape(browser.client.post(path(code), data=hidden).text)


def shown(site: ConsoleSite) -> list[tuple[str, str]]:
    with site.ward.store.read() as work:
        return [(one.question, one.answer) for one in publications.page(work, KEY, 9)]


def area(page: str, name: str) -> str:
    found = re.search(rf'<textarea id="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found.group(1))


def publishes(browser: Browser, code: CaseCode, **fields: str) -> str:
    page = browser.get(path(code)).text
    written = {"cau_hoi": area(page, "cau_hoi"), "tra_loi": area(page, "tra_loi")}
    return posts(browser, code, lam="dang", **{**written, "da_doc": "1", **fields})


def test_the_head_sees_the_suggestions_and_publishes(site: ConsoleSite) -> None:
    code = answered(site.ward)
    head = site.officer(HEAD)
    assert f'href="{path(code)}"' in head.get(f"/can-bo/phan-anh/{code}").text
    page = head.get(path(code)).text
    hidden = area(page, "cau_hoi")
    assert hidden == (
        "Tôi là [tên], gọi [số điện thoại]. Đèn trước hẻm 12 hỏng, xe [biển số] đậu chắn."
    )

    assert "Đã công khai" in publishes(head, code)

    assert shown(site) == [(hidden, GOOD)]
    assert "Gỡ công khai" in head.get(f"/can-bo/phan-anh/{code}").text


def test_single_suggestions_are_switched_and_words_added(site: ConsoleSite) -> None:
    code = answered(site.ward)
    head = site.officer(HEAD)
    page = posts(head, code, lam="xem", them="hẻm 12\nkhông có trong bài")
    question = area(page, "cau_hoi")
    assert "79C1-123.45" in question  # its box was not ticked
    assert "[…]" in question
    for never in ("Thử", "0900 000 123"):
        assert never not in question
    assert shown(site) == []


def test_it_is_not_published_unread(site: ConsoleSite) -> None:
    code = answered(site.ward)
    assert "đánh dấu xác nhận" in publishes(site.officer(HEAD), code, da_doc="")
    assert shown(site) == []


def test_what_was_written_over_is_given_back_when_a_name_is_left(site: ConsoleSite) -> None:
    code = answered(site.ward)
    page = publishes(site.officer(HEAD), code, cau_hoi="Bà Thử hỏi về đèn <hỏng>.")
    assert "Còn tên không được công khai" in page
    assert "Bà Thử hỏi về đèn <hỏng>." in page
    assert shown(site) == []


def test_it_is_taken_down_again(site: ConsoleSite) -> None:
    code = answered(site.ward)
    head = site.officer(HEAD)
    publishes(head, code)
    case = f"/can-bo/phan-anh/{code}"
    assert "Đã gỡ công khai" in head.post(f"{case}/unpublish", case).text
    assert shown(site) == []


@pytest.mark.parametrize("who", ["Bạch Mẫu", "Phụ Mẫu", "Soát Mẫu", "Quản Mẫu", "Dung Mẫu"])
def test_nobody_else_finds_the_page_or_its_forms(site: ConsoleSite, who: str) -> None:
    code = answered(site.ward)
    browser = site.officer(who)
    assert browser.get(path(code)).status_code == 404
    assert "/publish" not in browser.get(f"/can-bo/phan-anh/{code}").text
    hidden = fields_of(browser.get("/can-bo/tai-khoan").text, "/can-bo/ra")
    data = {**hidden, "lam": "dang", "cau_hoi": "x", "tra_loi": "y", "da_doc": "1"}
    assert browser.client.post(path(code), data=data).status_code == 404
    assert shown(site) == []


def test_a_form_from_elsewhere_publishes_nothing(site: ConsoleSite) -> None:
    code = answered(site.ward)
    data = {"lam": "dang", "cau_hoi": "x", "tra_loi": "y", "da_doc": "1", "_csrf": "guessed"}
    assert site.officer(HEAD).client.post(path(code), data=data).status_code == 403
    assert shown(site) == []


def test_before_the_second_factor_there_is_no_page(site: ConsoleSite) -> None:
    code = answered(site.ward)
    site.officer(HEAD)
    browser = site.browser()
    browser.client.post("/can-bo/vao", data={"ma": site.link(HEAD)})
    assert "cau_hoi" not in browser.get(path(code)).text


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 200), "white").save(out, "JPEG")
    return out.getvalue()


def test_a_picture_is_shown_only_when_chosen_and_blocked(site: ConsoleSite) -> None:
    code = answered(site.ward)
    site.encloses(code, photo(), "anh.jpg", "image/jpeg")
    head = site.officer(HEAD)

    assert "vẽ hoặc ghi các ô che" in publishes(head, code, anh0="1")
    assert "vẽ hoặc ghi các ô che" in publishes(head, code, anh0="1", o0="1,2,3")
    assert "vẽ hoặc ghi các ô che" in publishes(head, code, anh0="1", o0="0,0,9,9", khong0="1")
    assert shown(site) == []
    assert "Đã công khai" in publishes(head, code, anh0="1", o0="0,0,500,1000")

    with site.ward.store.read() as work:
        (key,) = publications.keys_of(publications.page(work, KEY, 1)[0])
    data = site.files.read(key)
    assert data is not None
    made = Image.open(io.BytesIO(data)).convert("L")
    assert (made.getpixel((100, 100)), made.getpixel((300, 100))) == (0, 255)


def test_by_itself_no_picture_is_shown(site: ConsoleSite) -> None:
    code = answered(site.ward)
    site.encloses(code, photo(), "anh.jpg", "image/jpeg")
    publishes(site.officer(HEAD), code)
    with site.ward.store.read() as work:
        assert publications.keys_of(publications.page(work, KEY, 1)[0]) == []
