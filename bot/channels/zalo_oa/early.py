"""Receipts, also those that come before their message is written down as sent."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

import structlog

from bot.channels.zalo_oa.receive import Delivered
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.store import zalo_receipts
from handlers.store.unit_of_work import Store, Work

AGAIN_SECONDS: Final = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Between two looks whether the message of an early receipt is written down; then the last."""

log = structlog.get_logger(__name__)
Sleep = Callable[[float], Awaitable[None]]


class Receipts:
    """Marks what arrived; kept in the database, so that a start or another process goes on."""

    def __init__(
        self, store: Store, endpoint: str, clock: Clock, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._store = store
        self._endpoint = endpoint
        self._clock = clock
        self._sleep = sleep
        self._looking = False

    async def take(self, update: Delivered) -> None:
        """Mark it; what came before its message was written down is marked a little later."""
        for pause in (0.0, *AGAIN_SECONDS):
            await self._sleep(pause)
            try:
                early = await asyncio.to_thread(
                    partial(self._store.write, partial(self._mark, update))
                )
            except StorageError as error:  # that it was sent is known all the same
                log.warning("zalo.receipt_not_kept", error=type(error).__name__)
            else:
                break
        else:
            return
        if early and not self._looking:
            await self._look_until_none()

    async def look(self) -> int:
        """Mark what is known by now, whoever took its receipt; how many go on waiting."""
        try:
            return await asyncio.to_thread(self._settle)
        except StorageError as error:
            log.warning("zalo.receipts_not_read", error=type(error).__name__)
            return 1

    async def _look_until_none(self) -> None:
        self._looking = True
        pauses = iter(AGAIN_SECONDS)
        try:
            waiting = 1
            while waiting:
                await self._sleep(next(pauses, AGAIN_SECONDS[-1]))
                waiting = await self.look()
        finally:
            self._looking = False

    def _mark(self, update: Delivered, work: Work) -> bool:
        now, mine = self._clock.now(), self._endpoint
        if update.outbox:
            return zalo_receipts.of_row(work, mine, update.outbox, now)
        return zalo_receipts.of_messages(work, mine, update.user, update.messages, now)

    def _settle(self) -> int:
        with self._store.read() as work:
            early = zalo_receipts.waiting(work, self._endpoint, self._clock.now())
        if not early:
            return 0
        return self._store.write(lambda work: zalo_receipts.settle(work, self._endpoint, early))
