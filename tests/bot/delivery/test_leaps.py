"""The clock is set while messages wait or are under way: none is lost, repeated or held back."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.base import TryAgain
from bot.delivery import Delivery
from bot.taking_over import CALM, TakingOver
from handlers.leaps import Leaps
from handlers.store.outbox import LEASE
from handlers.store.outbox_statements import OUTBOX
from handlers.store.states import AfterCrash, OutboxKind
from handlers.store.unit_of_work import Store
from tests.bot.delivery.post import Post, run
from tests.fakes.clock import FakeClock


class Watched(Post):
    """A process that watches its clock."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        super().__init__(store, clock)
        self.leaps = Leaps(clock, clock.ticks)

    def delivery(self) -> Delivery:
        delivery = super().delivery()
        delivery.taking_over = TakingOver(self.leaps)
        return delivery


@pytest.fixture
def post(store: Store, clock: FakeClock) -> Watched:
    return Watched(store, clock)


@pytest.mark.parametrize("days", [2, 4_000])
def test_a_reply_that_waits_is_not_too_late_because_the_clock_was_set(
    post: Watched, days: int
) -> None:
    post.ward.says("hỏi")
    post.channel.troubles = [TryAgain(timedelta(seconds=20))]
    post.sweep()
    assert post.statuses() == [("queued", "again")]
    post.clock.leap(days=days)
    post.sweep()
    assert post.statuses() == [("sent", None)]


def test_a_reply_that_waits_long_after_the_leap_is_too_late_as_ever(post: Watched) -> None:
    post.ward.says("hỏi")
    post.channel.troubles = [TryAgain(timedelta(hours=25))]
    post.sweep()
    post.clock.leap(days=2)
    post.channel.troubles = [TryAgain(timedelta(hours=25))]
    post.sweep()
    post.clock.move(hours=26)
    post.sweep()
    assert post.channel.sent == []


@pytest.mark.parametrize("seconds", [-7_200, 45, 7_200])
def test_what_is_being_sent_when_the_clock_is_set_is_not_sent_again(
    post: Watched, seconds: float
) -> None:
    post.ward.says("hỏi")
    release, begun = asyncio.Event(), asyncio.Event()
    send = post.channel.send

    async def slow(*given: object) -> str:
        begun.set()
        await release.wait()
        return await send(*given)  # type: ignore[arg-type]

    post.channel.send = slow  # type: ignore[method-assign,assignment]

    async def go() -> None:
        one, other = post.delivery(), post.delivery()
        sending = asyncio.create_task(one.sweep(post.ward.endpoint))
        await begun.wait()
        post.clock.leap(seconds=seconds)
        assert await other.sweep(post.ward.endpoint) == 0
        release.set()
        await sending

    run(go())
    assert post.channel.texts() == ["bạn nói: hỏi"]
    assert post.statuses() == [("sent", None)]


def test_what_a_dead_process_was_sending_is_taken_over_once_the_clock_has_stood(
    post: Watched,
) -> None:
    post.ward.says("hỏi")
    post.claim_and_die()
    post.clock.leap(hours=2)
    post.sweep()
    assert post.statuses() == [("sending", None)]
    post.clock.move(seconds=CALM + 1)
    post.sweep()
    assert [status for status, _ in post.statuses()] == ["sent"]


@pytest.mark.parametrize("kind", [OutboxKind.REPLY, OutboxKind.NOTICE])
def test_what_was_put_back_by_a_clock_that_was_ahead_is_tried_again_now(
    post: Watched, kind: OutboxKind
) -> None:
    post.ward.receive(text="x")
    post.clock.leap(hours=5)
    post.sweep()
    post.clock.move(seconds=60)
    post.queue("đã thử một lần", kind=kind)
    post.channel.troubles = [TryAgain(timedelta(seconds=20))]
    post.sweep()
    assert post.statuses() == [("queued", "again")]
    post.clock.leap(hours=-5)
    # As the loop of a process does it: it looks first whether anything is due.
    delivery = post.delivery()
    claims = run(delivery._claim_due(post.ward.endpoint, 9))
    run(delivery._send_all(list(claims.messages)))
    assert post.statuses() == [("sent", None)]


def test_a_lease_lasts_longer_than_a_leap_is_watched_for() -> None:
    assert LEASE.total_seconds() <= CALM


def test_a_process_started_with_its_clock_far_behind_waits_for_no_other_year(
    store: Store, clock: FakeClock
) -> None:
    post = Post(store, clock)  # it did not see the leap
    post.ward.receive(text="x")
    clock.leap(days=400)
    post.queue("đã thử một lần", kind=OutboxKind.REPLY)
    post.channel.troubles = [TryAgain(timedelta(seconds=20))]
    post.sweep()
    clock.leap(days=-400)
    post.sweep()
    assert post.statuses() == [("sent", None)]


def test_what_was_being_sent_is_sent_at_once_after_a_restart_with_the_clock_set_back(
    store: Store, clock: FakeClock
) -> None:
    post = Post(store, clock)
    post.ward.receive(text="x")
    clock.leap(days=100)
    post.queue("đang gửi dở", kind=OutboxKind.REPLY)
    post.queue("có thể đã đến", key="n:2", chat="chat-1", after_crash=AfterCrash.UNKNOWN)
    post.claim_and_die()
    clock.leap(days=-100)
    post.restart()
    if not store.sqlite:  # there others may be sending: the sweep decides
        post.sweep()
    with store.read() as work:
        rows = work.run(select(OUTBOX.c.status, OUTBOX.c.due, OUTBOX.c.finished_at)).all()
    assert [row.finished_at for row in rows if row.status == "unknown"] == [clock.now()]
    post.sweep()
    assert [status for status, _ in post.statuses()] == ["sent", "unknown"]
