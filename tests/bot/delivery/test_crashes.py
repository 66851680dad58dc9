"""A process dies, storage fills up, an answer stays out: nothing is lost or said twice."""

import asyncio
from datetime import datetime

import pytest

from bot.channels.base import ChannelLimits, Part, TryAgain, Uncertain
from handlers.errors import StorageFullError
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.store import contacts, outbox
from handlers.store.unit_of_work import Store, Work
from handlers.turns import Turn
from tests.bot.delivery.post import Post
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock


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
