"""The cause of lateness is asked for once and may wait."""

from handlers.store.duties import StoredDuties
from knowledge.dossiers.dossier import Dossier
from tests.conversations.desk.room import ACCEPTED, Person, Room
from tests.knowledge.dossiers.lives import at


def drafts(room: Room, person: Person) -> Dossier:
    known = room.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    person.says(known.code).taps("Không kịp").taps("30/11/2026").taps("Chờ ý kiến")
    return known


def slips_of(room: Room) -> list[str]:
    return [case.dossier.code for case, _ in StoredDuties(room.office.store).slips("phuong-mau")]


def test_not_on_time_opens_the_explanation_which_the_next_message_is(
    room: Room, lan: Person
) -> None:
    known = drafts(room, lan)
    lan.hears("mẫu 04", "chờ lãnh đạo ký", "Nguyên nhân trễ là gì")
    lan.says("Cán bộ phụ trách nghỉ ốm ba ngày").hears(known.code, "Đã ghi nguyên nhân")
    assert room.office.now_is(known.code).cause == "Cán bộ phụ trách nghỉ ốm ba ngày"
    assert slips_of(room) == [known.code]


def test_the_explanation_may_be_what_the_slip_says(room: Room, lan: Person) -> None:
    known = drafts(room, lan)
    lan.taps("Như lý do trên phiếu").hears("Đã ghi nguyên nhân")
    assert room.office.now_is(known.code).cause == "Chờ ý kiến của cơ quan phối hợp"


def test_the_explanation_may_wait_and_the_slip_stays(room: Room, lan: Person) -> None:
    known = drafts(room, lan)
    lan.taps("Huỷ")
    lan.says("làm giấy khai sinh cần gì").hears("khai sinh")
    assert room.office.now_is(known.code).cause == ""
    assert slips_of(room) == [known.code]
    lan.says(known.code).taps("Ghi nguyên nhân trễ").says("Chờ xác minh").hears("Đã ghi")
    assert room.office.now_is(known.code).cause == "Chờ xác minh"


def test_the_code_of_the_next_dossier_is_no_explanation(room: Room, lan: Person) -> None:
    known = drafts(room, lan)
    other = room.office.dossier(*ACCEPTED, number=2, officer="Lê Thị Mẫu")
    lan.says(other.code).hears(other.code).taps("Kịp").hears("kịp hạn")
    assert room.office.now_is(known.code).cause == ""


def test_who_explained_before_is_not_asked_again(room: Room, lan: Person, head: Person) -> None:
    known = drafts(room, lan)
    lan.says("Chờ toà án")
    head.says("/phieu").taps("Trả lại").says("Ghi rõ hơn")
    lan.says(known.code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến")
    lan.hears("chờ lãnh đạo ký").hears_nothing_of("Nguyên nhân trễ là gì")


def test_the_cause_of_lateness_is_typed_once_asked(room: Room, lan: Person) -> None:
    known = room.office.dossier(*ACCEPTED, "done 2026-11-27 08:00", officer="Lê Thị Mẫu")
    room.office.clock.move_to(at("2026-11-27 09:00"))
    lan.says("/viec").hears("Trễ hạn chưa ghi nguyên nhân: 1").taps("0001").taps("Ghi nguyên")
    lan.says("Máy chủ của tỉnh hỏng hai ngày").hears("Đã ghi nguyên nhân")
    assert room.office.now_is(known.code).cause == "Máy chủ của tỉnh hỏng hai ngày"
