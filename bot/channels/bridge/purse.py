"""What a gateway's messages cost: pushes only within the month's budget, answers always."""

import asyncio
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from bot.channels.base import TryAgain, Withheld
from bot.channels.bridge.lengths import segments
from bot.channels.bridge.limits import GatewayLimits, Push
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.store import spending
from handlers.store.interactions import last_word
from handlers.store.unit_of_work import Store, Work

NO_LIMIT: Final = 10**15
"""Đồng: who asks is answered whatever it costs; it is counted."""
NO_PUSH: Final = "no_push"
WINDOW: Final = "window"
BUDGET: Final = "budget"

log = structlog.get_logger(__name__)


class Purse:
    """Of one endpoint."""

    def __init__(self, store: Store, endpoint: str, clock: Clock, limits: GatewayLimits) -> None:
        self._store = store
        self._endpoint = endpoint
        self._clock = clock
        self._limits = limits

    def cost(self, text: str) -> int:
        """Đồng of one message."""
        given = self._limits
        return given.price * (segments(text) if given.sms else 1)

    def scarce(self) -> bool:
        """Whether the month's budget is nearly spent; where it cannot be read, as if so."""
        given = self._limits
        if given.price == 0:
            return False
        try:
            with self._store.read() as work:
                now = self._clock.now()
                return spending.scarce(work, self._endpoint, given.monthly_budget, now)
        except StorageError as error:
            log.warning("bridge.not_read", error=type(error).__name__)
            return True

    async def may_push(self, contact: str, now: datetime) -> None:
        """Whether we may write first.

        Raises:
            Withheld: not now, with the reason.
            TryAgain: that could not be told.
        """
        if self._limits.push is Push.NEVER:
            raise Withheld(NO_PUSH)
        if self._limits.push is Push.ALWAYS and self._limits.price == 0:
            return
        try:
            last, spent = await asyncio.to_thread(partial(self._read, contact, now))
        except StorageError as error:
            raise TryAgain from error
        window = self._limits.window
        if self._limits.push is Push.WINDOW and (last is None or now - last > window):
            raise Withheld(WINDOW)
        if self._limits.price and spent >= self._limits.monthly_budget:
            raise Withheld(BUDGET)

    async def take(self, cost: int, *, push: bool) -> None:
        """Write down what a message costs before it leaves.

        Raises:
            Withheld: the month's budget does not hold it.
            TryAgain: it could not be written down.
        """
        if cost == 0:
            return
        budget = self._limits.monthly_budget if push else NO_LIMIT
        now = self._clock.now()

        def take(work: Work) -> bool:
            return spending.take(work, self._endpoint, cost, budget, now)

        try:
            taken = await asyncio.to_thread(partial(self._store.write, take))
        except StorageError as error:
            raise TryAgain from error
        if not taken:
            raise Withheld(BUDGET)

    async def give_back(self, cost: int) -> None:
        """It surely did not go."""
        if cost == 0:
            return
        now = self._clock.now()

        def give(work: Work) -> None:
            spending.give_back(work, self._endpoint, cost, now)

        await asyncio.to_thread(partial(self._store.write, give))

    def _read(self, contact: str, now: datetime) -> tuple[datetime | None, int]:
        with self._store.read() as work:
            return last_word(work, contact), spending.spent(work, self._endpoint, now)
