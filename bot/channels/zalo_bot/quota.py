"""The month's messages, counted in the database: Zalo names its limit and not what is left."""

import asyncio
from collections.abc import Callable

import structlog

from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.quotas import Plan, Usage
from handlers.store import quotas
from handlers.store.unit_of_work import Store, Work

log = structlog.get_logger(__name__)


class Quota:
    """Of one endpoint."""

    def __init__(self, store: Store, endpoint: str, clock: Clock, plan: Plan) -> None:
        self.plan = plan
        self._store = store
        self._endpoint = endpoint
        self._clock = clock

    async def declare(self) -> None:
        """Write down what the settings say is bought. Not written: counted all the same."""
        await self._write(lambda work: quotas.set_plan(work, self._endpoint, self.plan))

    async def took(self) -> None:
        """One message came in."""
        await self._count(taken=1)

    async def sends(self) -> None:
        """One is about to leave; counted before, so that a crash cannot lose it."""
        await self._count(sent=1)

    async def kept(self) -> None:
        """It did not leave after all."""
        await self._count(sent=-1)

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

    async def _count(self, *, taken: int = 0, sent: int = 0) -> None:
        now = self._clock.now()
        await self._write(
            lambda work: quotas.count(work, self._endpoint, now, taken=taken, sent=sent)
        )

    async def _write(self, change: Callable[[Work], None]) -> None:
        """A count that cannot be written must not keep a message back."""
        try:
            await asyncio.to_thread(self._store.write, change)
        except StorageError as error:
            log.warning("zalo_bot.not_counted", error=type(error).__name__)
