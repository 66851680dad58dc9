"""When the bot's next call may leave: a number of places, each used once in a span of time.

25 places used once a second are never more than 25 calls in any second, however calls bunch up.
A place is reserved for the moment the call will leave; one that leaves later than its grace moves
its place along first. One process keeps the places in memory, several share them in the database
(`handlers.store.call_places`).
"""

import asyncio
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.channels.telegram.paces import PATIENCE
from handlers.store import call_places
from handlers.store.call_places import Place, Places
from handlers.store.unit_of_work import Store


class Calls(Protocol):
    """Hands out the places of one bot."""

    async def take(self, now: datetime) -> Place:
        """The next place there is; it is then ours."""
        ...

    async def take_late(self, late: Place, now: datetime) -> Place:
        """A place for a call that did not leave in time: the same, if nobody counts on it yet."""
        ...


class OwnCalls:
    """Of the one process there is."""

    def __init__(self, per_second: float) -> None:
        self._places = Places.at(per_second, PATIENCE)
        self._free: list[datetime | None] = [None] * self._places.number

    async def take(self, now: datetime) -> Place:
        """The next place there is; it is then ours."""
        return self._next(now)

    async def take_late(self, late: Place, now: datetime) -> Place:
        """A place for a call that did not leave in time: the same, if nobody counts on it yet."""
        if self._free[late.number] != late.free_at:
            return self._next(now, late)
        return self._keep(self._places.place(late.number, now, now, late))

    def _next(self, now: datetime, late: Place | None = None) -> Place:
        free = [self._places.as_now(one or now, now) for one in self._free]
        number = min(range(len(free)), key=free.__getitem__)
        return self._keep(self._places.place(number, free[number], now, late))

    def _keep(self, place: Place) -> Place:
        self._free[place.number] = place.free_at
        return place


class SharedCalls:
    """Of all processes on one database."""

    def __init__(self, store: Store, endpoint: str, per_second: float) -> None:
        self._store = store
        self._endpoint = endpoint
        self._places = Places.at(per_second)
        self._prepared = False

    async def take(self, now: datetime) -> Place:
        """The next place there is; it is then ours."""
        return await asyncio.to_thread(partial(self._take, now, None))

    async def take_late(self, late: Place, now: datetime) -> Place:
        """A place for a call that did not leave in time: the same, if nobody counts on it yet."""
        return await asyncio.to_thread(partial(self._take, now, late))

    def _take(self, now: datetime, late: Place | None) -> Place:
        with self._store.work() as work:
            if not self._prepared:
                call_places.prepare(work, self._endpoint, self._places, now)
            if late is None:
                found = call_places.take(work, self._endpoint, self._places, now)
            else:
                found = call_places.take_late(work, self._endpoint, self._places, late, now)
            work.commit()
        self._prepared = True
        return found
