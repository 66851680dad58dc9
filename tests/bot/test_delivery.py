"""From the outbox to the channel: order, retries, limits, crashes."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

import pytest

from bot.channels.base import (
    ChannelLimits,
    Moved,
    Part,
    Refused,
    TryAgain,
    Uncertain,
    Unreachable,
    Withheld,
)
from bot.delivery import Delivery
from handlers.clock import LOCAL
from handlers.errors import StorageFullError
from handlers.messages import Address, ChannelName, Paragraph, Reply
from handlers.store import contacts, outbox, queueing, rates, views
from handlers.store.queueing import Message
from handlers.store.states import AfterCrash, OutboxKind, OutboxStatus, Priority
from handlers.store.unit_of_work import Store, Work
from handlers.turns import Turn
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

T = TypeVar("T")


class Post:
    """A ward, a channel, and the delivery between them."""

    def __init__(self, store: Store, clock: FakeClock, channel: FakeChannel | None = None) -> None:
        self.channel = channel or FakeChannel()
        self.ward = Ward(store, clock, channel=self.channel.name)
        self.clock = clock
        self.store = store
        self.pauses: list[float] = []

    def delivery(self) -> Delivery:
        """A delivery as a process of its own has it."""

        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)

        return Delivery(self.store, {self.ward.endpoint: self.channel}, self.clock, pause=pause)

    def deliver(self, chat: str = "chat-1") -> None:
        """Send what this chat may be sent now."""
        address = Address(self.ward.endpoint, self.ward.contact(chat))
        run(self.delivery().deliver(address))

    def sweep(self) -> int:
        """One sweep of the endpoint."""
        return run(self.delivery().sweep(self.ward.endpoint))

    def restart(self) -> None:
        """What a new process does first."""

        async def go() -> None:
            delivery = self.delivery()
            await delivery.start()
            await delivery.stop()

        run(go())

    def queue(
        self,
        *texts: str,
        key: str = "notice:1",
        chat: str = "chat-1",
        kind: OutboxKind = OutboxKind.NOTICE,
        due_in: timedelta = timedelta(0),
        after_crash: AfterCrash = AfterCrash.RESEND,
    ) -> None:
        """Queue something we start ourselves."""
        now = self.clock.now()
        reply = Reply(tuple(Paragraph(text) for text in texts))
        priority = Priority.WAITING if kind is OutboxKind.REPLY else Priority.NOTICE
        message = Message(
            key, reply, now + due_in, now + timedelta(days=2), kind, priority, after_crash
        )
        with self.store.work() as work:
            contact = self.ward.contact(chat)
            queueing.queue(work, "phuong-mau", self.ward.endpoint, contact, message)
            work.commit()

    def statuses(self, chat: str = "chat-1") -> list[tuple[str, str | None]]:
        """Status and reason of everything of a chat."""
        with self.store.read() as work:
            letters = views.letters(work, self.ward.contact(chat))
        return [(str(one.status), one.reason) for one in letters]

    def claim_and_die(self) -> None:
        """A process claims what is due and is killed."""
        with self.store.work() as work:
            outbox.claim_endpoint(work, self.ward.endpoint, "dead", self.clock.now(), 50)
            work.commit()


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


@pytest.fixture
def post(store: Store, clock: FakeClock) -> Post:
    return Post(store, clock)


def test_a_reply_is_sent_and_its_row_closed(post: Post) -> None:
    post.ward.says("một")
    post.deliver()
    assert post.channel.sent == [("chat-1", "bạn nói: một")]
    assert post.statuses() == [("sent", None)]


def test_replies_of_one_chat_leave_in_order(post: Post) -> None:
    for text in "abc":
        post.ward.says(text)
    post.deliver()
    assert post.channel.texts() == ["bạn nói: a", "bạn nói: b", "bạn nói: c"]


def test_two_processes_never_send_one_chat_out_of_order_or_twice(
    store: Store, clock: FakeClock
) -> None:
    post = Post(store, clock)
    for chat in ("chat-1", "chat-2", "chat-3"):
        for number in range(6):
            post.ward.says(str(number), chat)

    async def both() -> None:
        one, two = post.delivery(), post.delivery()
        while any(await asyncio.gather(one.sweep("telegram"), two.sweep("telegram"))):
            pass

    run(both())
    expected = [f"bạn nói: {number}" for number in range(6)]
    for chat in ("chat-1", "chat-2", "chat-3"):
        assert post.channel.texts(chat) == expected


def test_a_waiting_person_comes_before_a_notice(post: Post) -> None:
    post.ward.says("chào")
    post.deliver()
    post.queue("thông báo")
    post.ward.says("hỏi")
    post.sweep()
    assert post.channel.texts() == ["bạn nói: chào", "bạn nói: hỏi", "thông báo"]


def test_a_notice_for_later_holds_up_nothing(post: Post) -> None:
    post.ward.says("chào")
    post.queue("tháng sau", key="later", due_in=timedelta(hours=30))
    post.queue("hôm nay", key="today")
    post.sweep()
    assert post.channel.texts() == ["bạn nói: chào", "hôm nay"]
    post.clock.move(hours=30)
    post.sweep()
    assert post.channel.texts()[-1] == "tháng sau"


def test_a_notice_tried_again_at_night_waits_for_the_morning(post: Post) -> None:
    evening = datetime(2026, 11, 23, 20, 59, tzinfo=LOCAL)
    post.clock.move_to(evening)
    post.ward.says("xin chào")
    post.deliver()
    post.queue("n1")
    post.channel.troubles.append(TryAgain(timedelta(minutes=5)))
    post.sweep()
    post.clock.move(minutes=5)
    post.sweep()
    assert "n1" not in post.channel.texts()
    post.clock.move_to(datetime(2026, 11, 24, 6, 59, tzinfo=LOCAL))
    post.sweep()
    assert "n1" not in post.channel.texts()
    post.clock.move(minutes=1)
    post.sweep()
    assert "n1" in post.channel.texts()


def test_a_channel_that_asks_to_wait_is_obeyed_and_order_kept(post: Post) -> None:
    post.ward.says("một")
    post.ward.says("hai")
    post.channel.troubles = [TryAgain(timedelta(seconds=40))]
    post.deliver()
    assert post.channel.sent == []
    post.clock.move(seconds=39)
    assert post.sweep() == 0
    post.clock.move(seconds=1)
    post.sweep()
    assert post.channel.texts() == ["bạn nói: một", "bạn nói: hai"]


def test_one_chat_asked_to_wait_holds_up_no_other(post: Post) -> None:
    post.ward.says("một")
    post.ward.says("hai", chat="chat-2")
    post.channel.troubles = [TryAgain(timedelta(hours=1))]
    post.sweep()
    post.sweep()
    assert post.channel.sent == [("chat-2", "bạn nói: hai")]


def test_the_first_retry_is_at_once(post: Post) -> None:
    post.ward.says("một")
    post.channel.troubles = [TryAgain()]
    post.deliver()
    assert post.channel.texts() == ["bạn nói: một"]


def test_gaps_grow_and_the_last_try_leaves_a_dead_letter(post: Post) -> None:
    post.ward.says("một")
    post.channel.troubles = [TryAgain()] * 50
    tried_at = []
    for _ in range(24 * 60):
        before = len(post.channel.keys)
        post.sweep()
        if len(post.channel.keys) > before:
            tried_at.append(post.clock.now())
        if post.statuses() == [("dead", "again")]:
            break
        post.clock.move(minutes=1)
    gaps = [later - sooner for sooner, later in pairwise(tried_at)]
    assert post.statuses() == [("dead", "again")]
    assert len(post.channel.keys) == 8
    assert gaps == sorted(gaps)
    with post.store.read() as work:
        assert [one.status for one in views.given_up(work)] == [OutboxStatus.DEAD]


def test_what_we_owe_outlives_an_outage_of_its_channel(post: Post) -> None:
    post.ward.says("một")
    post.deliver()
    post.queue("n1")
    post.channel.troubles = [TryAgain()] * 20
    for _ in range(30):
        post.sweep()
        post.clock.move(hours=1)
    assert "n1" in post.channel.texts()
    assert len(post.channel.keys) == 22


def test_a_dead_letter_holds_up_nothing(post: Post) -> None:
    post.ward.says("một")
    post.ward.says("hai")
    post.channel.troubles = [Refused("markup")]
    post.deliver()
    assert post.statuses() == [("failed", "markup"), ("sent", None)]


def test_a_retry_goes_on_with_the_part_that_failed(post: Post) -> None:
    post.ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("phần 1"), Paragraph("phần 2"), Paragraph("phần 3"))),)
    )
    post.ward.says("dài")
    post.channel.troubles = [None, TryAgain()]
    post.deliver()
    assert post.channel.texts() == ["phần 1", "phần 2", "phần 3"]
    assert post.channel.keys[1] == post.channel.keys[2]


def test_after_a_crash_sending_goes_on_with_the_part_after_the_recorded_one(post: Post) -> None:
    post.ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("phần 1"), Paragraph("phần 2"))),)
    )
    post.ward.says("dài")
    with post.store.work() as work:
        (claimed,) = outbox.claim_endpoint(work, "telegram", "dead", post.clock.now(), 1)
        outbox.record_part(work, claimed.id, "dead", ("id-0",), post.clock.now())
        work.commit()
    post.clock.move(seconds=31)
    post.restart()
    post.sweep()
    assert post.channel.texts() == ["phần 2"]


def test_what_a_dead_process_was_sending_is_sent_once_more(post: Post) -> None:
    post.ward.says("một")
    post.claim_and_die()
    assert post.sweep() == 0
    post.clock.move(seconds=31)
    post.sweep()
    assert post.channel.texts() == ["bạn nói: một"]
    assert post.statuses() == [("sent", "maybe_twice")]


def test_where_a_repeat_is_worse_than_silence_a_crash_leaves_it_unknown(
    store: Store, clock: FakeClock
) -> None:
    post = Post(store, clock, FakeChannel(name=ChannelName.ZALO_OA))
    post.ward.says("một")
    post.claim_and_die()
    post.clock.move(seconds=31)
    post.sweep()
    assert post.channel.sent == []
    assert post.statuses() == [("unknown", "crash")]


def test_on_sqlite_a_restarted_process_need_not_wait_for_the_lease(
    sqlite_store: Store, clock: FakeClock
) -> None:
    post = Post(sqlite_store, clock)
    post.ward.says("một")
    post.claim_and_die()
    post.restart()
    post.sweep()
    assert post.channel.texts() == ["bạn nói: một"]


def test_a_reply_that_may_have_arrived_is_sent_once_more_and_not_again(post: Post) -> None:
    post.ward.says("một")
    post.channel.troubles = [TryAgain(), Uncertain(), Uncertain()]
    post.deliver()
    post.clock.move(hours=1)
    post.sweep()
    assert len(post.channel.keys) == 3
    assert post.statuses() == [("unknown", "uncertain")]


def test_a_notice_that_may_have_arrived_is_not_repeated(post: Post) -> None:
    post.ward.says("chào")
    post.deliver()
    post.queue("hồ sơ đã xong")
    post.channel.troubles = [Uncertain()]
    post.sweep()
    assert post.statuses()[1] == ("unknown", "uncertain")


def test_a_send_without_end_counts_as_uncertain(store: Store, clock: FakeClock) -> None:
    class Stuck(FakeChannel):
        async def send(self, to: contacts.Destination, part: Part) -> str:
            await asyncio.Event().wait()
            return await super().send(to, part)

    post = Post(store, clock, Stuck(ChannelLimits(send_seconds=0.05)))
    post.ward.says("chào")
    post.deliver()
    assert post.statuses() == [("unknown", "uncertain")]


def test_to_who_blocked_us_nothing_more_is_pushed_until_they_write(post: Post) -> None:
    post.ward.says("chào")
    post.deliver()
    post.queue("một", key="n1")
    post.queue("hai", key="n2")
    post.channel.troubles = [Unreachable()]
    post.sweep()
    post.queue("ba", key="n3")
    post.sweep()
    assert post.statuses()[1:] == [
        ("failed", "unreachable"),
        ("withheld", "unreachable"),
        ("withheld", "unreachable"),
    ]
    post.ward.says("tôi quay lại")
    post.sweep()
    assert post.channel.texts() == ["bạn nói: chào", "bạn nói: tôi quay lại", "hai", "ba"]


def test_a_push_the_channel_forbids_is_tried_when_the_person_writes(post: Post) -> None:
    post.ward.says("chào")
    post.deliver()
    post.channel.forbidden = Withheld("window")
    post.queue("hồ sơ đã xong")
    post.sweep()
    assert post.statuses()[1] == ("withheld", "window")
    post.channel.forbidden = None
    post.ward.says("hỏi")
    post.sweep()
    assert post.channel.texts() == ["bạn nói: chào", "bạn nói: hỏi", "hồ sơ đã xong"]


def test_a_withheld_push_that_is_stale_by_then_stays_unsent(post: Post) -> None:
    post.ward.says("chào")
    post.deliver()
    post.channel.forbidden = Withheld("window")
    post.queue("mai đến hạn")
    post.sweep()
    post.channel.forbidden = None
    post.clock.move(days=3)
    post.ward.says("hỏi")
    post.sweep()
    assert post.channel.texts() == ["bạn nói: chào", "bạn nói: hỏi"]


def test_what_is_too_late_is_never_sent_and_closed_by_the_sweep_job(post: Post) -> None:
    post.ward.says("chào")
    post.clock.move(hours=25)
    assert post.sweep() == 0
    with post.store.work() as work:
        assert outbox.expire(work, post.clock.now()) == 1
        work.commit()
    assert post.statuses() == [("expired", None)]


def test_a_chat_that_moved_is_followed(post: Post) -> None:
    post.ward.says("chào nhóm", chat="-100")
    post.channel.troubles = [Moved("-200")]
    address = Address("telegram", post.ward.contact("-100"))
    run(post.delivery().deliver(address))
    assert post.channel.sent == [("-200", "bạn nói: chào nhóm")]


def test_a_defect_in_a_channel_stops_nobody_else(post: Post) -> None:
    post.ward.says("một")
    post.ward.says("hai", chat="chat-2")
    post.channel.troubles = [ZeroDivisionError()] * 2
    post.sweep()
    post.sweep()
    assert ("chat-2", "bạn nói: hai") in post.channel.sent


def test_a_message_is_edited_in_place_where_an_earlier_one_had_its_subject(post: Post) -> None:
    replies = [
        Reply((Paragraph("trang 1"),), subject="menu"),
        Reply((Paragraph("trang 2"),), subject="menu", replaces="menu"),
    ]
    post.ward.responder.decide = lambda *_: Turn((replies[len(post.ward.responder.asked) - 1],))
    post.ward.says("menu")
    post.deliver()
    post.ward.says("tiếp")
    post.deliver()
    assert post.channel.edits == [(), ("id-1",)]


def test_the_rate_of_an_endpoint_holds_for_all_its_senders(store: Store, clock: FakeClock) -> None:
    limits = ChannelLimits(per_second=5.0, burst=5.0, at_once=50)
    post = Post(store, clock, FakeChannel(limits))
    for number in range(40):
        post.ward.says("x", chat=f"chat-{number}")
    one, two = post.delivery(), post.delivery()

    async def second() -> int:
        before = len(post.channel.sent)
        for _ in range(5):
            await asyncio.gather(one.sweep("telegram"), two.sweep("telegram"))
            clock.move(milliseconds=200)
        return len(post.channel.sent) - before

    async def seconds() -> list[int]:
        await one.start()
        await two.start()
        found = [await second() for _ in range(5)]
        await one.stop()
        await two.stop()
        return found

    counts = run(seconds())
    assert len(post.channel.sent) >= 29  # the sweeps may begin before the first count
    assert max(counts[1:]) <= 6


def test_a_channel_in_trouble_holds_back_the_whole_endpoint_when_it_says_so(
    store: Store, clock: FakeClock
) -> None:
    limits = ChannelLimits(per_second=30.0, burst=30.0, at_once=1)
    post = Post(store, clock, FakeChannel(limits))
    post.ward.says("một")
    post.ward.says("hai", chat="chat-2")
    with store.work() as work:
        rates.set_rate(work, "telegram", 30.0, 30.0, clock.now())
        work.commit()
    post.channel.troubles = [TryAgain(timedelta(seconds=60), whole=True)]
    post.sweep()
    clock.move(seconds=59)
    assert post.sweep() == 0
    clock.move(seconds=2)
    post.sweep()
    post.sweep()
    assert len(post.channel.sent) == 2


def test_what_was_sent_is_recorded_even_if_storage_was_full_for_a_moment(
    store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post(store, clock)
    post.ward.says("một")
    real = outbox.finish

    def finish(
        work: Work, claimed: outbox.Claimed, sender: str, end: outbox.End, now: datetime
    ) -> outbox.Closed:
        if len(post.pauses) < 2:
            raise StorageFullError
        return real(work, claimed, sender, end, now)

    monkeypatch.setattr(outbox, "finish", finish)
    post.deliver()
    assert post.channel.texts() == ["bạn nói: một"]
    assert post.statuses() == [("sent", None)]
    assert post.pauses == [0.05, 0.2]


def test_no_more_than_the_channel_bears_are_in_flight(store: Store, clock: FakeClock) -> None:
    post = Post(store, clock, FakeChannel(ChannelLimits(at_once=3)))
    for number in range(20):
        post.ward.says("x", chat=f"chat-{number}")
    while post.sweep():
        pass
    assert len(post.channel.sent) == 20
    assert post.channel.most_in_flight <= 3


def test_a_reply_queued_while_its_chat_is_being_served_leaves_without_a_sweep(
    store: Store, clock: FakeClock
) -> None:
    post = Post(store, clock)
    post.ward.says("một")

    async def go() -> None:
        delivery = post.delivery()
        address = Address("telegram", post.ward.contact())
        first = asyncio.create_task(delivery.deliver(address))
        await asyncio.sleep(0)
        await asyncio.to_thread(post.ward.says, "hai")
        await asyncio.gather(first, delivery.deliver(address))

    run(go())
    assert post.channel.texts() == ["bạn nói: một", "bạn nói: hai"]


def test_a_clock_set_back_keeps_no_reply_from_a_waiting_person(post: Post) -> None:
    post.ward.receive(text="x")
    post.clock.move(hours=5)
    post.queue("viết lúc đồng hồ chạy trước", kind=OutboxKind.REPLY)
    post.clock.move(hours=-5)

    post.sweep()

    assert post.statuses() == [("sent", None)]


def test_a_clock_set_back_leaves_a_notice_for_its_hour(post: Post) -> None:
    post.ward.receive(text="x")
    post.queue("việc của ngày mai", due_in=timedelta(days=1))
    post.clock.move(minutes=-10)

    post.sweep()

    assert post.statuses() == [("queued", None)]


def test_what_a_process_was_sending_when_the_clock_was_set_back_is_sent(post: Post) -> None:
    post.ward.receive(text="x")
    post.clock.move(hours=5)
    post.queue("đang gửi dở")
    post.claim_and_die()
    post.clock.move(hours=-5)

    post.sweep()

    assert post.statuses() == [("sent", "maybe_twice")]


@pytest.mark.parametrize("pause", [None, 30])
def test_a_clock_set_back_mutes_no_bot(store: Store, clock: FakeClock, pause: int | None) -> None:
    ward = Ward(store, clock)
    clock.move(days=400)  # a battery that is dead
    with store.work() as work:
        rates.set_rate(work, ward.endpoint, 1.0, 1.0, clock.now())
        assert rates.take(work, ward.endpoint, 1, clock.now()) == 1
        if pause is not None:
            rates.pause(work, ward.endpoint, clock.now() + timedelta(seconds=pause))
        clock.move(days=-400)
        assert rates.take(work, ward.endpoint, 1, clock.now()) == 0
        assert rates.token_in(work, ward.endpoint, clock.now()) == timedelta(seconds=pause or 1)
        clock.move(seconds=pause or 1)
        assert rates.take(work, ward.endpoint, 1, clock.now()) == 1
        work.commit()
