"""The head lets a rule pass from the card in their chat, with a reason."""

from tests.conversations.desk.room import ACCEPTED, Person, Room
from tests.knowledge.dossiers.lives import at


def test_a_date_the_software_moved_holds_once_the_head_accepts_it(room: Room, head: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    moved = room.office.dossier(*ACCEPTED, due="2026-11-30 17:00")
    assert moved.due_at == known.due_at
    head.says(known.code).taps("Cho qua: Các ngày mâu thuẫn").hears("lý do")
    head.says("Đã gọi báo người dân").hears("Đã cho qua")
    after = room.office.now_is(known.code)
    assert after.due_at == at("2026-11-30 17:00")
    assert [(one.rule, one.reason) for one in after.overrides] == [
        ("dates_disagree", "Đã gọi báo người dân")
    ]


def test_an_answer_that_came_late_may_be_let_pass(room: Room, head: Person) -> None:
    late = ("registered 2026-11-19 08:00", "accepted 2026-11-20 09:01")
    known = room.office.dossier(*late)
    head.says(known.code).taps("Cho qua: Đã trả lời").says("Mất điện").hears("Đã cho qua")
    head.says(known.code)
    assert not [one for reply in head.heard for one in reply.choices if "Cho qua" in one.label]
