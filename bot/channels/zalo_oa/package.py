"""The messages the account's package still holds: told by Zalo, counted down here as they leave.

What Zalo told is believed for a while, so each message is reserved first: however many leave in
that time, from however many processes, none goes as the package's own that it no longer holds.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

import structlog

from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.store import zalo_package
from handlers.store.unit_of_work import Store, Work
from handlers.store.zalo_package import Standing

HOLDS: Final = timedelta(minutes=10)
"""How long an answer is believed."""
TOLD: Final = timedelta(days=1)
"""How long it is promised by."""

log = structlog.get_logger(__name__)
T = TypeVar("T")
End = Callable[[Work, str, int], None]


def known(standing: Standing, now: datetime) -> bool:
    """Whether Zalo need not be asked."""
    at = standing.told_at
    return at is not None and timedelta(0) <= now - at < HOLDS


def promises(standing: Standing, now: datetime) -> bool:
    """Whether messages of the coming week may be promised by it."""
    at = standing.told_at
    return standing.left > 0 and at is not None and now - at < TOLD


class Package:
    """Of one account."""

    def __init__(self, store: Store, endpoint: str, clock: Clock) -> None:
        self._store = store
        self._endpoint = endpoint
        self._clock = clock

    async def stands(self) -> Standing:
        """What is known of it."""
        return await asyncio.to_thread(self._stands)

    def promises(self, now: datetime) -> bool:
        """Whether messages of the coming week may be promised by it; not where that is unread."""
        try:
            return promises(self._stands(), now)
        except StorageError as error:
            log.warning("zalo.not_read", error=type(error).__name__)
            return False

    async def told(self, left: int, asked: Standing, now: datetime) -> int:
        """So many are left, says Zalo, asked when it stood so; what may be taken of them."""
        call = partial(zalo_package.told, left=left, asked=asked.landed, now=now)
        return await self._write(lambda work: call(work, self._endpoint))

    async def reserve(self) -> int | None:
        """Take one before it leaves; None when none is left."""
        now = self._clock.now()
        return await self._write(lambda work: zalo_package.take(work, self._endpoint, now))

    async def went(self, number: int) -> None:
        """It went, or may have."""
        await self._end(zalo_package.went, number)

    async def kept(self, number: int) -> None:
        """It surely did not go, or was not counted against the package."""
        await self._end(zalo_package.kept, number)

    async def ran_out(self, number: int) -> None:
        """It went, and was billed: the package held less than was thought."""
        await self._end(zalo_package.ran_out, number)

    async def _end(self, call: End, number: int) -> None:
        """What became of the message is known: a count not kept must not make it leave again.

        Uncounted, its reservation stands for as long as a message may be on its way.
        """
        try:
            await self._write(lambda work: call(work, self._endpoint, number))
        except StorageError as error:
            log.warning("zalo.not_counted", error=type(error).__name__)

    def _stands(self) -> Standing:
        with self._store.read() as work:
            return zalo_package.stands(work, self._endpoint)

    async def _write(self, call: Callable[[Work], T]) -> T:
        return await asyncio.to_thread(partial(self._store.write, call))
