"""What somebody says at the desk is written down once, and a denunciation not at all."""

from datetime import date

import pytest

from bot.web.console.brought import MOST
from handlers.store import attachments, cases
from knowledge.feedback.codes import CaseCode
from tests.bot.console.cases.desk import LEAD, OFFICER, does
from tests.fakes.console import Browser, ConsoleSite, fields_of
from tests.fakes.photos import photo

CODE = CaseCode("phuong-mau", date(2026, 11, 23), 1)


def test_a_walk_in_is_written_down_with_a_reference_and_a_secret(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    fields = {"noi_dung": "Đèn hẻm 9 hỏng", "loai": "local_matter", "ho_ten": "Trần Thử"}
    page = browser.post("/can-bo/nhap-ho", "/can-bo/nhap-ho", **fields).text
    assert "PA-261123-001" in page
    assert "Mã tra cứu" in page
    with site.ward.store.read() as work:
        row = cases.by_code(work, CaseCode("phuong-mau", site.ward.clock.now().date(), 1))
    assert row is not None
    assert row.matter == "Đèn hẻm 9 hỏng"


def test_a_walk_in_sent_twice_opens_one_case(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    hidden = fields_of(browser.get("/can-bo/nhap-ho").text, "/can-bo/nhap-ho")
    fields = {**hidden, "noi_dung": "Đèn hẻm 9 hỏng", "loai": "local_matter"}
    first = browser.client.post("/can-bo/nhap-ho", data=fields).text
    second = browser.client.post("/can-bo/nhap-ho", data=fields).text
    assert first == second
    assert "PA-261123-002" not in browser.get("/can-bo").text


def test_a_denunciation_at_the_desk_is_pointed_away_and_not_kept(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    words = "Tôi tố cáo ông phó phòng nhận hối lộ 5 triệu"
    fields = {"noi_dung": words, "loai": "conduct"}
    page = browser.post("/can-bo/nhap-ho", "/can-bo/nhap-ho", **fields)
    assert page.status_code == 422
    assert "không ghi ở đây" in page.text
    assert words not in page.text
    assert "PA-" not in browser.get("/can-bo").text


def test_of_mixed_words_the_feedback_is_kept_and_the_officer_told(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    lamp = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay"
    words = f"{lamp}. Ngoài ra tôi tố cáo ông phó phòng nhận hối lộ."
    fields = {"noi_dung": words, "loai": "local_matter", "noi": "hẻm 12"}
    page = browser.post("/can-bo/nhap-ho", "/can-bo/nhap-ho", **fields).text
    assert "Phần tố cáo không được ghi" in page
    row = site.ward.row(CODE)
    assert (row.matter, row.place) == (f"{lamp}.", "hẻm 12")


def test_what_may_be_a_denunciation_is_asked_before_it_is_written_down(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    words = "Trưởng khu phố giữ lại một nửa tiền hỗ trợ của dân"
    fields = {"noi_dung": words, "loai": "conduct"}
    page = browser.post("/can-bo/nhap-ho", "/can-bo/nhap-ho", **fields)
    assert (page.status_code, words in page.text) == (422, True)
    assert "Đã hỏi: người dân chỉ phản ánh" in page.text
    assert "PA-261123-001" not in browser.get("/can-bo").text
    page = browser.post("/can-bo/nhap-ho", "/can-bo/nhap-ho", **fields, chi_phan_anh="1")
    assert "PA-261123-001" in page.text


def brings(browser: Browser, *files: tuple[str, bytes, str], words: str = "Đèn hẻm 9 hỏng") -> str:
    """The form as a browser posts it with files; the page that comes back."""
    hidden = fields_of(browser.get("/can-bo/nhap-ho").text, "/can-bo/nhap-ho")
    fields = {**hidden, "noi_dung": words, "loai": "local_matter"}
    sent = [("tep", one) for one in files] or [("tep", ("", b"", "application/octet-stream"))]
    return browser.client.post("/can-bo/nhap-ho", data=fields, files=sent).text


def stored(site: ConsoleSite) -> list[bytes]:
    return [one.read_bytes() for one in site.files.folder.rglob("*") if one.is_file()]


def test_pictures_brought_to_the_desk_belong_to_the_case(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF"
    page = brings(browser, ("hẻm 9.png", photo("PA"), "image/png"), ("don.pdf", pdf, "text/plain"))
    assert "PA-261123-001" in page
    case = browser.get("/can-bo/phan-anh/PA-261123-001").text
    assert '<img src="/can-bo/phan-anh/PA-261123-001/tep/0"' in case
    assert "don.pdf" in case
    shown = browser.get("/can-bo/phan-anh/PA-261123-001/tep/0")
    assert shown.headers["content-type"].startswith("image/")
    assert site.officer("Quản Mẫu").get("/can-bo/phan-anh/PA-261123-001/tep/0").status_code == 404


def test_a_form_without_files_is_taken_as_before(site: ConsoleSite) -> None:
    assert "PA-261123-001" in brings(site.officer(OFFICER))
    assert stored(site) == []


@pytest.mark.parametrize("data", [b"MZ\x90\x00 program", b"<html><script>", b""])
def test_what_the_chat_refuses_the_desk_refuses_and_opens_nothing(
    site: ConsoleSite, data: bytes
) -> None:
    browser = site.officer(OFFICER)
    page = brings(browser, ("anh.jpg", data, "image/jpeg"))
    assert "PA-261123" not in page
    assert "Đèn hẻm 9 hỏng" in page, "what was written stays in the form"
    assert stored(site) == []


def test_more_files_than_may_be_are_not_read(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    many = [(f"{one}.png", photo("PA"), "image/png") for one in range(MOST + 1)]
    assert "PA-261123" not in brings(browser, *many)
    assert stored(site) == []


def test_what_was_brought_goes_with_a_case_pointed_to_its_law(site: ConsoleSite) -> None:
    brings(site.officer(OFFICER), ("hẻm 9.png", photo("PA"), "image/png"))
    assert len(stored(site)) == 1
    does(site.officer(LEAD), CODE, "route", loai="complaint")
    with site.ward.store.read() as work:
        row = cases.by_code(work, CODE)
        assert row is not None
        assert cases.files(work, row.id) == []
        assert attachments.kept_keys(work) == set()


def test_a_denunciation_with_pictures_keeps_neither(site: ConsoleSite) -> None:
    words = "Tôi tố cáo ông phó phòng nhận hối lộ 5 triệu"
    page = brings(site.officer(OFFICER), ("a.png", photo("PA"), "image/png"), words=words)
    assert "không ghi ở đây" in page
    assert stored(site) == []
