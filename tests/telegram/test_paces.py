"""Two processes on one database keep the pace of a chat as one would."""

from dataclasses import replace

import pytest

from bot.channels.base import Part, TryAgain
from bot.channels.telegram.client import TelegramSettings, make_bot
from bot.channels.telegram.paces import ChatPaces, SharedPaces
from bot.channels.telegram.send import TelegramChannel
from handlers.messages import Address
from handlers.store import contacts
from handlers.store.contacts import Destination
from handlers.store.unit_of_work import Store
from tests.benchmarks.broadcast import most
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.core import TOKEN, StrictApi
from tests.fakes.telegram.request import StrictRequest
from tests.fakes.ward import Ward

ROOM, LAN = -100_123, 1001


class Two:
    """Two channels of one bot, each with what a process of its own has."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.clock = clock
        self.api = StrictApi(clock)
        self.api.limits = replace(self.api.limits, group_per_minute=20)
        self.api.chats.open(LAN)
        self.api.chats.open(ROOM, "supergroup").topics |= {4: "a", 5: "b"}
        self.ward = Ward(store, clock)
        self.store = store
        request = StrictRequest(self.api)
        self.channels = [
            TelegramChannel(
                make_bot(TelegramSettings(TOKEN), request, request),
                clock,
                paces=SharedPaces(store),
                pause=self._pause,
            )
            for _ in range(2)
        ]

    async def _pause(self, seconds: float) -> None:
        self.clock.move(seconds=seconds)

    def to(self, chat: int, thread: str = "") -> Destination:
        with self.store.work() as work:
            endpoint = contacts.endpoint_of(work, self.ward.endpoint)
            contact = contacts.open_contact(work, endpoint, str(chat), thread, self.clock.now())
            work.commit()
        return Destination(Address(self.ward.endpoint, contact), str(chat), thread)


@pytest.fixture
def two(store: Store, clock: FakeClock) -> Two:
    return Two(store, clock)


@pytest.mark.asyncio
async def test_a_group_and_its_topics_get_no_more_than_twenty_a_minute_from_both(
    two: Two,
) -> None:
    topics = [two.to(ROOM, "4"), two.to(ROOM, "5")]
    for number in range(50):
        await two.channels[number % 2].send(topics[number % 2], Part("chào"))
    calls = [call.at for call in two.api.made("sendMessage")]
    assert len(calls) == 50
    assert most(calls, 60.0) <= 20


@pytest.mark.asyncio
async def test_a_person_gets_three_at_once_from_both_together(two: Two) -> None:
    began = two.clock.now()
    for number in range(6):
        await two.channels[number % 2].send(two.to(LAN), Part("chào"))
    calls = [(call.at - began).total_seconds() for call in two.api.made("sendMessage")]
    assert calls == [0, 0, 0, 1, 2, 3]


@pytest.mark.asyncio
async def test_a_chat_that_asked_one_to_wait_is_left_alone_by_the_other(two: Two) -> None:
    two.api.fail(
        status=429,
        description="Too Many Requests: retry after 30",
        parameters={"retry_after": 30},
        chat=LAN,
    )
    with pytest.raises(TryAgain):
        await two.channels[0].send(two.to(LAN), Part("chào"))
    calls = len(two.api.calls)
    with pytest.raises(TryAgain) as still:
        await two.channels[1].send(two.to(LAN), Part("chào"))
    assert still.value.after.total_seconds() == 31
    assert len(two.api.calls) == calls


@pytest.mark.asyncio
async def test_a_clock_set_back_mutes_no_chat_of_one_process(clock: FakeClock) -> None:
    paces = ChatPaces()
    to = Destination(Address("e", "c"), "7", "")
    clock.move(hours=2)
    waits = [(await paces.reserve(to, 7, clock.now())).total_seconds() for _ in range(4)]
    clock.move(hours=-2)

    assert [(await paces.reserve(to, 7, clock.now())).total_seconds() for _ in range(4)] == waits
