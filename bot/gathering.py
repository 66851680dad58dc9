"""Gather what comes in while something of its kind is under way, and do it together next.

Alone, an item goes at once; under load one thread hop and one commit serve many. Each item's
caller gets its own outcome.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

MOST: Final = 16
"""Items done together at most."""

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class Gathering(Generic[Item, Outcome]):
    """Runs `together` on what has gathered, one batch after another."""

    def __init__(
        self,
        together: Callable[[Sequence[Item]], Awaitable[Sequence[Outcome]]],
        *,
        lanes: int = 1,
        most: int = MOST,
    ) -> None:
        """`lanes` batches may be under way at once, of at most `most` items each."""
        self._together = together
        self._lanes = lanes
        self._most = most
        self._waiting: deque[tuple[Item, asyncio.Future[Outcome]]] = deque()
        self._under_way = 0
        self._tasks: set[asyncio.Task[None]] = set()
        """Held, since nothing else holds a task."""

    async def put(self, item: Item) -> Outcome:
        """Have an item done; its outcome, or the error it met."""
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._under_way < self._lanes:
            self._under_way += 1
            running = asyncio.create_task(self._run())
            self._tasks.add(running)
            running.add_done_callback(self._tasks.discard)
        return await done

    async def _run(self) -> None:
        try:
            await self._until_empty()
        finally:  # at once, not when the task's end is noticed: the next item needs a lane
            self._under_way -= 1

    async def _until_empty(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
            try:
                outcomes = await self._together([item for item, _ in batch])
            except Exception as error:  # noqa: BLE001 - handed to the callers
                if len(batch) > 1:
                    await self._one_by_one(batch)
                else:
                    _fail(batch[0][1], error)
                continue
            for (_, done), outcome in zip(batch, outcomes, strict=True):
                if not done.cancelled():
                    done.set_result(outcome)

    async def _one_by_one(self, batch: list[tuple[Item, asyncio.Future[Outcome]]]) -> None:
        """One of them was the trouble: each is done alone and meets only its own."""
        for item, done in batch:
            try:
                (outcome,) = await self._together([item])
            except Exception as error:  # noqa: BLE001 - handed to the caller
                _fail(done, error)
                continue
            if not done.cancelled():
                done.set_result(outcome)


def _fail(done: "asyncio.Future[Outcome]", error: Exception) -> None:
    if not done.cancelled():
        done.set_exception(error)
