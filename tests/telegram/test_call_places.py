"""In no second more calls leave than the pace says, however late each of them is."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta

import pytest

from bot.channels.telegram.call_places import Calls, OwnCalls, SharedCalls
from bot.channels.telegram.failures import Held
from bot.channels.telegram.gate import Gate
from handlers.store.unit_of_work import Store
from tests.benchmarks.broadcast import BAR, PER_SECOND, most, sent_on
from tests.fakes.clock import FakeClock
from tests.fakes.skipping import LoopClock, SkippingLoop
from tests.fakes.ward import Ward

CALLS = 200


@pytest.fixture(params=["own", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def calls(request: pytest.FixtureRequest, clock: FakeClock) -> Calls:
    if request.param == "own":
        return OwnCalls(PER_SECOND)
    store = request.getfixturevalue(f"{request.param}_store")
    return SharedCalls(store, Ward(store, clock).endpoint, PER_SECOND)


async def waits(calls: Calls, number: int, now: datetime) -> list[float]:
    return [
        round((await calls.take(now)).at.timestamp() - now.timestamp(), 3) for _ in range(number)
    ]


@pytest.mark.asyncio
async def test_calls_that_bunch_up_are_spread_over_the_seconds(
    calls: Calls, clock: FakeClock
) -> None:
    found = await waits(calls, 61, clock.now())
    assert found == [0.0] * 25 + [1.015] * 25 + [2.03] * 11


@pytest.mark.asyncio
async def test_a_call_that_left_late_is_followed_a_second_after_it_left(
    calls: Calls, clock: FakeClock
) -> None:
    places = [await calls.take(clock.now()) for _ in range(25)]
    clock.move(seconds=0.3)
    moved = await calls.take_late(places[0], clock.now())
    assert (moved.number, moved.at) == (places[0].number, clock.now())
    assert moved.free_at >= clock.now() + timedelta(seconds=1)
    clock.move(seconds=0.8)

    following = [await calls.take(clock.now()) for _ in range(25)]
    assert [one.at for one in following[:24]] == [clock.now()] * 24
    assert (following[24].number, following[24].at) == (moved.number, moved.free_at)


@pytest.mark.asyncio
async def test_a_late_call_whose_place_is_counted_upon_takes_another(
    calls: Calls, clock: FakeClock
) -> None:
    late = await calls.take(clock.now())
    for _ in range(25):
        following = await calls.take(clock.now())
    assert following.number == late.number
    clock.move(seconds=0.3)

    other = await calls.take_late(late, clock.now())
    assert other.number != late.number
    clock.move_to(other.at + timedelta(seconds=0.3))
    again = await calls.take_late(other, clock.now())
    assert (other.grace, again.grace) == (late.grace, timedelta(seconds=0.6))  # twice as late


@pytest.mark.parametrize("back", [{"hours": 2}, {"days": 400}])
@pytest.mark.asyncio
async def test_a_clock_set_back_holds_no_call_for_hours(
    calls: Calls, clock: FakeClock, back: dict[str, float]
) -> None:
    first = await waits(calls, 30, clock.now())
    clock.leap(**{unit: -number for unit, number in back.items()})
    assert await waits(calls, 30, clock.now()) == first


@pytest.mark.asyncio
async def test_a_clock_set_back_by_a_minute_holds_no_call_of_one_process(clock: FakeClock) -> None:
    calls = OwnCalls(PER_SECOND)
    first = await waits(calls, 30, clock.now())
    clock.leap(seconds=-60)
    assert await waits(calls, 30, clock.now()) == first


@pytest.mark.asyncio
async def test_a_call_that_misses_every_place_is_tried_later(clock: FakeClock) -> None:
    gate = Gate(clock, Late(clock))
    with pytest.raises(Held) as held:
        await gate.enter("sendMessage", 7)
    assert held.value.left == timedelta(seconds=1)


class Late(OwnCalls):
    """On a machine where each place costs more time than it gives."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(PER_SECOND)
        self._clock = clock

    async def take_late(self, late, now):  # type: ignore[no-untyped-def]
        found = await super().take_late(late, now)
        gone = found.at + 4 * found.grace
        self._clock.move_to(max(self._clock.now(), gone))
        return found

    async def take(self, now):  # type: ignore[no-untyped-def]
        found = await super().take(now)
        self._clock.move(seconds=1)
        return found


def run(go: Callable[[LoopClock], Coroutine[None, None, None]]) -> None:
    """On a loop that skips what is only waited for."""
    loop = SkippingLoop(held=True)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(go(LoopClock(loop)))


@pytest.mark.parametrize("seed", range(3))
def test_three_processes_whose_calls_leave_late_keep_the_pace_of_one(
    store: Store, clock: FakeClock, seed: int
) -> None:
    endpoint, chance = Ward(store, clock).endpoint, random.Random(seed)  # noqa: S311
    left: list[datetime] = []

    async def go(now: LoopClock) -> None:
        async def oversleep(seconds: float) -> None:
            # A loaded machine: most wake in time, one in five up to 80 ms late.
            late = chance.random() * 0.08 if chance.random() < 0.2 else 0.0
            await asyncio.sleep(seconds + late)

        gates = [
            Gate(now, SharedCalls(store, endpoint, PER_SECOND), pause=oversleep) for _ in range(3)
        ]

        async def sender(gate: Gate, number: int) -> None:
            for _ in range(number):
                await gate.enter("sendMessage", 7)
                left.append(now.now())

        await asyncio.gather(*(sender(gate, CALLS // 12) for gate in gates for _ in range(4)))

    run(go)
    assert len(left) == CALLS // 12 * 12
    assert most(left, 1.0) <= PER_SECOND
    assert (max(left) - min(left)).total_seconds() < 1.1 * len(left) / PER_SECOND


@pytest.mark.postgres
def test_a_broadcast_of_three_processes_keeps_the_pace_of_one(postgres_store: Store) -> None:
    sent = sent_on(postgres_store, 400, held=True, processes=3)
    assert sent.sent == 400
    assert sent.within, sent
    assert sent.share >= BAR, sent
