"""Messages stored at once, each chat in order, chats in turn, nothing lost."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from bot.channels.base import ChannelLimits
from bot.channels.bridge.limits import ANSWER_SECONDS, CONNECT_SECONDS
from bot.channels.telegram import limits as telegram
from bot.channels.zalo_bot import limits as zalo_bot
from bot.channels.zalo_oa import limits as zalo_oa
from bot.delivery import SWEEP_SECONDS, Delivery
from bot.dispatch import AT_ONCE, LANES, LEFT_OVER, LOOK_SECONDS, Dispatch
from handlers.errors import StorageError, StorageFullError
from handlers.inbox import Inbox
from handlers.messages import Inbound
from handlers.store.inbound import Stored
from handlers.store.outbox import LEASE
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.responder import say
from tests.fakes.ward import Ward


class Desk:
    """A ward whose dispatch runs."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.ward = Ward(store, clock)
        self.channel = FakeChannel()
        self.delivery = Delivery(store, {self.ward.endpoint: self.channel}, clock)
        self.dispatch = Dispatch(
            self.ward.inbox, self.delivery, again_seconds=0.01, look_seconds=0.01
        )

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Dispatch]:
        """Start and stop as the program does."""
        await self.delivery.start()
        await self.dispatch.start()
        try:
            yield self.dispatch
        finally:
            await self.dispatch.stop()
            await self.delivery.stop()

    async def say_all(self, messages: list[Inbound]) -> None:
        """Submit in order and wait for all answers."""
        ids = [await self.dispatch.submit(one) for one in messages]
        for one in ids:
            if one is not None:
                await self.dispatch.settle(one)


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return Desk(store, clock)


async def conversation(desk: Desk, messages: list[Inbound]) -> None:
    async with desk.open():
        await desk.say_all(messages)


def test_a_message_is_answered_without_waiting_for_a_sweep(desk: Desk) -> None:
    desk.delivery._sweep_seconds = 3600
    asyncio.run(conversation(desk, [desk.ward.inbound("chào")]))
    assert desk.channel.texts() == ["bạn nói: chào"]


TAKEN_OVER = timedelta(seconds=30)
"""What is promised of a process that dies."""


def test_what_a_dead_process_had_received_is_answered_within_what_is_promised(desk: Desk) -> None:
    """On PostgreSQL others may live: what is young is theirs until then."""
    look = timedelta(seconds=LOOK_SECONDS)

    async def go() -> None:
        async with desk.open() as dispatch:
            desk.ward.receive("chào")  # by a process that dies now
            desk.ward.clock.move(seconds=(TAKEN_OVER - look).total_seconds() - 2)
            if not desk.ward.inbox.alone:
                assert await dispatch.recover(LEFT_OVER) == 0
            desk.ward.clock.move(seconds=2)
            async with asyncio.timeout(60):
                while not desk.channel.sent:  # noqa: ASYNC110 - what is waited for has no event
                    await asyncio.sleep(0.01)

    asyncio.run(go())
    assert desk.channel.texts() == ["bạn nói: chào"]


def test_what_a_dead_process_was_sending_is_taken_over_within_what_is_promised() -> None:
    assert LEASE + timedelta(seconds=SWEEP_SECONDS) <= TAKEN_OVER


def test_no_call_of_a_channel_outlives_the_lease_of_its_message() -> None:
    limits = [one.channel_limits() for one in (telegram, zalo_bot, zalo_oa)] + [ChannelLimits()]
    bridge = CONNECT_SECONDS + ANSWER_SECONDS + 3.0
    longest = max(bridge, *(one.send_seconds for one in limits))
    assert timedelta(seconds=longest + 5) < LEASE


def test_many_chats_at_once_each_stay_in_order(desk: Desk) -> None:
    messages = [
        desk.ward.inbound(str(number), chat=f"chat-{chat}")
        for number in range(8)
        for chat in range(12)
    ]
    asyncio.run(conversation(desk, messages))
    expected = [f"bạn nói: {number}" for number in range(8)]
    for chat in range(12):
        assert desk.channel.texts(f"chat-{chat}") == expected


def test_a_repeat_is_not_answered_again(desk: Desk) -> None:
    message = desk.ward.inbound("chào")
    asyncio.run(conversation(desk, [message, message]))
    assert desk.channel.texts() == ["bạn nói: chào"]


def test_at_most_sixteen_chats_are_handled_at_once(desk: Desk) -> None:
    """On SQLite a few threads take several chats each."""
    threads = LANES if desk.ward.store.sqlite else 16
    all_at_it = threading.Event()
    lock = threading.Lock()
    now_running: list[int] = [0, 0]

    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        with lock:
            now_running[0] += 1
            now_running[1] = max(now_running)
            if now_running[0] == threads:
                all_at_it.set()
        assert all_at_it.wait(20)
        with lock:
            now_running[0] -= 1
        return say("vâng")

    desk.ward.responder.decide = decide
    messages = [desk.ward.inbound("x", chat=f"chat-{number}") for number in range(48)]
    asyncio.run(conversation(desk, messages))
    assert now_running[1] == threads
    assert len(desk.channel.sent) == 48


def test_the_lanes_share_what_is_under_way_without_a_rest() -> None:
    """A rest would make every other batch one of a single message, with commits of its own."""
    assert AT_ONCE % LANES == 0


def test_a_flooding_chat_does_not_keep_the_others_waiting(desk: Desk) -> None:
    desk.dispatch = Dispatch(desk.ward.inbox, desk.delivery, at_once=1)
    flood = [desk.ward.inbound(f"spam {number}", chat="flood") for number in range(30)]
    person = desk.ward.inbound("cần gấp", chat="person")
    order: list[str] = []
    enough = threading.Event()

    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        enough.wait(20)
        order.append(inbound.text)
        return say("vâng")

    desk.ward.responder.decide = decide

    async def go() -> None:
        async with desk.open():
            ids = [await desk.dispatch.submit(one) for one in [*flood, person]]
            enough.set()
            for one in ids:
                await desk.dispatch.settle(str(one))

    asyncio.run(go())
    assert order.index("cần gấp") <= 2


def test_what_was_stored_before_a_crash_is_answered_after_it(desk: Desk) -> None:
    stored = [desk.ward.receive(text) for text in ("một", "hai", "ba")]
    desk.ward.clock.move(minutes=1)  # as long as a living process might still be at it

    async def go() -> None:
        async with desk.open():
            for one in stored:
                await desk.dispatch.settle(one.id)

    asyncio.run(go())
    assert desk.channel.texts() == ["bạn nói: một", "bạn nói: hai", "bạn nói: ba"]


def test_what_could_not_be_stored_is_said_so_and_not_confirmed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(arrived: object) -> None:
        raise StorageFullError

    monkeypatch.setattr(desk.ward.inbox, "receive_all", full)

    async def go() -> None:
        async with desk.open() as dispatch:
            with pytest.raises(StorageError):
                await dispatch.submit(desk.ward.inbound("chào"))

    asyncio.run(go())


def test_a_message_stored_before_storage_failed_is_answered_when_it_returns(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = desk.ward.inbox.handle, [StorageFullError()] * 3

    def handle(inbound_id: str, sender: Delivery, *, files_first: bool) -> object:
        if failures:
            raise failures.pop()
        return real(inbound_id, sender, files_first=files_first)

    monkeypatch.setattr(desk.ward.inbox, "handle", handle)
    asyncio.run(conversation(desk, [desk.ward.inbound("chào")]))
    assert desk.channel.texts() == ["bạn nói: chào"]


def test_a_parked_message_gets_its_apology_at_once(desk: Desk) -> None:
    def fail(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        raise ZeroDivisionError

    desk.ward.responder.decide = fail
    asyncio.run(conversation(desk, [desk.ward.inbound("độc")]))
    (apology,) = desk.channel.texts()
    assert "xin lỗi" in apology


class SlowInbox(Inbox):
    """Stores only once it may."""

    def __init__(self, ward: Ward) -> None:
        super().__init__(ward.store, ward.responder, ward.clock)
        self.asked, self.may = threading.Event(), threading.Event()

    def receive_all(self, arrived: Sequence[Inbound]) -> list[Stored | None]:
        """The same, later."""
        self.asked.set()
        assert self.may.wait(20)
        return super().receive_all(arrived)


def test_a_message_whose_bringer_was_cancelled_is_answered_all_the_same(desk: Desk) -> None:
    inbox = SlowInbox(desk.ward)
    desk.dispatch = Dispatch(inbox, desk.delivery)
    two = [desk.ward.inbound(text) for text in ("đang lưu", "còn chờ")]

    async def go() -> None:
        async with desk.open() as dispatch:
            first = asyncio.create_task(dispatch.submit(two[0]))
            await asyncio.to_thread(inbox.asked.wait, 20)
            second = asyncio.create_task(dispatch.submit(two[1]))
            await asyncio.sleep(0)  # it has begun
            for one in (first, second):
                one.cancel()
            await asyncio.gather(first, second, return_exceptions=True)
            assert first.cancelled()
            assert second.cancelled()
            inbox.may.set()
            async with asyncio.timeout(10):
                while len(desk.channel.texts()) < 2:  # noqa: ASYNC110 - another thread's doing
                    await asyncio.sleep(0.005)

    asyncio.run(go())
    assert desk.channel.texts() == ["bạn nói: đang lưu", "bạn nói: còn chờ"]


def test_what_was_stored_by_a_clock_that_was_ahead_is_answered(desk: Desk) -> None:
    desk.ward.clock.move(hours=5)
    desk.ward.receive(text="trước khi máy hỏng pin")
    desk.ward.clock.move(hours=-5)
    asyncio.run(conversation(desk, []))
    assert desk.channel.texts() == ["bạn nói: trước khi máy hỏng pin"]
