"""A copy a channel forbids goes to another chat of the same person, unless they have one there."""

import pytest
from sqlalchemy import insert, select, update

from bot.channels.base import Unreachable, Withheld
from bot.delivery import Delivery
from handlers.messages import ChannelName
from handlers.store import broadcasting, contacts, subscriptions
from handlers.store.tables import ContactRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, OUTBOX, open_desk

CONTACT = table_of(ContactRow)


class Person:
    """Somebody who asked for the news on Zalo and has a chat on Telegram as well."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.desk, self.store, self.clock = open_desk(store, clock), store, clock
        self.telegram = self.desk.endpoint
        with store.work() as work:
            self.zalo = contacts.ensure_endpoint(work, KEY, ChannelName.ZALO_OA, "oa", clock.now())
            self.chats = {
                one: contacts.open_contact(
                    work, contacts.endpoint_of(work, one), "me", "", clock.now()
                )
                for one in (self.zalo, self.telegram)
            }
            subscriptions.ask(work, KEY, self.chats[self.zalo], clock.now())
            work.commit()
        self.channels = {
            self.zalo: FakeChannel(name=ChannelName.ZALO_OA),
            self.telegram: FakeChannel(),
        }

    def joins(self) -> None:
        """`/noikenh`: both chats are one person's."""
        with self.store.work() as work:
            work.connection.execute(update(CONTACT).values(person="pme"))
            work.commit()

    def queued(self, *, urgent: bool = False) -> int:
        """The number of a broadcast whose copies wait."""
        one = self.desk.write()
        self.desk.start(one.id, "Hoa", urgent=urgent)
        self.desk.bites()
        return one.id

    async def hears(self) -> dict[str, int]:
        """How many messages each chat got."""
        delivery = Delivery(self.store, self.channels, self.clock)
        for _ in range(4):
            for endpoint in self.channels:
                await delivery.sweep(endpoint)
        await delivery.stop()
        return {
            name: sum("Mai cúp nước." in one for one in self.channels[of].texts("me"))
            for name, of in (("zalo", self.zalo), ("telegram", self.telegram))
        }


@pytest.fixture
def me(store: Store, clock: FakeClock) -> Person:
    return Person(store, clock)


@pytest.mark.asyncio
@pytest.mark.parametrize("urgent", [False, True])
@pytest.mark.parametrize("bar", [Withheld("window"), Unreachable()])
async def test_a_copy_barred_on_one_channel_reaches_the_person_on_another(
    me: Person, bar: Exception, *, urgent: bool
) -> None:
    me.joins()
    number = me.queued(urgent=urgent)
    me.channels[me.zalo].forbidden = bar
    assert await me.hears() == {"zalo": 0, "telegram": 1}
    with me.store.read() as work:
        (count,) = broadcasting.counts(work, number)
        assert broadcasting.missed(work, number) == []
    assert (count.channel, count.state, count.number) == ("telegram", "sent", 1)


@pytest.mark.asyncio
async def test_it_moves_once_and_waits_where_both_forbid_it(me: Person) -> None:
    me.joins()
    me.queued()
    me.channels[me.zalo].forbidden = Withheld("window")
    me.channels[me.telegram].forbidden = Withheld("window")
    assert await me.hears() == {"zalo": 0, "telegram": 0}
    me.channels[me.zalo].forbidden = None
    assert await me.hears() == {"zalo": 0, "telegram": 0}


@pytest.mark.asyncio
async def test_who_has_a_copy_in_the_other_chat_gets_no_second_one(me: Person) -> None:
    with me.store.work() as work:
        subscriptions.ask(work, KEY, me.chats[me.telegram], me.clock.now())
        work.commit()
    me.queued()
    me.joins()  # after both had their copy
    me.channels[me.zalo].forbidden = Withheld("window")
    assert await me.hears() == {"zalo": 0, "telegram": 1}


@pytest.mark.asyncio
async def test_a_copy_that_moved_there_before_counts_as_one(me: Person) -> None:
    number = me.queued()
    me.joins()
    with me.store.work() as work:  # from a third chat, that was parted since
        copy = work.connection.execute(select(OUTBOX).where(OUTBOX.c.broadcast == number)).one()
        row = {**copy._mapping, "key": f"broadcast:{number}:third", "seq": 90, "reason": "moved"}
        row |= {"endpoint": me.telegram, "contact": me.chats[me.telegram]}
        del row["id"]
        work.connection.execute(insert(OUTBOX).values(row))
        work.commit()
    me.channels[me.zalo].forbidden = Withheld("window")
    assert await me.hears() == {"zalo": 0, "telegram": 1}


@pytest.mark.asyncio
@pytest.mark.parametrize("how", ["stop", "mute"])
async def test_a_chat_that_wants_none_of_it_is_left_alone(me: Person, how: str) -> None:
    me.joins()
    me.queued()
    with me.store.work() as work:
        there, now = me.chats[me.telegram], me.clock.now()
        if how == "stop":
            subscriptions.stop(work, KEY, there, now)
        else:
            subscriptions.mute(work, KEY, there, "utilities", now)
        work.commit()
    me.channels[me.zalo].forbidden = Withheld("window")
    assert await me.hears() == {"zalo": 0, "telegram": 0}


@pytest.mark.asyncio
async def test_without_a_joined_chat_it_waits_for_the_person(me: Person) -> None:
    number = me.queued()
    me.channels[me.zalo].forbidden = Withheld("window")
    assert await me.hears() == {"zalo": 0, "telegram": 0}
    with me.store.read() as work:
        (count,) = broadcasting.counts(work, number)
    assert (count.state, count.why) == ("withheld", "window")
