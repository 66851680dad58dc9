"""The sweep before closing: one tap for every apology due today, drafted or not (D-14)."""

import pytest

from handlers.store import views
from handlers.store.duties import StoredDuties
from knowledge.dossiers.dossier import Dossier
from tests.conversations.desk.closing import HEAD, LAN, chooses, filed, reads, slip, swept
from tests.conversations.desk.room import ALONE, DONE, Person, Room, confirmed, office_of
from tests.conversations.voices.ward import WardVoice
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office


@pytest.fixture(params=ALONE)
def place(request: pytest.FixtureRequest, clock: FakeClock) -> tuple[Office, WardVoice | None]:
    """The inbox alone: letters are the same on every channel."""
    return office_of(request, clock)


def dues(room: Room, known: list[Dossier]) -> list[str]:
    found = [room.office.now_is(one.code).falls_due_at for one in known]
    return [f"{one:%d/%m}" for one in found if one]


def slips(room: Room) -> list[str]:
    waiting = StoredDuties(room.office.store).slips(room.office.commune)
    return [f"{case.dossier.code[-1]}: {slip.new_due_at:%d/%m}" for case, slip in waiting]


def test_one_tap_of_the_head_signs_what_is_drafted_and_asks_the_date_of_the_rest(
    room: Room, lan: Person, head: Person
) -> None:
    known = filed(room, 1, 2, 3)
    slip(room, lan, known[0])
    chooses(swept(room, head, HEAD), "Ký 1 phiếu, hẹn lại 2 hồ sơ nữa")
    head.hears("Đã ký 1 phiếu", "2 hồ sơ chưa có phiếu", known[1].code, known[2].code)
    head.taps("Thêm 2 ngày").taps("Số lượng hồ sơ nhiều").hears("2 phiếu xin lỗi đã ký")
    assert dues(room, known) == ["26/11", "27/11", "27/11"]
    reasons = [room.office.now_is(one.code).apologies[-1].reason for one in known]
    assert reasons[1:] == ["Số lượng hồ sơ nhiều, chưa giải quyết kịp"] * 2
    assert slips(room) == []


def test_an_officer_drafts_all_of_theirs_and_the_head_signs_them_by_one_tap(
    room: Room, lan: Person, head: Person
) -> None:
    known = filed(room, 1, 2)
    chooses(swept(room, lan, LAN), "Xin lỗi, hẹn lại cả 2 hồ sơ").hears("Hẹn lại thêm mấy ngày")
    lan.says("30/11").says("Chờ toà án trả lời").hears("Đã lập 2 phiếu, chờ lãnh đạo ký")
    assert slips(room) == ["1: 30/11", "2: 30/11"]
    assert dues(room, known) == ["25/11", "25/11"]
    with room.office.store.read() as work:
        told = list(views.letters(work, room.office.member(HEAD).contact or ""))
    (card,) = [one.reply for one in told if one.key.startswith("duty:slips:") and one.reply]
    reads(room, head, card).hears("Chờ toà án trả lời")
    chooses(head, "Ký cả 2 phiếu").hears("Đã ký 2 phiếu")
    assert dues(room, known) == ["30/11", "30/11"]


def test_who_was_said_to_be_on_time_is_not_apologised_for(room: Room, lan: Person) -> None:
    known = filed(room, 1, 2)
    lan.says(known[0].code).taps("Kịp")
    chooses(swept(room, lan, LAN), "Xin lỗi, hẹn lại cả 1 hồ sơ").hears(known[1].code)
    lan.hears_nothing_of(known[0].code)
    lan.taps("Thêm 1 ngày").taps("Hệ thống").hears("Đã lập 1 phiếu")
    assert slips(room) == ["2: 26/11"]


def test_who_was_answered_for_meanwhile_is_left_out_and_counted(
    room: Room, lan: Person, head: Person
) -> None:
    known = filed(room, 1, 2)
    chooses(swept(room, lan, LAN), "Xin lỗi").taps("Thêm 3 ngày")
    slip(room, head, known[0])
    lan.taps("Hệ thống").hears("Đã lập 1 phiếu", "1 hồ sơ đã có người trả lời trước")
    assert slips(room) == ["1: 26/11", "2: 30/11"]


def test_a_date_that_cannot_be_is_asked_again_and_nothing_is_drafted(
    room: Room, lan: Person
) -> None:
    filed(room, 1, 2)
    chooses(swept(room, lan, LAN), "Xin lỗi")
    lan.says("24/11").hears("phải sau ngày hẹn")
    lan.says("28/11").hears("không phải ngày làm việc", "Hẹn lại thêm mấy ngày")
    lan.says("hôm nào cũng được").hears("chưa đọc được ngày")
    lan.taps("Thêm 1 ngày").says("huỷ")
    assert slips(room) == []


def test_one_tap_is_for_all_of_a_long_day_each_of_them_listed(
    room: Room, lan: Person, head: Person
) -> None:
    known = filed(room, *range(1, 25))
    swept(room, lan, LAN).hears(*(one.code for one in known))
    chooses(lan, "Xin lỗi, hẹn lại cả 24").hears(*(one.code for one in known))
    lan.taps("Thêm 1 ngày").taps("Hệ thống").hears("Đã lập 24 phiếu")
    swept(room, head, HEAD).hears(*(one.code for one in known))
    head.says("/phieu").hears("Còn 19 phiếu nữa", *(one.code for one in known))
    head.taps("Ký cả 24").hears("Đã ký 24 phiếu")
    assert dues(room, known) == ["26/11"] * 24
    assert slips(room) == []


def test_many_results_are_one_tap_each_of_them_listed(room: Room, lan: Person) -> None:
    codes = [room.office.dossier(*DONE, number=number).code for number in range(1, 31)]
    chooses(swept(room, lan, LAN).hears(*codes), "Tất cả 30 đã có").hears("30")
    assert confirmed(room, *codes) == [True] * 30


def test_a_slip_that_came_later_is_not_signed_by_the_tap_for_all(
    room: Room, lan: Person, head: Person
) -> None:
    known = filed(room, *range(1, 10))
    for one in known[:8]:
        slip(room, lan, one)
    head.says("/phieu")
    slip(room, lan, known[8])
    head.taps("Ký cả 8").hears("Danh sách đã khác", known[8].code)
    assert dues(room, known) == ["25/11"] * 9


def test_results_stay_a_tap_of_their_own(room: Room, lan: Person) -> None:
    filed(room, 1)
    room.office.dossier(*DONE, number=2)
    labels = [one.label for one in swept(room, lan, LAN).heard[0].choices]
    assert labels[:2] == ["Tất cả 1 đã có trên kệ", "Xin lỗi, hẹn lại cả 1 hồ sơ"]
