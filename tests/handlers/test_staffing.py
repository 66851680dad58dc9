"""Officers: taken in, tied to a chat by a one-time code, known by it, taken out."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from handlers import staffing
from handlers.inbox import Handled
from handlers.messages import Inbound, InboundKind
from handlers.officers import CITIZEN, Actor, Member, Officer, Refusal, Role
from handlers.staff import Linking
from handlers.store import staff, views
from handlers.store.staff import StoredStaffBook
from handlers.store.unit_of_work import Store, Work
from handlers.turns import ConversationState, Turn
from tests.fakes.clock import FakeClock
from tests.fakes.responder import FakeResponder, say
from tests.fakes.ward import Ward

COMMUNE = "phuong-mau"


class Desk:
    """A ward whose responder takes link codes and otherwise tells who it thinks one is."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.book = StoredStaffBook(store)
        self.ward = Ward(store, clock, FakeResponder(self.decide))
        self.store, self.clock = store, clock

    def decide(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        linked = Linking(self.book, COMMUNE, inbound, state, now).turn()
        return linked or say("ai đó")

    def act(self, do: Callable[[Work], object]) -> object:
        with self.store.work() as work:
            done = do(work)
            work.commit()
        return done

    def add(self, name: str, *roles: Role) -> Member:
        now = self.clock.now()
        made = self.act(lambda work: staffing.add(work, COMMUNE, name, roles, "cli", now))
        assert isinstance(made, int)
        return self.member(name)

    def member(self, name: str) -> Member:
        with self.store.read() as work:
            found = staffing.find(work, COMMUNE, name)
        assert found is not None
        return found

    def code(self, name: str) -> str:
        member, now = self.member(name), self.clock.now()
        code = self.act(lambda work: staffing.make_link(work, member, "cli", now))
        assert isinstance(code, str)
        return code if not isinstance(code, Refusal) else ""

    def link(self, name: str, chat: str) -> Handled:
        return self.ward.says(self.code(name), chat)

    def actor(self, chat: str, *, group: bool = False, by: str | None = None) -> Actor:
        """Who the inbox takes the writer for."""
        inbound = replace(self.ward.inbound("xin chào", chat), group=group, by=by)
        stored = self.ward.inbox.receive(inbound)
        assert stored is not None
        self.ward.inbox.handle(stored.id)
        return self.ward.responder.asked[-1][1].actor

    def audit(self) -> list[tuple[str, str, str]]:
        with self.store.read() as work:
            rows = work.run(text("SELECT who, what, about FROM audit ORDER BY id")).all()
        return [(row.who, row.what, row.about) for row in rows]


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return Desk(store, clock)


def said(handled: Handled) -> str:
    return " ".join(getattr(one, "text", "") for reply in handled.replies for one in reply.blocks)


def test_a_code_typed_in_a_chat_makes_it_the_officers(desk: Desk) -> None:
    made = desk.add("Lê Thị Mẫu", Role.OFFICER, Role.DESK_LEAD)
    answer = desk.link("Lê Thị Mẫu", "chat-1")

    assert "Lê Thị Mẫu" in said(answer)
    assert desk.actor("chat-1") == Officer(
        made.id, COMMUNE, "Lê Thị Mẫu", frozenset({Role.OFFICER, Role.DESK_LEAD})
    )


def test_everybody_else_is_a_citizen(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    assert desk.actor("chat-2") == CITIZEN


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


def test_a_group_is_never_an_officer(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    inbound = replace(desk.ward.inbound(desk.code("Lê Thị Mẫu"), "group-1"), group=True, by="77")
    stored = desk.ward.inbox.receive(inbound)
    assert stored is not None
    assert "trò chuyện riêng" in said(desk.ward.inbox.handle(stored.id)[-1])
    assert desk.actor("group-1", group=True, by="77") == CITIZEN


def test_in_a_group_the_one_who_speaks_counts(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    desk.link("Lê Thị Mẫu", "77")

    assert isinstance(desk.actor("group-1", group=True, by="77"), Officer)
    assert desk.actor("group-1", group=True, by="78") == CITIZEN
    assert desk.actor("group-1", group=True) == CITIZEN


def test_who_speaks_in_a_group_is_kept_by_our_own_id(desk: Desk) -> None:
    desk.link(desk.add("Lê Thị Mẫu", Role.OFFICER).officer.name, "77")
    desk.actor("group-1", group=True, by="77")
    desk.actor("group-1", group=True, by="990088")

    assert desk.ward.responder.asked[-2][0].by == desk.ward.contact("77")
    assert desk.ward.responder.asked[-1][0].by is None
    with desk.store.read() as work:
        rows = work.run(text("SELECT speaker, payload FROM inbound")).all()
    assert "990088" not in str(rows)
    assert "'77'" not in str(rows)


def test_who_left_is_a_citizen_from_that_moment(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    desk.link("Lê Thị Mẫu", "chat-1")
    later = desk.code("Lê Thị Mẫu")
    member, now = desk.member("Lê Thị Mẫu"), desk.clock.now()
    desk.act(lambda work: staffing.leave(work, member, "cli", now))

    assert desk.actor("chat-1") == CITIZEN
    desk.ward.says(later, "chat-1")
    assert desk.actor("chat-1") == CITIZEN


def test_new_roles_count_from_the_next_message(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    desk.link("Lê Thị Mẫu", "chat-1")
    member, now = desk.member("Lê Thị Mẫu"), desk.clock.now()
    desk.act(lambda work: staffing.set_roles(work, member, {Role.HEAD}, "cli", now))
    actor = desk.actor("chat-1")
    assert isinstance(actor, Officer)
    assert actor.roles == {Role.HEAD}


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


def test_an_officer_who_erases_their_chat_is_known_by_it_no_more(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    desk.link("Lê Thị Mẫu", "77")
    desk.actor("group-1", group=True, by="77")
    assert desk.ward.inbox.forget(desk.ward.endpoint, "77")

    assert desk.actor("77") == CITIZEN
    with desk.store.read() as work:
        assert work.run(text("SELECT count(speaker) FROM inbound")).scalar() == 0


def test_names_are_taken_once_whatever_their_marks(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    now = desk.clock.now()
    again = desk.act(
        lambda work: staffing.add(work, COMMUNE, "le thi mau", {Role.HEAD}, "cli", now)
    )
    assert again is Refusal.NAME_TAKEN


def test_nobody_stands_in_for_themselves(desk: Desk) -> None:
    member, now = desk.add("Lê Thị Mẫu", Role.OFFICER), desk.clock.now()
    until = date(2026, 12, 1)
    refused = desk.act(lambda work: staffing.set_away(work, member, until, member, "cli", now))
    assert refused is Refusal.OWN_STAND_IN


def test_every_act_over_the_staff_is_recorded(desk: Desk) -> None:
    member = desk.add("Lê Thị Mẫu", Role.OFFICER)
    desk.link("Lê Thị Mẫu", "chat-1")
    now = desk.clock.now() + timedelta(minutes=1)
    desk.act(lambda work: staffing.set_roles(work, member, {Role.HEAD}, "cli", now))
    desk.act(lambda work: staffing.set_away(work, member, now.date(), None, "cli", now))
    desk.act(lambda work: staffing.leave(work, member, "cli", now))

    assert [what for _, what, _ in desk.audit()] == [
        "staff.added",
        "staff.link_made",
        "staff.linked",
        "staff.roles",
        "staff.away",
        "staff.left",
    ]
    assert {who for who, what, _ in desk.audit() if what == "staff.linked"} == {
        f"officer:{member.id}"
    }


def test_an_officer_nobody_linked_is_reached_nowhere(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    with desk.store.read() as work:
        (member,) = staff.members(work, COMMUNE)
    assert (member.contact, member.endpoint) == (None, None)
