"""Takes the buttons off messages an answer has left behind, so that a chat holds no dead menus.

A nicety: it runs beside the answer, waits for nothing, and is left out while Telegram asks us to
pause. What was missed stays as it is, and its buttons still get a kind word.
"""

import asyncio
from typing import Final, Protocol

import structlog
from telegram.error import TelegramError

from bot.channels.aside import Aside, Lately
from bot.channels.base import Part
from bot.channels.telegram import failures
from bot.channels.telegram.client import RawBot
from handlers.errors import StorageError

KEPT: Final = 4_096
"""Messages remembered as done: a second call would only be refused."""

log = structlog.get_logger(__name__)


class MenuHistory(Protocol):
    """The part of `handlers.spent_menus.SpentMenus` the channel needs."""

    def left_by(self, outbox_id: int, stands: str) -> tuple[str, ...]:
        """Ids of the messages that a reply leaves behind; raises `StorageError`."""
        ...


class Stripping:
    """Of one bot in one process."""

    def __init__(self, bot: RawBot, history: MenuHistory | None) -> None:
        self._bot = bot
        self._history = history
        self._done: Lately[tuple[int, str], bool] = Lately(KEPT)
        self._aside = Aside()

    def after(self, chat: int, part: Part, sent: str) -> None:
        """An answer stands in a chat: begin to take the buttons off what it left behind.

        Not in groups, where cards are edited in place and many read them.
        """
        self._done.pop((chat, sent))  # edited in place, it may have buttons again
        number, _, place = part.key.partition(":")
        if self._history is not None and chat > 0 and place == "0":
            self._aside.begin(self._strip(self._history, chat, int(number), sent))

    async def end(self) -> None:
        """Let what is under way end, without waiting long."""
        await self._aside.end()

    async def _strip(self, history: MenuHistory, chat: int, number: int, sent: str) -> None:
        try:
            spent = await asyncio.to_thread(history.left_by, number, sent)
        except StorageError as error:
            log.debug("telegram.nicety_failed", error=type(error).__name__)
            return
        for message in spent:
            if message.isdecimal() and (chat, message) not in self._done:
                self._done.keep((chat, message), value=True)
                await self._take_off(chat, int(message))

    async def _take_off(self, chat: int, message: int) -> None:
        try:
            await self._bot.strip(chat, message)
        except TelegramError as error:
            if not failures.nothing_to_strip(error):
                log.debug("telegram.nicety_failed", error=type(error).__name__)
