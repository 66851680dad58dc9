"""From raw updates to dispatch: store, then answer the tap, then show that we are typing.

Both receivers end here. `take` returns once the update is stored or known to need no storing;
only then may it be confirmed to Telegram.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import RetryAfter, TelegramError

from bot.channels.aside import Aside
from bot.channels.setting_aside import SettingAside, whose_chat
from bot.channels.taking import Settles, Taking
from bot.channels.telegram.failures import Held
from bot.channels.telegram.receive import (
    Arrived,
    Me,
    Moved,
    Passed,
    SetAside,
    Update,
    read,
)
from bot.channels.telegram.trail import Trail
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.messages import InboundKind
from handlers.wording.messengers import GUESTS_ONLY

TYPING_AFTER: Final = 1.0
"""Seconds an answer may take before the chat shows "typing": most are there in 0.1 s."""
TYPING_AGAIN: Final = 5.0
"""Telegram shows it for so long; a photo on a slow line takes longer."""
TYPING_TIMES: Final = 12
"""A minute: whoever still waits then knows."""
SAME_TAP: Final = timedelta(seconds=10)
"""An app that lost its connection sends the same tap again, under another update id."""
WORDLESS: Final = frozenset({InboundKind.LEFT, InboundKind.RETURNED})
"""Nobody waits for an answer to these."""
CHATS_KEPT: Final = 4_096
AT_ONCE: Final = 256
"""Small calls under way together; beyond, a spinning button is the lesser evil."""

MAX_TRIES: Final = 3
"""An update that fails so often for no want of storage is set aside: the others must go on."""

log = structlog.get_logger(__name__)


Tap = tuple[int, str, str | None]
"""A message, the action of its button, and of a group who tapped: two may want the same."""


class NotTaken(Exception):  # noqa: N818 - says what to do: do not confirm, bring it again
    """The update was not taken in."""


Move = Callable[[str, str, str], Awaitable[None]]
"""Endpoint, old chat, new chat: rewrite the contact."""


class Intake(Taking):
    """Takes the updates of one bot in."""

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        bot: Bot,
        endpoint: str,
        dispatch: Settles,
        clock: Clock,
        *,
        guests: frozenset[str] | None = None,
        move: Move | None = None,
        trail: Trail | None = None,
        typing_after: float = TYPING_AFTER,
    ) -> None:
        super().__init__()
        self.me = Me(0)
        self._bot = bot
        self._endpoint = endpoint
        self._dispatch = dispatch
        self._clock = clock
        self._guests = guests
        self._move = move
        self._trail = trail or Trail()
        self._typing_after = typing_after
        self._last_taps: OrderedDict[int, tuple[Tap, datetime]] = OrderedDict()
        self._albums: OrderedDict[int, str] = OrderedDict()
        self._failed: dict[int, int] = {}
        self._told: OrderedDict[int, None] = OrderedDict()
        self._aside = Aside()
        self._unread = SettingAside(dispatch, endpoint, clock, guests)

    async def take(self, raw: object) -> None:
        """Take one update in.

        Raises:
            NotTaken: it must not be confirmed; it is to be brought again.
        """
        update = read(raw, self._endpoint, self.me, self._clock.now())
        try:
            await self._take_or_keep(update, raw)
        except StorageError as error:
            log.warning("telegram.not_stored", error=type(error).__name__)
            raise NotTaken from error
        self.taken += 1
        self.last_at = self._clock.now()

    async def _take_or_keep(self, update: Update, raw: object) -> None:
        """Take it in; what cannot be is kept as it came."""
        try:
            await self._take(update)
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - one update must not stop the others
            self._defect(update, error)
            await self._keep(update, raw, f"defect: {type(error).__name__}")
        if isinstance(update, SetAside):
            log.warning("telegram.set_aside", update=update.update_id, reason=update.reason)
            await self._keep(update, raw, update.reason)

    async def _keep(self, update: Update, raw: object, reason: str) -> None:
        await self._unread.keep(raw, reason, whose_chat(raw), update.update_id)
        self._failed.pop(update.update_id or 0, None)
        self.set_aside += 1

    async def _take(self, update: Update) -> None:
        match update:
            case Arrived():
                await self._arrived(update)
            case Moved(old=old, new=new):
                if self._move is not None:
                    await self._move(self._endpoint, str(old), str(new))
            case Passed(update_id=number, reason=reason):
                log.debug("telegram.passed", update=number, reason=reason)
            case SetAside():
                pass

    def _defect(self, update: Update, error: Exception) -> None:
        """Something of ours broke: twice it is to come again, then it makes room."""
        number = update.update_id or 0
        tries = self._failed[number] = self._failed.get(number, 0) + 1
        log.error("telegram.defect", update=number, tries=tries, exc_info=error)
        if tries < MAX_TRIES:
            raise NotTaken from error

    async def stop(self) -> None:
        """Let the small calls end; none of them matters enough to wait long."""
        await self._aside.end()

    async def _arrived(self, update: Arrived) -> None:
        if self._guests is not None and str(update.chat) not in self._guests:
            self._turn_away(update)
            return
        if self._tapped_again(update):
            self._answer_tap(update)
            return
        if update.tap:
            self._trail.tapped(update.chat, update.message)
        elif update.message:
            self._trail.said(update.chat, update.message)
        inbound = update.inbound
        if update.album and self._albums.get(update.chat) == update.album:
            inbound = replace(inbound, continues=True)
        stored = await self._dispatch.submit(inbound)
        self._remember_album(update)
        if update.said_at:
            self.lag_seconds = max(0.0, self._clock.now().timestamp() - update.said_at)
        self._remember_tap(update)
        self._answer_tap(update)
        if stored is not None and update.inbound.kind not in WORDLESS:
            self._aside.begin(self._show_typing(update, stored))

    def _turn_away(self, update: Arrived) -> None:
        """A sample commune talks to its guests; others hear so once, and nothing is kept."""
        self._answer_tap(update)
        if update.inbound.kind in WORDLESS or update.chat in self._told:
            return
        self._told[update.chat] = None
        while len(self._told) > CHATS_KEPT:
            self._told.popitem(last=False)
        log.info("telegram.no_guest", update=update.update_id)
        self._aside.begin(self._refuse(update))

    async def _refuse(self, update: Arrived) -> None:
        """Say it once; while the bot is to pause, the next message of theirs brings it."""
        thread = update.inbound.address.thread
        number = int(thread) if thread else None
        try:
            await self._bot.send_message(update.chat, GUESTS_ONLY, message_thread_id=number)
        except (Held, RetryAfter):
            self._told.pop(update.chat, None)
        except TelegramError as error:
            log.debug("telegram.nicety_failed", error=type(error).__name__)

    def _tapped_again(self, update: Arrived) -> bool:
        last = self._last_taps.get(update.chat)
        if not update.inbound.group or not update.tap or last is None:
            return False  # of one person what became of the first tap is known: the store decides
        same, at = last
        fresh = self._clock.now() - at <= SAME_TAP
        return fresh and same == _tap(update)

    def _remember_album(self, update: Arrived) -> None:
        """In this process only: after a restart an album may be answered twice."""
        self._albums.pop(update.chat, None)
        if update.album:
            self._albums[update.chat] = update.album
            while len(self._albums) > CHATS_KEPT:
                self._albums.popitem(last=False)

    def _remember_tap(self, update: Arrived) -> None:
        """Only the newest act of a group: tapping A, B, A again is meant."""
        self._last_taps.pop(update.chat, None)
        if update.tap and update.inbound.group:
            self._last_taps[update.chat] = (_tap(update), self._clock.now())
            while len(self._last_taps) > CHATS_KEPT:
                self._last_taps.popitem(last=False)

    def _answer_tap(self, update: Arrived) -> None:
        """Stop the button's spinning; too late is no matter, the effect is stored."""
        if update.tap:
            self._aside.begin(_quietly(self._bot.answer_callback_query(update.tap)))

    async def _show_typing(self, update: Arrived, stored: str) -> None:
        seconds = self._typing_after
        for _ in range(TYPING_TIMES):
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._dispatch.settle(stored)
                    return
            await self._type(update)
            seconds = TYPING_AGAIN

    async def _type(self, update: Arrived) -> None:
        thread = update.inbound.address.thread
        await _quietly(
            self._bot.send_chat_action(
                update.chat,
                ChatAction.TYPING,
                message_thread_id=int(thread) if thread else None,
            )
        )


def _tap(update: Arrived) -> Tap:
    return update.message, update.inbound.action, update.inbound.by


async def _quietly(call: Awaitable[object]) -> None:
    """A nicety: nothing depends on it."""
    try:
        await call
    except TelegramError as error:
        log.debug("telegram.nicety_failed", error=type(error).__name__)
