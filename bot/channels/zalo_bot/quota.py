"""The month's messages, counted in the database: Zalo names its limit and not what is left."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import structlog

from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.quotas import Plan, Usage, month_of
from handlers.store import quotas
from handlers.store.unit_of_work import Store, Work

log = structlog.get_logger(__name__)
T = TypeVar("T")


class Quota:
    """Of one endpoint."""

    def __init__(self, store: Store, endpoint: str, clock: Clock, plan: Plan) -> None:
        self.plan = plan
        self._store = store
        self._endpoint = endpoint
        self._clock = clock
        self._assumed: tuple[str, int] | None = None
        """The month we took as used up though we had not counted so far, and how far not."""

    async def declare(self) -> None:
        """Write down what the settings say is bought. Not written: counted all the same."""
        await self._write(lambda work: quotas.set_plan(work, self._endpoint, self.plan))

    async def took(self, person: str | None) -> None:
        """One message came in, of somebody who wrote alone; None: of a group."""
        now = self._clock.now()

        def take(work: Work) -> None:
            quotas.count(work, self._endpoint, now, taken=1)
            if person is not None:
                quotas.meet(work, self._endpoint, person, now)

        await self._write(take)

    async def sends(self) -> None:
        """One is about to leave; counted before, so that a crash cannot lose it."""
        await self._count(sent=1)

    async def kept(self) -> None:
        """It did not leave after all."""
        await self._count(sent=-1)

    async def used_up(self) -> None:
        """Zalo keeps refusing: the month is taken as used up, whatever we have counted."""
        now = self._clock.now()

        def fill(work: Work) -> int:
            used = quotas.usage(work, self._endpoint, now)
            lacks = max(0, used.plan.messages - used.messages) if used is not None else 0
            if lacks:
                quotas.count(work, self._endpoint, now, sent=lacks)
            return lacks

        if lacks := await self._write(fill):
            self._assumed = (month_of(now), lacks)

    async def works(self) -> None:
        """One has left: what we only assumed was wrong."""
        assumed, self._assumed = self._assumed, None
        if assumed is not None and assumed[0] == month_of(self._clock.now()):
            await self._count(sent=-assumed[1])

    async def usage(self) -> Usage | None:
        """What is used now.

        Raises:
            StorageError: it could not be read.
        """
        return await asyncio.to_thread(self._usage)

    def scarce(self) -> bool:
        """Whether the month's messages are nearly used up; where it cannot be read, as if so."""
        try:
            used = self._usage()
        except StorageError as error:
            log.warning("zalo_bot.not_read", error=type(error).__name__)
            return True
        return used is not None and used.scarce

    def _usage(self) -> Usage | None:
        with self._store.read() as work:
            return quotas.usage(work, self._endpoint, self._clock.now())

    async def _count(self, *, sent: int) -> None:
        now = self._clock.now()
        await self._write(lambda work: quotas.count(work, self._endpoint, now, sent=sent))

    async def _write(self, change: Callable[[Work], T]) -> T | None:
        """A count that cannot be written must not keep a message back."""
        try:
            return await asyncio.to_thread(self._store.write, change)
        except StorageError as error:
            log.warning("zalo_bot.not_counted", error=type(error).__name__)
            return None
