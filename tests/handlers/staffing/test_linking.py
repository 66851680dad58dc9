"""A one-time code ties a chat to an officer: once, in time, to one only."""

import threading
from datetime import datetime

import pytest
from sqlalchemy import text

from handlers.messages import Inbound, InboundKind
from handlers.officers import CITIZEN, Officer, Role
from handlers.store import views
from handlers.turns import ConversationState, Turn
from tests.handlers.staffing.desk import COMMUNE, Desk, said


def test_a_code_typed_in_a_chat_makes_it_the_officers(desk: Desk) -> None:
    made = desk.add("Lê Thị Mẫu", Role.OFFICER, Role.DESK_LEAD)
    answer = desk.link("Lê Thị Mẫu", "chat-1")

    assert "Lê Thị Mẫu" in said(answer)
    assert desk.actor("chat-1") == Officer(
        made.id, COMMUNE, "Lê Thị Mẫu", frozenset({Role.OFFICER, Role.DESK_LEAD})
    )


@pytest.mark.parametrize("form", ["{}", "/lienket {}", "  {}. "])
def test_a_code_is_read_however_it_is_typed(desk: Desk, form: str) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    code = desk.code("Lê Thị Mẫu").lower()
    desk.ward.says(form.format(code), "chat-1")
    assert isinstance(desk.actor("chat-1"), Officer)


def test_a_code_comes_by_a_link_too(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    start = desk.ward.inbound(f"s_{desk.code('Lê Thị Mẫu')}", "chat-1", kind=InboundKind.START)
    stored = desk.ward.inbox.receive(start)
    assert stored is not None
    desk.ward.inbox.handle(stored.id)
    assert isinstance(desk.actor("chat-1"), Officer)


def test_a_code_of_a_quarter_of_an_hour_ago_opens_nothing(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    code = desk.code("Lê Thị Mẫu")
    desk.clock.move(minutes=15)
    assert "quá 15 phút" in said(desk.ward.says(code))
    assert desk.actor("chat-1") == CITIZEN


def test_a_code_opens_once(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    code = desk.code("Lê Thị Mẫu")
    desk.ward.says(code, "chat-1")
    assert "đã dùng" in said(desk.ward.says(code, "chat-2"))
    assert desk.actor("chat-2") == CITIZEN


def test_a_new_code_ends_the_one_before(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    old, new = desk.code("Lê Thị Mẫu"), desk.code("Lê Thị Mẫu")
    desk.ward.says(old, "chat-1")
    assert desk.actor("chat-1") == CITIZEN
    desk.ward.says(new, "chat-1")
    assert isinstance(desk.actor("chat-1"), Officer)


def test_two_chats_racing_with_one_code_make_one_officer(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    code = desk.code("Lê Thị Mẫu")
    stored = [desk.ward.receive(code, chat) for chat in ("chat-1", "chat-2")]
    barrier = threading.Barrier(2)
    answers: list[str] = []

    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        turn = desk.decide(inbound, state, now)
        if turn.commands:
            barrier.wait(10)
        return turn

    desk.ward.responder.decide = decide

    def handle(number: str) -> None:
        answers.append(said(desk.ward.inbox.handle(number)[-1]))

    threads = [threading.Thread(target=handle, args=(one.id,)) for one in stored]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.ward.responder.decide = desk.decide

    assert sum("Đã liên kết" in one for one in answers) == 1
    assert sum("đã dùng" in one for one in answers) == 1
    actors = [desk.actor(chat) for chat in ("chat-1", "chat-2")]
    assert sum(isinstance(one, Officer) for one in actors) == 1


def test_only_the_hash_of_a_code_is_kept(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    code = desk.code("Lê Thị Mẫu")
    with desk.store.read() as work:
        kept = work.run(text("SELECT code_hash FROM staff_link")).scalar()
    assert code not in str(desk.audit())
    assert len(str(kept)) == 64
    assert code.replace("-", "") not in str(kept).upper()


def test_a_chat_of_one_officer_is_not_given_to_another(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    desk.add("Trần Văn Mẫu", Role.HEAD)
    desk.link("Lê Thị Mẫu", "chat-1")
    assert "cán bộ khác" in said(desk.link("Trần Văn Mẫu", "chat-1"))
    actor = desk.actor("chat-1")
    assert isinstance(actor, Officer)
    assert actor.name == "Lê Thị Mẫu"


def test_linking_anew_tells_the_chat_left_behind(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    desk.link("Lê Thị Mẫu", "chat-1")
    desk.link("Lê Thị Mẫu", "chat-2")

    assert desk.actor("chat-1") == CITIZEN
    with desk.store.read() as work:
        letters = views.letters(work, desk.ward.contact("chat-1"))
    assert any(one.reply and "cuộc trò chuyện khác" in str(one.reply) for one in letters)
