"""Long polling: ask, store what came, and only then ask again.

Zalo hands each update out once, without a number to confirm it by: what was handed out and not
stored is gone. So an update that cannot be stored is tried until it can, and an open poll is
given a moment to end before the program does. A webhook loses less; this is for trying out.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from bot.channels.reception import Reception
from bot.channels.zalo_bot import failures
from bot.channels.zalo_bot.client import POLL_MARGIN, ApiError, CallError, ZaloBotApi
from bot.channels.zalo_bot.health import Health
from bot.channels.zalo_bot.intake import Intake, NotTaken
from bot.lease import Lease

PAUSES: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before asking again while Zalo cannot be reached."""
STORE_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds before trying to store the same update again."""
ENDED_BY: Final = (Reception.CONFLICT, Reception.TOKEN_REFUSED)
"""A webhook was set, or the owner reset the token."""
LAST_POLL_SECONDS: Final = 3.0
"""How long an open poll may go on when the program ends: what it brings exists nowhere else."""

Pause = Callable[[float], Awaitable[None]]


class Polling:
    """The one receiver of a bot in polling mode."""

    def __init__(
        self,
        api: ZaloBotApi,
        intake: Intake,
        health: Health,
        *,
        seconds: int,
        forbidden_stops: bool,
        pause: Pause,
    ) -> None:
        self._api = api
        self._intake = intake
        self._health = health
        self._seconds = seconds
        self._forbidden_stops = forbidden_stops
        self._pause = pause
        self._stopping = asyncio.Event()
        self._failed = 0

    async def run(self, lease: Lease) -> None:
        """Receive until stopped, until another process does, or until it takes a person to mend."""
        while not self._stopping.is_set() and lease.held:
            for raw in await self._ask():
                await self._store(raw)
            if self._health.state in ENDED_BY:
                return

    def stop(self) -> None:
        """End after the poll now open, and after what it brings is stored."""
        self._stopping.set()

    async def _ask(self) -> list[Any]:
        call = self._api.call(
            "getUpdates", {"timeout": self._seconds}, seconds=self._seconds + POLL_MARGIN
        )
        poll = asyncio.create_task(call)
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({poll, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not poll.done():
            await asyncio.wait({poll}, timeout=LAST_POLL_SECONDS)
        if not poll.done():
            poll.cancel()
            await asyncio.gather(poll, return_exceptions=True)
            return []
        try:
            found = poll.result()
        except CallError as error:
            await self._trouble(error)
            return []
        self._failed = 0
        self._health.reached()
        return found if isinstance(found, list) else [found] if found else []

    async def _store(self, raw: object) -> None:
        """However long it takes: it will not come again. Only the end of the program ends it."""
        tries = 0
        while True:
            try:
                await self._intake.take(raw)
            except NotTaken as error:
                self._health.trouble(Reception.STORAGE, error)
                if self._stopping.is_set() and tries > len(STORE_PAUSES):
                    return
                await self._pause(STORE_PAUSES[min(tries, len(STORE_PAUSES) - 1)])
                tries += 1
            else:
                return

    async def _trouble(self, error: CallError) -> None:
        """Say it once, and wait as long as it deserves."""
        if isinstance(error, ApiError) and error.code == failures.TIMED_OUT:
            self._failed = 0
            self._health.reached()  # nobody wrote meanwhile: that is how a poll ends
            return
        state, seconds = Reception.UNREACHABLE, PAUSES[min(self._failed, len(PAUSES) - 1)]
        if failures.is_token(error, forbidden_stops=self._forbidden_stops):
            state, seconds = Reception.TOKEN_REFUSED, 0.0
        elif failures.is_quota(error):
            state = Reception.WAITING
            seconds = failures.quota_pause(error, self._failed + 1).total_seconds()
        elif isinstance(error, ApiError) and error.code != failures.FORBIDDEN and error.code < 500:
            # Zalo gives no number of its own for "a webhook is set": look, whatever it said.
            state, seconds = Reception.CONFLICT, 0.0
        self._failed += 1
        self._health.trouble(state, error)
        if seconds:
            await self._pause(seconds)
