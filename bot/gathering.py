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

    def __init__(self, together: Callable[[Sequence[Item]], Awaitable[Sequence[Outcome]]]) -> None:
        self._together = together
        self._waiting: deque[tuple[Item, asyncio.Future[Outcome]]] = deque()
        self._running: asyncio.Task[None] | None = None

    async def put(self, item: Item) -> Outcome:
        """Have an item done; its outcome, or the error it met."""
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await done

    async def _run(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
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
