"""An officer's list and card in their chat; a citizen who types the same finds nothing."""

from dataclasses import replace

import pytest

from bot.channels.terminal.render import text_of
from handlers.turns import ConversationState
from tests.conversations.desk.room import ACCEPTED, DONE, Person, Room, confirmed


@pytest.mark.parametrize("words", ["/viec", "việc của tôi", "viec hom nay"])
def test_an_officer_sees_their_list(room: Room, lan: Person, words: str) -> None:
    room.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    lan.says(words).hears("Việc của anh/chị", "H32.12.05-261119-0001")


@pytest.mark.parametrize("words", ["/viec", "việc của tôi", "/sansang", "/phieu"])
def test_a_citizen_typing_the_same_gets_an_ordinary_answer(
    room: Room, lan: Person, words: str
) -> None:
    room.office.dossier(*DONE)
    citizen = Person(room, "citizen").says(words)
    citizen.hears_nothing_of("Việc của anh/chị", "261119-0001", "chờ ký", "trên kệ")


def test_a_citizen_with_an_officers_button_changes_nothing(room: Room, lan: Person) -> None:
    known = room.office.dossier(*DONE)
    lan.says("/sansang")
    thief = Person(room, "citizen")
    thief.heard, thief.said = lan.heard, lan.said
    thief.taps("Tất cả")
    assert confirmed(room, known.code) == [None]


def test_in_a_group_no_list_is_shown(room: Room, lan: Person) -> None:
    room.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    group = Person(room, "group")
    group.says("/viec", group=True, by="lan").hears("trò chuyện riêng")
    group.hears_nothing_of("0001")


def test_on_time_is_one_tap_and_ends_the_question(room: Room, lan: Person) -> None:
    room.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    lan.says("/viec").taps("0001").taps("Kịp").hears("kịp hạn")
    lan.says("/viec").hears_nothing_of("kịp hay không kịp")


def test_two_answers_to_one_card_name_the_first(room: Room, lan: Person, head: Person) -> None:
    known = room.office.dossier(*DONE)
    lan.says(known.code)
    head.says(known.code)
    lan.taps("Đã có trên kệ").hears("đã xác nhận sẵn sàng")
    head.taps("Đã có trên kệ").hears("Lê Thị Mẫu đã làm lúc 08:00")


def test_cancelling_leaves_a_step_and_questions_stay_questions(room: Room, lan: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code).taps("Không kịp").says("huỷ").hears_nothing_of("Lý do")
    lan.says("làm giấy khai sinh cần gì").hears("khai sinh")


def test_an_officer_answers_a_card_by_replying_to_it(room: Room, lan: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code)
    inbound = replace(room.office.says("kịp", "lan", "r1"), subject=f"work:{known.id}")
    member = room.office.member("Lê Thị Mẫu")
    turn = room.router.respond(
        inbound, ConversationState(actor=member.officer), room.office.clock.now()
    )
    assert "kịp hạn" in text_of(turn.replies)
    assert turn.commands
