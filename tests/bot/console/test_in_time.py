"""Kịp or không kịp for many dossiers in the console, and the cause of each that is late."""

import html
from pathlib import Path

import pytest

from handlers.officers import Role
from handlers.store import views
from handlers.store.duties import StoredDuties
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.console import Browser, Fields, OfficeSite, fields_of
from tests.fakes.office import Office
from tests.knowledge.dossiers.lives import at

PAGE, CAUSES = "/can-bo/kip-han", "/can-bo/kip-han/nguyen-nhan"
ACCEPTED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
LAN = "Lê Thị Mẫu"


@pytest.fixture
def office(sqlite_store: Store, clock: FakeClock, tmp_path: Path) -> OfficeSite:
    return OfficeSite(Office(sqlite_store, clock), tmp_path)


@pytest.fixture
def lan(office: OfficeSite) -> Browser:
    return office.signed_in(LAN, Role.OFFICER)


def filed(office: OfficeSite, *numbers: int, officer: str = LAN) -> list[str]:
    """Due on Wednesday 25/11; Tuesday is a holiday, so today is the last day to apologise."""
    made = [office.office.dossier(*ACCEPTED, number=one, officer=officer) for one in numbers]
    return [one.code for one in made]


def ids(office: OfficeSite, codes: list[str]) -> list[str]:
    return [str(office.office.now_is(code).id) for code in codes]


def answers(browser: Browser, **fields: str | list[str]) -> str:
    hidden = fields_of(browser.get(PAGE).text, PAGE)
    data: Fields = {"_csrf": hidden["_csrf"], "cach": "chon", **fields}
    return html.unescape(browser.client.post(PAGE, data=data).text)


def late(browser: Browser, numbers: list[str], **fields: str | list[str]) -> str:
    said = {"tra_loi": "khong", "them": "2", "ly_do": "Chờ xác minh", **fields}
    return answers(browser, ho_so=numbers, **said)


def causes(browser: Browser, numbers: list[str], **fields: str) -> str:
    token = fields_of(browser.get(PAGE).text, CAUSES)["_csrf"]
    data: Fields = {"_csrf": token, "hien": numbers, **fields}
    return html.unescape(browser.client.post(CAUSES, data=data).text)


def slips(office: OfficeSite) -> dict[str, str]:
    waiting = StoredDuties(office.office.store).slips(office.office.commune)
    return {case.dossier.code: f"{slip.new_due_at:%d/%m}" for case, slip in waiting}


def test_many_are_said_to_be_in_time_at_once(office: OfficeSite, lan: Browser) -> None:
    codes = filed(office, 1, 2, 3)
    page = answers(lan, ho_so=ids(office, codes)[:2], tra_loi="kip")
    assert "2 hồ sơ đã ghi" in page
    assert "Kịp hay không kịp: 1" in page
    assert slips(office) == {}


def test_the_desk_lead_sees_and_answers_for_everybodys(office: OfficeSite, lan: Browser) -> None:
    codes = filed(office, 1, 2)
    lead = office.signed_in("Trần Văn Mẫu", Role.DESK_LEAD)
    assert "2 hồ sơ đã ghi" in answers(lead, ho_so=ids(office, codes), tra_loi="kip")
    assert "Không có hồ sơ nào chờ trả lời" in html.unescape(lan.get(PAGE).text)


def test_all_but_those_ticked_means_those_that_were_shown(office: OfficeSite, lan: Browser) -> None:
    codes = filed(office, 1, 2, 3)
    shown = ids(office, codes)
    (later,) = filed(office, 9)
    late(lan, shown[:1], hien=shown, cach="tru")
    assert set(slips(office)) == {codes[1], codes[2]}
    assert later in lan.get(PAGE).text


def test_not_in_time_drafts_a_slip_for_each_and_opens_the_cause_of_each(
    office: OfficeSite, lan: Browser
) -> None:
    codes = filed(office, 1, 2)
    page = late(lan, ids(office, codes))
    assert slips(office) == dict.fromkeys(codes, "27/11")
    assert "Chưa ghi nguyên nhân trễ: 2" in page
    assert all(f'name="vi_{one}"' in page for one in ids(office, codes))
    assert "Chưa ghi nguyên nhân trễ: 2" in html.unescape(lan.get(PAGE).text)  # until it is written
    assert "Trễ hạn chưa ghi nguyên nhân: 2" in html.unescape(lan.get("/can-bo/viec").text)


def test_each_has_its_own_cause_or_the_one_for_those_left_empty(
    office: OfficeSite, lan: Browser
) -> None:
    codes = filed(office, 1, 2, 3)
    numbers = ids(office, codes)
    late(lan, numbers)
    page = causes(lan, numbers, chung="Mất điện hai ngày", **{f"vi_{numbers[1]}": "Nghỉ ốm"})
    assert "3 nguyên nhân đã ghi" in page
    assert [office.office.now_is(code).cause for code in codes] == [
        "Mất điện hai ngày",
        "Nghỉ ốm",
        "Mất điện hai ngày",
    ]
    assert "Chưa ghi nguyên nhân trễ" not in page


def test_what_is_left_empty_stays_open_and_what_a_colleague_wrote_stands(
    office: OfficeSite, lan: Browser
) -> None:
    codes = filed(office, 1, 2)
    numbers = ids(office, codes)
    late(lan, numbers)
    lead = office.signed_in("Trần Văn Mẫu", Role.DESK_LEAD)
    causes(lead, numbers, **{f"vi_{numbers[0]}": "Nghỉ ốm"})
    page = causes(lan, numbers, **{f"vi_{numbers[0]}": "Quên"})
    assert "Đồng nghiệp đã ghi nguyên nhân trước" in page
    assert [office.office.now_is(code).cause for code in codes] == ["Nghỉ ốm", ""]
    assert "Chưa ghi nguyên nhân trễ: 1" in page


def test_one_cause_for_all_may_be_said_with_the_answer(office: OfficeSite, lan: Browser) -> None:
    codes = filed(office, 1, 2)
    page = late(lan, ids(office, codes), nguyen_nhan="Máy chủ hỏng")
    assert [office.office.now_is(code).cause for code in codes] == ["Máy chủ hỏng"] * 2
    assert "Chưa ghi nguyên nhân trễ" not in page


def test_the_head_signs_with_the_answer_and_the_officer_is_asked_why(
    office: OfficeSite, lan: Browser
) -> None:
    codes = filed(office, 1, 2)
    head = office.signed_in("Đầu Mẫu", Role.HEAD)
    late(head, ids(office, codes))
    dues = [office.office.now_is(code).falls_due_at for code in codes]
    assert dues == [at("2026-11-27 17:00")] * 2
    with office.office.store.read() as work:
        told = list(views.letters(work, office.office.member(LAN).contact or ""))
    (asked,) = [one for one in told if one.key.startswith("duty:causes:") and one.reply]
    assert asked.reply is not None
    assert [one.label for one in asked.reply.choices] == ["Ghi nguyên nhân 2 hồ sơ"]
    assert "Chưa ghi nguyên nhân trễ: 2" in html.unescape(lan.get(PAGE).text)


def test_one_past_its_last_day_waits_for_the_heads_reason(office: OfficeSite, lan: Browser) -> None:
    office.clock.move_to(at("2026-11-25 09:00"))
    codes = filed(office, 1)
    head = office.signed_in("Đầu Mẫu", Role.HEAD)
    page = late(head, ids(office, codes))
    assert "0 hồ sơ đã ghi" in page
    assert "ký riêng, có lý do" in page
    assert slips(office) == {codes[0]: "27/11"}
    assert office.office.now_is(codes[0]).apologies == ()


def test_who_was_first_is_named_to_who_comes_second(office: OfficeSite, lan: Browser) -> None:
    codes = filed(office, 1, 2)
    numbers = ids(office, codes)
    lead = office.signed_in("Trần Văn Mẫu", Role.DESK_LEAD)
    token = fields_of(lead.get(PAGE).text, PAGE)["_csrf"]
    late(lan, numbers[:1])
    data: Fields = {
        "_csrf": token, "cach": "chon", "ho_so": numbers,
        "tra_loi": "khong", "them": "1", "ly_do": "Chờ",
    }  # fmt: skip
    page = html.unescape(lead.client.post(PAGE, data=data).text)
    assert "1 hồ sơ đã ghi" in page
    assert f"{codes[0]}: {LAN} đã làm lúc 08:00" in page
    assert slips(office) == {codes[0]: "27/11", codes[1]: "26/11"}


def test_another_officers_dossier_is_neither_listed_nor_answered_for(
    office: OfficeSite, lan: Browser
) -> None:
    filed(office, 1)
    (other,) = filed(office, 2, officer="Trần Văn Mẫu")
    office.signed_in("Trần Văn Mẫu", Role.OFFICER)
    assert other not in lan.get(PAGE).text
    assert "của cán bộ khác" in late(lan, ids(office, [other]))
    assert slips(office) == {}


@pytest.mark.parametrize(
    ("fields", "trouble"),
    [
        ({"ngay_khac": "hôm nào"}, "chưa đọc được ngày"),
        ({"them": "9"}, "chưa đọc được ngày"),
        ({"ly_do": ""}, "Cần ghi lý do"),
        ({"ly_do_khac": "Chờ [cơ quan]"}, "Còn chỗ chưa điền"),
    ],
)
def test_what_is_missing_is_said_and_what_was_ticked_stays(
    office: OfficeSite, lan: Browser, fields: dict[str, str], trouble: str
) -> None:
    numbers = ids(office, filed(office, 1))
    page = late(lan, numbers, **fields)
    assert trouble in page
    assert f'value="{numbers[0]}" checked' in page
    assert slips(office) == {}


def test_a_part_of_a_long_list_answers_the_script_in_numbers(
    office: OfficeSite, lan: Browser
) -> None:
    codes = filed(office, 1)
    token = fields_of(lan.get(PAGE).text, PAGE)["_csrf"]
    data: Fields = {"_csrf": token, "cach": "chon", "ho_so": ids(office, codes), "tra_loi": "kip"}
    sent = lan.client.post(PAGE, data=data, headers={"Accept": "application/json"})
    assert sent.json() == {"told": [{"code": codes[0], "words": "đã ghi", "done": True}]}


def test_who_has_no_part_in_dossiers_finds_no_such_page(office: OfficeSite) -> None:
    admin = office.signed_in("Quản Trị Mẫu", Role.ADMIN)
    assert admin.get(PAGE).status_code == 404
    token = fields_of(admin.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")["_csrf"]
    for address in (PAGE, CAUSES):
        assert admin.client.post(address, data={"_csrf": token}).status_code == 404
