"""A slip of apology: drafted by the officer, signed or sent back by the head."""

import threading

import pytest

from handlers.messages import InboundKind
from handlers.store.duties import StoredDuties
from handlers.turns import Turn
from tests.conversations.desk.room import ACCEPTED, ALONE, DONE, Person, Room
from tests.knowledge.dossiers.lives import at


def test_one_tap_signs_the_slips_that_were_shown_and_no_other(
    room: Room, lan: Person, head: Person
) -> None:
    codes = [room.office.dossier(*ACCEPTED, number=n).code for n in (1, 2, 3)]

    def slip(code: str) -> None:
        lan.says(code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến")

    slip(codes[0])
    slip(codes[1])
    head.says("/phieu")
    slip(codes[2])
    head.taps("Ký cả 2 phiếu").hears("Danh sách đã khác", codes[2])
    assert not any(room.office.now_is(code).apologies for code in codes)
    head.taps("Ký cả 3 phiếu").hears("Đã ký 3 phiếu")
    assert all(room.office.now_is(code).apologies for code in codes)


def test_not_on_time_drafts_the_slip_in_two_choices_and_the_head_signs(
    room: Room, lan: Person, head: Person
) -> None:
    known = room.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    lan.says("/viec").taps("0001").taps("Không kịp").hears("Hẹn lại ngày nào")
    lan.taps("30/11/2026").hears("Lý do").taps("Chờ ý kiến").hears("mẫu 04", "chờ lãnh đạo ký")
    assert room.office.now_is(known.code).apologies == ()

    head.says("phiếu chờ ký").hears("H32.12.05-261119-0001", "Chờ ý kiến", "Lê Thị Mẫu")
    head.taps("Ký phiếu này").hears("Đã ký")
    assert room.office.now_is(known.code).due_at == at("2026-11-30 17:00")


def test_date_and_reason_may_be_typed(room: Room, lan: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code).taps("Không kịp")
    lan.says("28/11").hears("không phải ngày làm việc")
    lan.says("thứ sáu tuần sau").hears("chưa đọc được ngày")
    lan.says("hẹn 4/12 nhé").hears("Lý do")
    lan.says("Đang chờ toà án trả lời").hears("chờ lãnh đạo ký")
    (found,) = StoredDuties(room.office.store).slips(room.office.commune)
    assert (found[1].new_due_at, found[1].reason) == (
        at("2026-12-04 17:00"),
        "Đang chờ toà án trả lời",
    )


def test_a_second_slip_is_signed_only_with_a_reason(room: Room, lan: Person, head: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến")
    head.says("/phieu").taps("Ký phiếu này")
    lan.says(known.code).taps("Không kịp").taps("30/11").taps("Chờ ý kiến")
    head.says("/phieu").hears("Trái quy định: Hẹn lại không quá một lần")
    head.taps("Ký phiếu này").hears("ghi lý do")
    head.says("Toà án trả lời chậm").hears("Đã ký")
    moved = room.office.now_is(known.code)
    assert moved.due_at == at("2026-11-30 17:00")
    assert [one.reason for one in moved.overrides] == ["Toà án trả lời chậm"]


def test_a_slip_is_sent_back_with_a_word(room: Room, lan: Person, head: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến")
    head.says("/phieu").taps("Trả lại").says("Làm thêm giờ là kịp").hears("trả phiếu lại")
    assert StoredDuties(room.office.store).slips(room.office.commune) == ()
    assert room.office.now_is(known.code).apologies == ()


def test_an_officer_with_the_heads_button_signs_nothing(
    room: Room, lan: Person, head: Person
) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến")
    signing = head.says("/phieu").button("Ký phiếu này").action
    lan._does(kind=InboundKind.TAP, action=signing)
    lan.hears("không làm được")
    assert room.office.now_is(known.code).apologies == ()


@pytest.mark.parametrize("place", ALONE, indirect=True)
def test_of_two_officers_at_once_the_second_is_told_who_was_first(
    room: Room, lan: Person, head: Person
) -> None:
    known = room.office.dossier(*DONE)
    lan.says("/sansang")
    head.says("/sansang")
    barrier = threading.Barrier(2)

    def both_decided(turn: Turn) -> None:
        if turn.commands:
            barrier.wait(10)

    room.before = both_decided
    people = (lan, head)
    threads = [threading.Thread(target=one.taps, args=("Tất cả",)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room.before = lambda _: None

    said = [one.said for one in people]
    assert sum("Đã xác nhận 1 kết quả" in one for one in said) == 1
    assert len(room.office.now_is(known.code).confirmations) == 1
    loser = next(one for one in said if "Đã xác nhận 1" not in one)
    assert "đồng nghiệp đã xác nhận trước" in loser
