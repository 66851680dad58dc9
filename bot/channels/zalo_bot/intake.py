"""From raw updates to dispatch: store, then show that we are typing.

Both receivers end here. `take` returns once the update is stored or known to need no storing.
"""

import asyncio
import hashlib
from collections.abc import Awaitable
from contextlib import suppress
from datetime import timedelta
from typing import Final

import structlog

from bot.channels.aside import Aside, Helped, Lately
from bot.channels.setting_aside import SettingAside, whose_chat
from bot.channels.taking import Settles, Taking
from bot.channels.zalo_bot.client import CallError, ZaloBotApi
from bot.channels.zalo_bot.quota import Quota
from bot.channels.zalo_bot.receive import Arrived, Passed, SetAside, Update, read
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.wording.messengers import GUEST_CODE, GUESTS_ONLY

TYPING_AFTER: Final = 1.0
"""Seconds an answer may take before the chat shows "typing"."""
HELP_EVERY: Final = timedelta(minutes=10)
"""Stickers and what Zalo keeps from bots are answered so often: somebody may send ten."""
CHATS_KEPT: Final = 1_024
MAX_TRIES: Final = 3
"""An update that fails so often for no want of storage is set aside: the others must go on."""

log = structlog.get_logger(__name__)


class NotTaken(Exception):  # noqa: N818 - says what to do: do not confirm it
    """The update was not taken in."""


class Intake(Taking):
    """Takes the updates of one bot in."""

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        api: ZaloBotApi,
        endpoint: str,
        dispatch: Settles,
        clock: Clock,
        quota: Quota,
        *,
        guests: frozenset[str] | None = None,
        typing_after: float = TYPING_AFTER,
    ) -> None:
        super().__init__()
        self.names: frozenset[str] = frozenset()
        """The bot's own, once Zalo has told them."""
        self._api = api
        self._endpoint = endpoint
        self._dispatch = dispatch
        self._clock = clock
        self._quota = quota
        self._guests = guests
        self._typing_after = typing_after
        self._failed: Lately[str, int] = Lately(CHATS_KEPT)
        self._told: Lately[str, None] = Lately(CHATS_KEPT)
        self._helped = Helped(HELP_EVERY, CHATS_KEPT)
        self._aside = Aside()
        self._unread = SettingAside(dispatch, endpoint, clock, guests)

    async def take(self, raw: object) -> None:
        """Take one update in.

        Raises:
            NotTaken: it is not stored and must not be confirmed.
        """
        update = read(raw, self._endpoint, self.names, self._clock.now())
        try:
            await self._take_or_keep(update, raw)
        except StorageError as error:
            log.warning("zalo_bot.not_stored", error=type(error).__name__)
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
            self._defect(raw, error)
            await self._keep(raw, f"defect: {type(error).__name__}")
        if isinstance(update, SetAside):
            log.warning("zalo_bot.set_aside", reason=update.reason)
            await self._keep(raw, update.reason)

    async def _keep(self, raw: object, reason: str) -> None:
        await self._unread.keep(raw, reason, whose_chat(raw))
        self._failed.pop(_name(raw))
        self.set_aside += 1

    async def stop(self) -> None:
        """Let the small calls end; none of them matters enough to wait long."""
        await self._aside.end()

    async def _take(self, update: Update) -> None:
        match update:
            case Arrived():
                await self._arrived(update)
            case Passed(reason=reason):
                log.debug("zalo_bot.passed", reason=reason)
            case SetAside():
                pass

    async def _arrived(self, update: Arrived) -> None:
        if self._guests is not None and update.chat not in self._guests:
            await self._quota.took(_alone(update))
            self._turn_away(update)
            return
        if update.wordless and not self._helps(update):
            await self._quota.took(_alone(update))
            return
        with self._helped.undone(update.chat, begun=update.wordless):
            stored = await self._dispatch.submit(update.inbound)
        if update.said_at > 0:
            self.lag_seconds = max(0.0, self._clock.now().timestamp() - update.said_at)
        if stored is None:
            return
        await self._quota.took(_alone(update))
        self._aside.begin(self._show_typing(update.chat, stored))

    def _helps(self, update: Arrived) -> bool:
        """Whether to answer a sticker or the like; a group is never told what it sent."""
        return not update.inbound.group and self._helped.begin(update.chat, self._clock.now())

    def _turn_away(self, update: Arrived) -> None:
        """A sample commune talks to its guests; others hear so once, and nothing is kept."""
        if update.chat in self._told:
            return
        self._told.keep(update.chat, None)
        log.info("zalo_bot.no_guest")
        text = f"{GUESTS_ONLY}\n\n{GUEST_CODE.format(chat=update.chat)}"
        self._aside.begin(self._say(update.chat, text))

    async def _say(self, chat: str, text: str) -> None:
        await self._quota.sends()
        await _quietly(self._api.call("sendMessage", {"chat_id": chat, "text": text}))

    async def _show_typing(self, chat: str, stored: str) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._typing_after):
                await self._dispatch.settle(stored)
                return
        await _quietly(self._api.call("sendChatAction", {"chat_id": chat, "action": "typing"}))

    def _defect(self, raw: object, error: Exception) -> None:
        """Something of ours broke: twice it is to come again, then it makes room."""
        tries = (self._failed.get(_name(raw)) or 0) + 1
        self._failed.keep(_name(raw), tries)
        log.error("zalo_bot.defect", tries=tries, error=type(error).__name__, exc_info=error)
        if tries < MAX_TRIES:
            raise NotTaken from error


def _alone(update: Arrived) -> str | None:
    """Who wrote to the bot alone; None for a group, which Zalo counts apart."""
    return None if update.inbound.group else update.chat


def _name(raw: object) -> str:
    return hashlib.sha256(repr(raw).encode("utf-8", "replace")).hexdigest()


async def _quietly(call: Awaitable[object]) -> None:
    """A nicety: nothing depends on it."""
    try:
        await call
    except CallError as error:
        log.debug("zalo_bot.nicety_failed", error=type(error).__name__)
