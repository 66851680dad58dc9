"""Long polling: ask, store each update, and only then ask for the ones after it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram import failures
from bot.channels.telegram.client import POLL_SECONDS, RawBot
from bot.channels.telegram.health import Health, Reception
from bot.channels.telegram.intake import Intake, NotTaken
from bot.channels.telegram.receive import update_id_of
from bot.channels.telegram.waves import waves
from bot.lease import Lease

PAUSES: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before asking again while Telegram cannot be reached."""
STORE_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds before trying to store the same update again."""

Pause = Callable[[float], Awaitable[None]]


class Polling:
    """The one receiver of a bot in polling mode."""

    def __init__(
        self,
        bot: RawBot,
        intake: Intake,
        health: Health,
        *,
        seconds: int = POLL_SECONDS,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._health = health
        self._seconds = seconds
        self._pause = pause
        self._stopping = asyncio.Event()
        self._offset: int | None = None
        self._failed = 0

    async def run(self, lease: Lease | None = None) -> None:
        """Receive until stopped, or until another process is the one that receives."""
        self._offset = None  # what another receiver confirmed meanwhile is gone
        while not self._stopping.is_set() and (lease is None or lease.held):
            updates = await self._ask()
            await self._store(updates)

    def stop(self) -> None:
        """End after the update now being stored; what an open poll brings then comes again."""
        self._stopping.set()

    async def _ask(self) -> Sequence[Any]:
        poll = asyncio.create_task(self._bot.raw_updates(self._offset, self._seconds))
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({poll, stopping}, return_when=asyncio.FIRST_COMPLETED)
        await _cut_off(stopping)
        if not poll.done():
            await _cut_off(poll)
            return ()
        try:
            updates = poll.result()
        except TelegramError as error:
            await self._trouble(error)
            return ()
        self._failed = 0
        self._health.reached()
        return updates

    async def _store(self, updates: Sequence[Any]) -> None:
        """In order, chat by chat; what cannot be stored is tried again before what follows."""
        for wave in waves(updates):
            if not await self._stored(wave):
                return
            for number in filter(None, map(update_id_of, wave)):
                self._offset = number + 1
        if updates and all(update_id_of(raw) is None for raw in updates):
            await self._pause(PAUSES[-1])  # nothing to confirm them with: do not spin

    async def _stored(self, wave: Sequence[Any]) -> bool:
        tries = 0
        left = list(wave)
        while not self._stopping.is_set():
            outcomes = await asyncio.gather(*map(self._taken, left))
            failed = [error for error in outcomes if error is not None]
            if not failed:
                return True
            left = [raw for raw, error in zip(left, outcomes, strict=True) if error is not None]
            self._health.trouble(Reception.STORAGE, failed[0])
            await self._pause(STORE_PAUSES[min(tries, len(STORE_PAUSES) - 1)])
            tries += 1
        return False

    async def _taken(self, raw: object) -> NotTaken | None:
        try:
            await self._intake.take(raw)
        except NotTaken as error:
            return error
        return None

    async def _trouble(self, error: TelegramError) -> None:
        """Say it once, and wait as long as it deserves."""
        seconds = PAUSES[min(self._failed, len(PAUSES) - 1)]
        match error:
            case InvalidToken():
                state, seconds = Reception.TOKEN_REFUSED, failures.TOKEN_PAUSE.total_seconds()
            case Conflict():
                state = Reception.CONFLICT
                await self._end_webhook(error)
            case RetryAfter():
                state, seconds = Reception.WAITING, failures.retry_after(error).total_seconds()
            case _:
                state = Reception.UNREACHABLE
        self._failed += 1
        self._health.trouble(state, error)
        await self._pause(seconds)

    async def _end_webhook(self, error: Conflict) -> None:
        """A webhook left from another way of running; a second receiver is somebody else's."""
        if "webhook" in error.message.lower():
            with suppress(TelegramError):
                await self._bot.delete_webhook(drop_pending_updates=False)


async def _cut_off(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
