"""The strict server's queue of updates: offsets, redelivery, one poll at a time."""

import asyncio
import random

from aiogram.types import Update

from handlers.clock import Clock
from tests.fakes.telegram.parsing import refuse_extras
from tests.fakes.telegram.refusing import ApiError, Body

_TAKEN_OVER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


class Updates:
    """Updates wait until a poll asks for the ones after them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queue: dict[int, Body] = {}
        self._next = 500_000_001
        self._allowed: list[str] | None = None
        self._news = asyncio.Event()
        self._poll = 0
        self.polls = 0
        self.jumbled: random.Random | None = None
        """Hands each batch out in an order of its own."""

    @property
    def waiting(self) -> int:
        """Not yet confirmed."""
        return len(self._queue)

    def add(self, kind: str, content: Body, update_id: int | None = None) -> int | None:
        """Queue what Telegram could send; None if the bot did not ask for its kind."""
        number = self._next if update_id is None else update_id
        self._next = max(self._next, number) + 1
        update = {"update_id": number, kind: content}
        refuse_extras(Update.model_validate(update))
        if self._allowed is not None and kind not in self._allowed:
            return None
        self._put(number, update)
        return number

    def add_raw(self, update: Body) -> None:
        """Queue something Telegram would never send."""
        self._next = max(self._next, int(update["update_id"])) + 1
        self._put(int(update["update_id"]), update)

    def allow(self, kinds: list[str] | None) -> None:
        """Keep an earlier setting when none is given, as Telegram does."""
        if kinds is not None:
            self._allowed = kinds or None

    def drop(self) -> None:
        """Forget all."""
        self._queue.clear()

    def take_all(self) -> list[Body]:
        """For a webhook: everything, which confirms it."""
        found = list(self._queue.values())
        self._queue.clear()
        return found

    async def poll(
        self, offset: int | None, limit: int, seconds: int, allowed: list[str] | None
    ) -> list[Body]:
        """The next updates; an error when a newer poll took over."""
        self.polls += 1
        self._poll += 1
        mine = self._poll
        self._news.set()  # ends the older poll
        self.allow(allowed)
        if offset is not None:
            self._queue = {key: one for key, one in self._queue.items() if key >= offset}
        try:
            async with asyncio.timeout(seconds):
                while not self._queue:
                    self._news = asyncio.Event()
                    await self._news.wait()
                    if self._poll != mine:
                        raise ApiError(409, _TAKEN_OVER)
        except TimeoutError:
            pass
        batch = [self._queue[key] for key in sorted(self._queue)[: min(limit, 100)]]
        if self.jumbled is not None:
            self.jumbled.shuffle(batch)
        return batch

    def _put(self, number: int, update: Body) -> None:
        self._queue[number] = update
        self._news.set()
