"""Somebody with several joined chats counts once and hears a broadcast once, where it reaches."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.broadcast import Broadcast
from handlers.broadcast_texts import Refused, Why
from handlers.messages import ChannelName
from handlers.store import broadcasting, broadcasts, contacts, follows, subscriptions
from handlers.store.follows import Recipient
from handlers.store.states import ContactState
from handlers.store.tables import ContactRow, table_of
from handlers.store.unit_of_work import Store, Work
from knowledge import dossier_store
from knowledge.calendar import local
from tests.fakes.clock import FakeClock
from tests.fakes.dossiers import dossier
from tests.fakes.readers import KEY, Desk, open_desk

CONTACT = table_of(ContactRow)
FIELD = "Đất đai"
CODE = "1.002755"


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock, above=3)


def asks_for_news(work: Work, desk: Desk, chats: list[str]) -> None:
    for one in chats:
        subscriptions.ask(work, KEY, one, desk.clock.now())


def follow_one(work: Work, desk: Desk, chats: list[str]) -> None:
    now = desk.clock.now()
    code = "H32.12-261101-0001"
    new = replace(dossier(code=code), id=0, commune=KEY, token=code, field=FIELD)
    made = dossier_store.create(work.session, new, (), b"k", now)
    for one in chats:
        follows.add(work, Recipient(KEY, desk.endpoint, "telegram", one), made.id, now)


def keep_a_limit(work: Work, desk: Desk, chats: list[str]) -> None:
    last = local(desk.clock.now()).date() + timedelta(days=30)
    for one in chats:
        to = Recipient(KEY, desk.endpoint, "telegram", one)
        follows.remind(work, to, CODE, (last, last), desk.clock.now())


MEANT = {"all": asks_for_news, "followers": follow_one, "limits": keep_a_limit}


def people(desk: Desk, audience: str, number: int) -> list[str]:
    """So many chats, in the order of their ids, whom a broadcast to this audience means."""
    with desk.store.work() as work:
        whose = contacts.endpoint_of(work, desk.endpoint)
        chats = sorted(
            contacts.open_contact(work, whose, f"r{one}", "", desk.clock.now())
            for one in range(number)
        )
        MEANT[audience](work, desk, chats)
        work.commit()
    return chats


def joined(desk: Desk, *chats: str) -> None:
    changed(desk, lambda work: work.connection.execute(
        update(CONTACT).where(CONTACT.c.id.in_(chats)).values(person="p" + chats[0])
    ))  # fmt: skip


def changed(desk: Desk, change: Callable[[Work], object]) -> None:
    with desk.store.work() as work:
        change(work)
        work.commit()


def blocks(desk: Desk, chat: str, state: ContactState = ContactState.BLOCKED) -> None:
    changed(desk, lambda work: contacts.mark_contact(work, chat, state))


def mutes(desk: Desk, chat: str) -> None:
    changed(desk, lambda work: subscriptions.mute(work, KEY, chat, "utilities", desk.clock.now()))


def size(desk: Desk, one: Broadcast) -> int:
    with desk.store.read() as work:
        return broadcasts.size(work, one, desk.clock.now())


def copied(desk: Desk, number: int) -> list[str]:
    return sorted(who for who, *_ in desk.copies(number))


@pytest.mark.parametrize("audience", MEANT)
def test_joined_chats_count_once_and_get_one_copy(desk: Desk, audience: str) -> None:
    one, two, three, alone, fifth = people(desk, audience, 5)
    joined(desk, one, three)
    joined(desk, two, fifth)
    made = desk.write(to=audience)
    assert size(desk, made) == 3
    assert not isinstance(desk.start(made.id), Refused), "3 people need no second officer"
    desk.bites()
    assert copied(desk, made.id) == [one, two, alone]


@pytest.mark.parametrize("audience", MEANT)
@pytest.mark.parametrize("bite", [1, 500])
def test_the_chat_that_can_be_reached_gets_it(
    desk: Desk, audience: str, bite: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "BITE", bite)
    one, two, three, four = people(desk, audience, 4)
    joined(desk, one, two)
    joined(desk, three, four)
    blocks(desk, one)
    blocks(desk, four, ContactState.WAITING)
    made = desk.write(to=audience)
    desk.start(made.id)
    desk.bites()
    assert copied(desk, made.id) == [two, three]


def test_a_silent_account_a_page_and_a_chat_that_rings(desk: Desk) -> None:
    chats = people(desk, "all", 4)
    with desk.store.work() as work:
        for channel, chat in ((ChannelName.ZALO_OA, chats[0]), (ChannelName.WEB, chats[2])):
            name = contacts.ensure_endpoint(work, KEY, channel, "x", desk.clock.now())
            mine = update(CONTACT).where(CONTACT.c.id == chat)
            work.connection.execute(mine.values(endpoint=name))
        work.commit()
    joined(desk, *chats[:2])
    joined(desk, *chats[2:])
    made = desk.write()
    desk.start(made.id)
    desk.bites()
    assert copied(desk, made.id) == [chats[1], chats[3]]


def test_who_wants_it_in_one_chat_only_gets_it_there_and_refused_nothing(desk: Desk) -> None:
    one, two, three = people(desk, "all", 3)
    joined(desk, one, two, three)
    mutes(desk, one)
    made = desk.write()
    with desk.store.read() as work:
        assert broadcasts.unwanted(work, made, desk.clock.now()) == {}
    mutes(desk, two)
    mutes(desk, three)
    with desk.store.read() as work:
        assert list(broadcasts.unwanted(work, made, desk.clock.now()).values()) == [1]
    assert size(desk, made) == 0


@pytest.mark.parametrize("at", ["before", "after"])
def test_what_changes_between_two_bites_neither_leaves_out_nor_repeats(
    desk: Desk, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "BITE", 1)
    one, two, three = people(desk, "all", 3)
    joined(desk, one, three)
    blocks(desk, one) if at == "before" else None
    made = desk.write()
    desk.start(made.id)
    desk.bites(2)  # it began, and the first chat was gone by
    blocks(desk, three if at == "before" else one)
    desk.bites()
    assert copied(desk, made.id) == ([two, three] if at == "before" else [one, two])


def test_each_person_counts_against_the_size_that_needs_a_second_officer(desk: Desk) -> None:
    chats = people(desk, "all", 5)
    joined(desk, *chats[:2])
    made = desk.write()
    refused = desk.start(made.id)
    assert isinstance(refused, Refused)
    assert (refused.why, refused.what) == (Why.NOT_APPROVED, "4")
