"""Who says of many dossiers that they will be late is asked why, for each of them."""

import pytest

from handlers.store import views
from tests.conversations.desk.closing import HEAD, LAN, chooses, filed, reads, slip, swept
from tests.conversations.desk.room import ALONE, Person, Room, office_of
from tests.conversations.voices.ward import WardVoice
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office


@pytest.fixture(params=ALONE)
def place(request: pytest.FixtureRequest, clock: FakeClock) -> tuple[Office, WardVoice | None]:
    """The inbox alone: words and numbers are the same on every channel."""
    return office_of(request, clock)


def causes(room: Room, count: int) -> list[str]:
    codes = [f"H32.12.05-261119-{number:04}" for number in range(1, count + 1)]
    return [room.office.now_is(code).cause for code in codes]


def apologised(room: Room, person: Person, name: str, count: int) -> Person:
    filed(room, *range(1, count + 1))
    chooses(swept(room, person, name), "Xin lỗi, hẹn lại cả")
    return person.taps("Thêm 1 ngày").taps("Hệ thống")


def test_the_sweeps_one_tap_opens_the_cause_of_every_dossier(room: Room, lan: Person) -> None:
    apologised(room, lan, LAN, 3).hears("Đã lập 3 phiếu", "Nguyên nhân trễ của 3 hồ sơ")
    lan.says("Mất điện hai ngày").hears("Đã ghi nguyên nhân của 3 hồ sơ")
    assert causes(room, 3) == ["Mất điện hai ngày"] * 3
    lan.says("/viec").hears_nothing_of("chưa ghi nguyên nhân")


def test_each_may_have_its_own_until_none_is_left(room: Room, lan: Person) -> None:
    apologised(room, lan, LAN, 3)
    lan.says("0002: Chờ toà án trả lời").hears("của 1 hồ sơ", "Nguyên nhân trễ của 2 hồ sơ")
    lan.says("0001, 0003 Cán bộ nghỉ ốm").hears("của 2 hồ sơ")
    assert causes(room, 3) == ["Cán bộ nghỉ ốm", "Chờ toà án trả lời", "Cán bộ nghỉ ốm"]


def test_a_cause_that_begins_with_another_number_is_meant_for_all(room: Room, lan: Person) -> None:
    apologised(room, lan, LAN, 2).says("0002").hears("Nguyên nhân trễ của 2 hồ sơ")
    lan.says("2026 hồ sơ cùng đến một lúc")
    assert causes(room, 2) == ["2026 hồ sơ cùng đến một lúc"] * 2


def test_it_may_be_what_the_slips_say(room: Room, lan: Person) -> None:
    apologised(room, lan, LAN, 2).taps("Như lý do trên phiếu").hears("của 2 hồ sơ")
    assert causes(room, 2) == ["Hệ thống phần mềm gặp sự cố"] * 2


def test_left_for_later_each_stands_in_the_list_until_it_is_written(
    room: Room, lan: Person
) -> None:
    apologised(room, lan, LAN, 2).taps("Huỷ")
    lan.says("/viec").hears("Trễ hạn chưa ghi nguyên nhân: 2").taps("Ghi nguyên nhân 2 hồ sơ")
    lan.says("Mất điện").hears("của 2 hồ sơ")
    assert causes(room, 2) == ["Mất điện"] * 2


def test_a_code_alone_is_the_next_dossier_and_no_cause(room: Room, lan: Person) -> None:
    apologised(room, lan, LAN, 2).says("H32.12.05-261119-0001").hears("Phiếu xin lỗi chờ ký")
    assert causes(room, 2) == ["", ""]


def test_what_a_colleague_wrote_meanwhile_stands(room: Room, lan: Person, head: Person) -> None:
    apologised(room, lan, LAN, 2)
    head.says("H32.12.05-261119-0001").taps("Ghi nguyên nhân trễ").says("Chờ toà án")
    lan.says("Mất điện").hears("của 1 hồ sơ", "1 hồ sơ đã có người ghi trước")
    assert causes(room, 2) == ["Chờ toà án", "Mất điện"]


def test_the_officer_is_asked_when_the_head_apologises_for_theirs(
    room: Room, lan: Person, head: Person
) -> None:
    known = filed(room, 1, 2, 3)
    slip(room, lan, known[0])
    chooses(swept(room, head, HEAD), "Ký 1 phiếu, hẹn lại 2 hồ sơ nữa")
    head.taps("Thêm 1 ngày").taps("Hệ thống").hears("2 phiếu xin lỗi đã ký").taps("Huỷ")
    with room.office.store.read() as work:
        told = list(views.letters(work, room.office.member(LAN).contact or ""))
    (card,) = [one.reply for one in told if one.key.startswith("duty:causes:") and one.reply]
    reads(room, lan, card).hears(known[1].code, known[2].code).hears_nothing_of(known[0].code)
    chooses(lan, "Ghi nguyên nhân 2 hồ sơ").says("Quá tải")
    assert causes(room, 3) == ["Quá tải"] * 3  # the one drafted before was owed too
