"""Results are confirmed on the shelf: all, some, by number, by sweeping codes."""

import pytest

from handlers.messages import InboundKind
from tests.conversations.desk.room import ACCEPTED, DONE, Person, Room, confirmed


def test_all_but_some_are_confirmed_in_one_message(room: Room, lan: Person) -> None:
    codes = [room.office.dossier(*DONE, number=n).code for n in (7, 8, 12)]
    lan.says("kết quả chờ xác nhận").hears("Chờ xác nhận trên kệ: 3")
    lan.says("tất cả trừ 0008").hears("Đã xác nhận 2 kết quả")
    assert confirmed(room, *codes) == [True, None, True]


@pytest.mark.parametrize("answer", ["tap", "tất cả", "tất cả trừ 0007"])
def test_all_means_the_list_that_was_shown(room: Room, lan: Person, answer: str) -> None:
    codes = [room.office.dossier(*DONE, number=n).code for n in (7, 8)]
    lan.says("/sansang").hears("Chờ xác nhận trên kệ: 2")
    codes.append(room.office.dossier(*DONE, number=12).code)  # nobody looked for this one
    lan.taps("Tất cả 2") if answer == "tap" else lan.says(answer)
    lan.hears("Danh sách đã khác", "Chờ xác nhận trên kệ: 3", "0012")
    assert confirmed(room, *codes) == [None, None, None]
    lan.taps("Tất cả 3").hears("Đã xác nhận 3 kết quả")
    assert confirmed(room, *codes) == [True, True, True]


def test_some_are_named_by_the_ends_of_their_codes(room: Room, lan: Person) -> None:
    codes = [room.office.dossier(*DONE, number=n).code for n in (7, 8, 12)]
    lan.says("/sansang").says("0007 0012").hears("Đã xác nhận 2")
    lan.says("/sansang").says("không có 0008").hears("chưa có trên kệ")
    assert confirmed(room, *codes) == [True, False, True]


def test_a_number_means_a_choice_as_everywhere(room: Room, lan: Person) -> None:
    code = room.office.dossier(*DONE).code
    lan.says("/sansang").says("1").hears("Đã xác nhận 1 kết quả")
    assert confirmed(room, code) == [True]


def test_the_shelf_is_swept_code_by_code(room: Room, lan: Person) -> None:
    first, second = (room.office.dossier(*DONE, number=n) for n in (1, 2))
    lan.says("/sansang").taps("Quét mã")
    lan.says(first.code.lower()).hears(first.code, "sẵn sàng")
    lan._does(kind=InboundKind.FILES, codes=(f"d_{second.token}",))
    lan.hears(second.code, "sẵn sàng")
    lan.says("gì nhỉ").hears("chưa thấy mã")
    lan.says("xong").hears("Đã quét 2 kết quả")
    assert confirmed(room, first.code, second.code) == [True, True]


def test_one_picture_sweeps_every_slip_it_shows(room: Room, lan: Person) -> None:
    one, two, three = (room.office.dossier(*DONE, number=n) for n in (1, 2, 3))
    lan.says("/sansang").taps("Quét mã")
    lan._does(kind=InboundKind.FILES, codes=(one.code, f"d_{two.token}", f"d_{three.token}"))
    lan.hears(one.code, two.code, three.code, "sẵn sàng")
    lan.says("xong").hears("Đã quét 3 kết quả")
    assert confirmed(room, one.code, two.code, three.code) == [True, True, True]


def test_a_dossier_not_yet_done_is_not_confirmed_by_a_sweep(room: Room, lan: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says("/sansang").hears("Không có kết quả nào")
    room.office.dossier(*DONE, number=2)
    lan.says("/sansang").taps("Quét mã").says(known.code).hears("chưa ghi xong")
    assert confirmed(room, known.code) == [None]
