"""Which process receives for an endpoint: taken, renewed, handed on (see `store.receivers`)."""

import asyncio
import secrets
from contextlib import suppress
from datetime import datetime
from typing import Final, Protocol

import structlog

from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.store import receivers
from handlers.store.unit_of_work import Store

LOOK_SECONDS: Final = 2.0
"""Between two looks: a holder renews six times in a term of 12 s, a successor is late by one."""

log = structlog.get_logger(__name__)


class Lease(Protocol):
    """Says whether this process is the one that receives."""

    @property
    def held(self) -> bool:
        """Whether it is ours now."""
        ...

    async def start(self) -> None:
        """Try for it, and keep trying or renewing."""
        ...

    async def changed(self) -> None:
        """Wait until `held` may be another than before, or the end."""
        ...

    async def stop(self) -> None:
        """Hand it on."""
        ...


class AlwaysHeld:
    """Of a process that is alone, as on SQLite: nothing is written, a restart waits for nobody."""

    def __init__(self) -> None:
        self.held = True
        self._ended = asyncio.Event()

    async def start(self) -> None:
        """Nothing to try for."""

    async def changed(self) -> None:
        """Never, until the end."""
        await self._ended.wait()

    async def stop(self) -> None:
        """Nothing to hand on."""
        self._ended.set()


class StoredLease:
    """Of several processes on one database."""

    def __init__(
        self, store: Store, endpoint: str, clock: Clock, *, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self.holder = "r" + secrets.token_hex(6)
        self._store = store
        self._endpoint = endpoint
        self._clock = clock
        self._look_seconds = look_seconds
        self._until: datetime | None = None
        self._was_held = False
        self._changed = asyncio.Event()
        self._stopping = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None

    @property
    def held(self) -> bool:
        """Whether it is ours now; without a database to renew it, it ends by our own clock."""
        return self._until is not None and self._clock.now() < self._until

    async def start(self) -> None:
        """Try for it, and keep trying or renewing."""
        await self._try()
        self._keeping = asyncio.create_task(self._keep())

    async def changed(self) -> None:
        """Wait until `held` may be another than before, or the end."""
        with suppress(TimeoutError):  # a lease may also run out by the clock alone
            await asyncio.wait_for(self._changed.wait(), self._look_seconds)
        self._changed.clear()

    async def stop(self) -> None:
        """Hand it on."""
        self._stopping.set()
        if self._keeping is not None:
            await self._keeping
        if self._until is not None:
            with suppress(StorageError):
                await asyncio.to_thread(self._release)
        self._until = None
        self._changed.set()

    async def _keep(self) -> None:
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._look_seconds)
            if not self._stopping.is_set():
                await self._try()

    async def _try(self) -> None:
        try:
            self._until = await asyncio.to_thread(self._hold)
        except StorageError as error:
            log.warning("receiver.storage", endpoint=self._endpoint, error=type(error).__name__)
        if self.held is not self._was_held:
            self._was_held = self.held
            log.info("receiver.lease", endpoint=self._endpoint, held=self.held, me=self.holder)
            self._changed.set()

    def _hold(self) -> datetime | None:
        with self._store.work() as work:
            until = receivers.hold(work, self._endpoint, self.holder, self._clock.now())
            work.commit()
        return until

    def _release(self) -> None:
        with self._store.work() as work:
            receivers.release(work, self._endpoint, self.holder)
            work.commit()
