"""Who writes as an officer: in a group, after leaving, with new roles, absent, on record."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import text

from handlers import staffing
from handlers.officers import CITIZEN, Officer, Refusal, Role
from handlers.store import staff
from tests.handlers.staffing.desk import COMMUNE, Desk, said


def test_everybody_else_is_a_citizen(desk: Desk) -> None:
    desk.add("Lê Thị Mẫu", Role.OFFICER)
    assert desk.actor("chat-2") == CITIZEN


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
