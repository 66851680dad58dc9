"""Broadcasts to the followers of a field and to a neighbourhood, from the draft to the chat."""

import asyncio

import pytest

from bot.channels.base import Part
from bot.channels.null import NullChannel
from bot.channels.terminal.render import text_of
from bot.delivery import Delivery
from handlers.broadcast import BroadcastState
from handlers.messages import Reply
from handlers.store import broadcasting, broadcasts, contacts, follows, records, subscriptions
from handlers.store.contacts import Destination
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Store
from knowledge.dossier_store.writing import insert_dossiers
from tests.benchmarks.queueing import For, measure
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk
from tests.knowledge.dossiers import lives

RESIDENCE, LAND = "Cư trú", "Đất đai"
AREA = "Tổ dân phố 1"


class Street:
    """People of a ward, what they follow, and what reaches their chats."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.heard: dict[str, list[str]] = {}
        self.filed = 0

    def person(self, chat: str) -> str:
        """Somebody who has asked for nothing; their contact."""
        with self.desk.store.work() as work:
            whose = contacts.endpoint_of(work, self.desk.endpoint)
            made = contacts.open_contact(work, whose, chat, "", self.desk.clock.now())
            work.commit()
        return made

    def follows(self, contact: str, field: str, *later: str) -> int:
        """They follow a dossier of their own of this field; the follow."""
        now, self.filed = self.desk.clock.now(), self.filed + 1
        made = lives.dossier(
            "accepted 2026-11-19 09:00",
            *later,
            code=f"H32.12.05-261119-{self.filed:04}",
            field=field,
            copied_at=now,
        )
        to = Recipient(KEY, self.desk.endpoint, "telegram", contact)
        with self.desk.store.work() as work:
            (dossier,) = insert_dossiers(work.session, [made], {}, now).values()
            kept = follows.add(work, to, dossier.id, now)
            work.commit()
        return kept

    def sends(self, number: int) -> None:
        """The job and the channel, until nothing is left to do."""
        self.desk.start(number)
        self.desk.bites()

        def note(to: Destination, part: Part) -> None:
            assert isinstance(part.reply, Reply)
            self.heard.setdefault(to.chat or "", []).append(text_of((part.reply,)))

        async def deliver() -> None:
            channels = {self.desk.endpoint: NullChannel(note)}
            delivery = Delivery(self.desk.store, channels, self.desk.clock)
            while await delivery.sweep(self.desk.endpoint):
                pass
            await delivery.stop()

        asyncio.run(deliver())
        self.desk.bites()


@pytest.fixture
def street(store: Store, clock: FakeClock) -> Street:
    return Street(open_desk(store, clock))


def test_who_follows_a_dossier_of_the_field_hears_it_once_and_nobody_else(street: Street) -> None:
    for chat in ("one", "two"):
        street.follows(street.person(chat), RESIDENCE)
    twice, land, stopped, quit_ = map(street.person, ("twice", "land", "stopped", "quit"))
    for _ in range(2):
        street.follows(twice, RESIDENCE)
    street.follows(land, LAND)
    street.follows(stopped, RESIDENCE)
    left = street.follows(quit_, RESIDENCE)
    street.desk.readers(2, "news")
    with street.desk.store.work() as work:
        subscriptions.stop(work, KEY, stopped, street.desk.clock.now())
        follows.stop(work, left, quit_, street.desk.clock.now())
        work.commit()
    made = street.desk.write("Nhớ khai báo tạm trú.", to="followers", field=RESIDENCE)
    street.sends(made.id)
    assert sorted(street.heard) == ["one", "twice", "two"]
    assert {len(one) for one in street.heard.values()} == {1}
    assert "vì đang theo dõi hồ sơ" in street.heard["one"][0]
    found = street.desk.found(made.id)
    assert (found.state, found.queued) == (BroadcastState.DONE, 3)


def test_only_who_lives_in_the_neighbourhood_hears_it(street: Street) -> None:
    here, there, silent, new = street.desk.readers(4)
    with street.desk.store.work() as work:
        for who, area in ((here, AREA), (there, "Tổ dân phố 2"), (new, AREA)):
            subscriptions.choose_area(work, KEY, who, area)
        work.commit()
    del silent
    made = street.desk.write("Tổ 1 họp tối nay.", areas=(AREA,))
    street.sends(made.id)
    assert sorted(street.heard) == ["r0", "r3"]


def test_followers_of_the_field_in_one_neighbourhood_are_both(street: Street) -> None:
    both, elsewhere, other = map(street.person, ("both", "elsewhere", "other"))
    street.follows(both, RESIDENCE)
    street.follows(elsewhere, RESIDENCE)
    street.follows(other, LAND)
    with street.desk.store.work() as work:
        subscriptions.choose_area(work, KEY, both, AREA)
        subscriptions.choose_area(work, KEY, other, AREA)
        work.commit()
    made = street.desk.write(to="followers", field=RESIDENCE, areas=(AREA,))
    street.sends(made.id)
    assert list(street.heard) == ["both"]


def test_a_follower_who_comes_or_stops_between_two_bites_is_as_when_it_began(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "BITE", 2)
    people = [street.person(f"p{one}") for one in range(6)]
    for one in people:
        street.follows(one, RESIDENCE)
    made = street.desk.write(to="followers", field=RESIDENCE)
    street.desk.start(made.id)
    street.desk.bites(2)
    assert len(street.desk.copies(made.id)) == 2
    street.desk.clock.move(seconds=1)
    street.follows(street.person("late"), RESIDENCE)
    queued = {who for who, *_ in street.desk.copies(made.id)}
    gone = next(one for one in people if one not in queued)
    with street.desk.store.work() as work:
        records.stop(work, gone, street.desk.clock.now())
        work.commit()
    street.desk.bites()
    written = {who for who, *_ in street.desk.copies(made.id)}
    assert written == set(people) - {gone}
    with street.desk.store.read() as work:
        assert broadcasts.size(work, street.desk.found(made.id), street.desk.clock.now()) == 5


@pytest.mark.parametrize("audience", list(For))
def test_the_benchmark_queues_each_audience_whole(database_url: str, audience: For) -> None:
    _, waits, copies = measure(database_url, 40, audience)
    assert copies == 40
    assert waits
