"""How much leaves an endpoint at once and per second, and when it is held back whole."""

import asyncio
from datetime import timedelta

from bot.channels.base import ChannelLimits, TryAgain
from handlers.store import rates
from handlers.store.unit_of_work import Store
from tests.bot.delivery.post import Post, run
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock


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


def test_no_more_than_the_channel_bears_are_in_flight(store: Store, clock: FakeClock) -> None:
    post = Post(store, clock, FakeChannel(ChannelLimits(at_once=3)))
    for number in range(20):
        post.ward.says("x", chat=f"chat-{number}")
    while post.sweep():
        pass
    assert len(post.channel.sent) == 20
    assert post.channel.most_in_flight <= 3
