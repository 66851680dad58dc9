"""Dossiers in the console: the day's list, the shelf, slips, the card, the audit trail."""

import html
from pathlib import Path

import pytest

from handlers.officers import Role
from handlers.store.unit_of_work import Store
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.statuses import DossierStatus
from tests.fakes.clock import FakeClock
from tests.fakes.console import Browser, ConsoleSite, OfficeSite, fields_of
from tests.fakes.office import Office
from tests.knowledge.dossiers.lives import at

ACCEPTED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
DONE = (*ACCEPTED, "done 2026-11-23 07:30")


@pytest.fixture
def office(sqlite_store: Store, clock: FakeClock, tmp_path: Path) -> OfficeSite:
    return OfficeSite(Office(sqlite_store, clock), tmp_path)


def path(code: str, act: str = "") -> str:
    return f"/can-bo/ho-so/{code}" + (f"/{act}" if act else "")


def does(browser: Browser, code: str, act: str, **fields: str) -> str:
    page = browser.post(path(code, act), path(code), **fields)
    return html.unescape(page.text)


def test_the_day_lists_what_falls_due_to_whose_it_is(office: OfficeSite) -> None:
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    other = office.signed_in("Trần Văn Mẫu", Role.OFFICER)
    known = office.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    assert known.code in lan.get("/can-bo/viec").text
    assert known.code not in other.get("/can-bo/viec").text


def test_a_dossier_is_found_by_its_code_typed_any_way(office: OfficeSite) -> None:
    known = office.office.dossier(*ACCEPTED)
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    page = lan.get("/can-bo/ho-so?ma=h32.12.05-261119-1")
    assert page.url.path == path(known.code)
    assert lan.get("/can-bo/ho-so?ma=xyz").status_code == 404


def test_many_results_are_confirmed_at_once_and_the_first_is_named_to_the_second(
    office: OfficeSite,
) -> None:
    codes = [office.office.dossier(*DONE, number=one).code for one in range(1, 5)]
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    other = office.signed_in("Trần Văn Mẫu", Role.OFFICER)
    ids = [str(office.office.now_is(code).id) for code in codes]
    stale = fields_of(other.get("/can-bo/ket-qua").text, "/can-bo/ket-qua")
    hidden = fields_of(lan.get("/can-bo/ket-qua").text, "/can-bo/ket-qua")
    ticked = {"_csrf": hidden["_csrf"], "ho_so": ids[:2], "cach": "chon", "co": "co"}
    page = lan.client.post("/can-bo/ket-qua", data=ticked)
    assert "2 hồ sơ đã ghi" in page.text
    assert [office.office.now_is(code).ready for code in codes] == [True, True, None, None]
    late = {"_csrf": stale["_csrf"], "ho_so": ids[:3], "cach": "chon", "co": "co"}
    told = html.unescape(other.client.post("/can-bo/ket-qua", data=late).text)
    assert "1 hồ sơ đã ghi" in told
    assert f"{codes[0]}: Lê Thị Mẫu đã làm lúc 08:00" in told


def test_all_but_some_means_those_that_were_shown(office: OfficeSite) -> None:
    codes = [office.office.dossier(*DONE, number=one).code for one in range(1, 4)]
    ids = [str(office.office.now_is(code).id) for code in codes]
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    hidden = fields_of(lan.get("/can-bo/ket-qua").text, "/can-bo/ket-qua")
    later = office.office.dossier(*DONE, number=9).code
    chosen = {"_csrf": hidden["_csrf"], "hien": ids, "ho_so": ids[0], "cach": "tru", "co": "co"}
    lan.client.post("/can-bo/ket-qua", data=chosen)
    assert [office.office.now_is(code).ready for code in (*codes, later)] == [
        None,
        True,
        True,
        None,
    ]


def test_a_part_of_a_long_list_answers_the_script_in_numbers(office: OfficeSite) -> None:
    code = office.office.dossier(*DONE).code
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    hidden = fields_of(lan.get("/can-bo/ket-qua").text, "/can-bo/ket-qua")
    number = str(office.office.now_is(code).id)
    sent = lan.client.post(
        "/can-bo/ket-qua",
        data={"_csrf": hidden["_csrf"], "ho_so": number, "cach": "chon", "co": "khong"},
        headers={"Accept": "application/json"},
    )
    assert sent.json() == {
        "told": [{"code": code, "words": "đã ghi chưa có trên kệ", "done": True}]
    }
    assert office.office.now_is(code).ready is False


def test_not_in_time_drafts_a_slip_which_the_head_signs(office: OfficeSite) -> None:
    code = office.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu").code
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    head = office.signed_in("Đầu Mẫu", Role.HEAD)
    assert "chờ lãnh đạo ký" in does(lan, code, "late", ngay="2026-11-30", ly_do="Chờ xác minh")
    waiting = head.get("/can-bo/phieu").text
    assert "Chờ xác minh" in waiting
    number = office.office.slip()
    page = head.post(f"/can-bo/phieu/{number}/sign", "/can-bo/phieu")
    assert "Đã ký" in page.text
    due = office.office.now_is(code).falls_due_at
    assert due == at("2026-11-30 17:00")
    again = head.client.post(
        f"/can-bo/phieu/{number}/sign",
        data=fields_of(head.get("/can-bo/tai-khoan").text, "/can-bo/ra-het"),
    )
    assert again.status_code == 409
    assert "Đầu Mẫu đã làm lúc" in again.text


def test_not_in_time_opens_the_explanation_beside_the_slip(office: OfficeSite) -> None:
    code = office.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu").code
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    closed = "<details><summary>Ghi nguyên nhân trễ"
    page = does(lan, code, "late", ngay="2026-11-30", ly_do="Chờ xác minh")
    assert "<details open><summary>Ghi nguyên nhân trễ" in page
    assert closed in html.unescape(lan.get(path(code)).text)  # left for later
    page = does(lan, code, "explain", ly_do="Cán bộ nghỉ ốm")
    assert "Đã ghi nguyên nhân" in page
    assert office.office.now_is(code).cause == "Cán bộ nghỉ ốm"
    assert office.office.slip()  # it still waits for the head


def test_a_slip_is_sent_back_with_a_note(office: OfficeSite) -> None:
    code = office.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu").code
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    head = office.signed_in("Đầu Mẫu", Role.HEAD)
    does(lan, code, "late", ngay="2026-11-30", ly_do="Bận")
    number = office.office.slip()
    head.post(f"/can-bo/phieu/{number}/refuse", "/can-bo/phieu", ly_do="Ghi rõ việc gì")
    assert "Không có phiếu nào chờ ký" in head.get("/can-bo/phieu").text


def test_what_stands_against_an_act_is_said_and_what_was_typed_stays(office: OfficeSite) -> None:
    code = office.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu").code
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    page = does(lan, code, "late", ngay_khac="2026-11-24", ly_do_khac="Chờ cơ quan thuế")
    assert "Ngày hẹn mới phải sau" in page or "không phải ngày làm việc" in page
    assert 'value="Chờ cơ quan thuế"' in page
    assert office.office.now_is(code).apologies == ()


def test_on_time_is_said_once(office: OfficeSite) -> None:
    code = office.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu").code
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    assert "kịp hạn" in does(lan, code, "on-time")
    assert f'action="{path(code, "on-time")}"' not in lan.get(path(code)).text


def test_statuses_are_set_only_where_no_software_does(
    sqlite_store: Store, clock: FakeClock, tmp_path: Path
) -> None:
    office = OfficeSite(Office(sqlite_store, clock), tmp_path)
    code = office.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu").code
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    assert "Ghi trạng thái" not in lan.get(path(code)).text
    token = fields_of(lan.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")
    sent = lan.client.post(path(code, "status"), data={**token, "trang_thai": "processing"})
    assert sent.status_code == 409
    assert office.office.now_is(code).status is DossierStatus.ACCEPTED
    desk = OfficeSite(office.office, tmp_path, mode=RegisterMode.DESK)
    mine = desk.officer("Lê Thị Mẫu")
    assert "Đã ghi trạng thái" in does(mine, code, "status", trang_thai="processing")
    assert office.office.now_is(code).status is DossierStatus.PROCESSING


@pytest.mark.parametrize("role", [Role.ADMIN, Role.REVIEWER])
def test_no_page_of_dossiers_is_open_to_who_has_no_part_in_them(
    office: OfficeSite, role: Role
) -> None:
    code = office.office.dossier(*DONE).code
    browser = office.signed_in("Ngoài Mẫu", role)
    token = fields_of(browser.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")
    for address in ("/can-bo/viec", "/can-bo/ket-qua", "/can-bo/phieu", path(code)):
        page = browser.get(address)
        assert page.status_code == 404
        assert code not in page.text
    number = str(office.office.now_is(code).id)
    for address in ("/can-bo/ket-qua", path(code, "ready"), "/can-bo/phieu/1/sign"):
        sent = browser.client.post(address, data={**token, "ho_so": number})
        assert sent.status_code == 404
    assert office.office.now_is(code).ready is None


def test_the_head_lets_a_moved_date_pass_and_it_holds(office: OfficeSite) -> None:
    code = office.office.dossier(*ACCEPTED).code
    office.office.dossier(*ACCEPTED, due="2026-11-30 17:00")
    head = office.signed_in("Trần Văn Mẫu", Role.HEAD)
    assert 'value="dates_disagree"' in head.get(path(code)).text
    does(head, code, "override", quy_dinh="dates_disagree", ly_do="Đã báo người dân")
    assert office.office.now_is(code).due_at == at("2026-11-30 17:00")
    assert 'value="dates_disagree"' not in head.get(path(code)).text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DESK_LEAD])
def test_slips_and_overrides_are_the_heads(office: OfficeSite, role: Role) -> None:
    code = office.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu").code
    lan = office.signed_in("Lê Thị Mẫu", role)
    does(lan, code, "late", ngay="2026-11-30", ly_do="Bận")
    assert lan.get("/can-bo/phieu").status_code == 404
    token = fields_of(lan.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")
    number = office.office.slip()
    assert lan.client.post(f"/can-bo/phieu/{number}/sign", data=token).status_code == 404
    override = {**token, "quy_dinh": "supplement_once", "ly_do": "x"}
    sent = lan.client.post(path(code, "override"), data=override)
    assert "không làm được" in sent.text
    assert office.office.now_is(code).overrides == ()


def test_the_trail_tells_who_did_what_and_of_cases_only_ones_own(site: ConsoleSite) -> None:
    seen = site.ward.open()
    hidden = site.ward.open(sealed=None)
    officer = site.officer("Bạch Mẫu")
    for code in (seen, hidden):
        address = f"/can-bo/phan-anh/{code}"
        officer.post(f"{address}/claim", address)
    reviewer, head, admin = (site.officer(who) for who in ("Soát Mẫu", "Đầu Mẫu", "Quản Mẫu"))
    address = f"/can-bo/phan-anh/{hidden}"
    reviewer.post(f"{address}/mark", address, can_bo=str(site.ward.officers["Đầu Mẫu"].id))
    trail = "/can-bo/nhat-ky"
    assert "nhận phản ánh" in head.get(trail).text
    assert str(seen) in head.get(trail).text
    assert str(hidden) not in head.get(trail).text
    assert str(hidden) in reviewer.get(trail).text
    told = admin.get(trail).text
    assert "PA-" not in told
    assert "phản ánh</td>" not in told
    assert "đăng nhập" in told
    assert officer.get(trail).status_code == 404
    mine = head.get(f"{trail}?ai={site.ward.officers['Bạch Mẫu'].id}").text
    assert "tạo mã đăng nhập" not in mine
    assert str(seen) in mine


def test_the_trail_turns_its_pages_without_losing_a_line(site: ConsoleSite) -> None:
    head = site.officer("Đầu Mẫu")
    for _ in range(30):
        site.link("Bạch Mẫu")
        site.link("Dung Mẫu")
    first = head.get("/can-bo/nhat-ky").text
    assert first.count("<tr><td") == 50
    older = first.split('href="/can-bo/nhat-ky?truoc=')[1].split('"')[0]
    second = head.get(f"/can-bo/nhat-ky?truoc={older}").text
    assert first.count("tạo mã đăng nhập") + second.count("tạo mã đăng nhập") == 61
