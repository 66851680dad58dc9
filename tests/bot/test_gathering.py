"""What waits is done together, and each caller gets its own outcome."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.gathering import MOST, Gathering


class Counter:
    """Doubles numbers in batches; 13 is bad luck."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    async def __call__(self, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        await asyncio.sleep(0)
        if 13 in items:
            raise ValueError
        return [2 * item for item in items]


def test_an_item_alone_goes_at_once() -> None:
    counter = Counter()

    async def go() -> None:
        assert await Gathering(counter).put(4) == 8

    asyncio.run(go())
    assert counter.batches == [[4]]


def test_what_comes_while_a_batch_runs_goes_together_in_its_order() -> None:
    counter = Counter()

    async def go() -> None:
        gathering = Gathering(counter)
        outcomes = await asyncio.gather(*(gathering.put(n) for n in range(1, 12)))
        assert outcomes == [2 * n for n in range(1, 12)]

    asyncio.run(go())
    assert [n for batch in counter.batches for n in batch] == list(range(1, 12))
    assert len(counter.batches) <= 2


def test_a_batch_has_a_limit() -> None:
    counter = Counter()

    async def go() -> None:
        gathering = Gathering(counter)
        await asyncio.gather(*(gathering.put(n + 100) for n in range(50)))

    asyncio.run(go())
    assert max(len(batch) for batch in counter.batches) == MOST


def test_one_that_fails_takes_no_other_with_it() -> None:
    async def go() -> list[object]:
        gathering = Gathering(Counter())
        return await asyncio.gather(
            *(gathering.put(n) for n in (12, 13, 14)), return_exceptions=True
        )

    twelve, thirteen, fourteen = asyncio.run(go())
    assert (twelve, fourteen) == (24, 28)
    assert isinstance(thirteen, ValueError)


def test_a_caller_that_gave_up_disturbs_nobody() -> None:
    async def go() -> None:
        gathering = Gathering(Counter())
        impatient = asyncio.create_task(gathering.put(1))
        patient = asyncio.create_task(gathering.put(2))
        await asyncio.sleep(0)
        impatient.cancel()
        assert await patient == 4
        with pytest.raises(asyncio.CancelledError):
            await impatient

    asyncio.run(go())


def test_lanes_run_beside_one_another_and_an_empty_one_is_taken_up_again() -> None:
    running, most, batches = 0, 0, 0

    async def together(items: Sequence[int]) -> list[int]:
        nonlocal running, most, batches
        running, batches = running + 1, batches + 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return list(items)

    async def go() -> None:
        gathering = Gathering(together, lanes=3, most=2)
        for _ in range(20):  # each put comes as the last lane ends
            assert await gathering.put(1) == 1
        assert await asyncio.gather(*(gathering.put(n) for n in range(12))) == list(range(12))

    asyncio.run(asyncio.wait_for(go(), 5))
    assert most == 3
    assert batches == 26
