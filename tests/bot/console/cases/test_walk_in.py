"""What somebody says at the desk is written down once, and a denunciation not at all."""

from handlers.store import cases
from knowledge.feedback.codes import CaseCode
from tests.bot.console.cases.desk import OFFICER
from tests.fakes.console import ConsoleSite, fields_of


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
