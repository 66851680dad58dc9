"""What every call of one bot passes on its way out: the pauses Telegram asked for, the bot's pace.

It stands where the library makes its calls (`client.RawBot`), so that none can go round it. Pauses
are counted in seconds that pass, which no setting of the clock shortens or prolongs.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import structlog
from telegram.error import RetryAfter

from bot.channels.telegram import failures
from bot.channels.telegram.call_places import Calls
from bot.channels.telegram.failures import Held
from bot.channels.telegram.paces import CHATS_KEPT, PATIENCE
from handlers.clock import Clock, ticks_of
from handlers.errors import StorageError

STORM: Final = 1.0
"""Two chats told to wait within so many seconds: Telegram means the whole bot."""
SLACK: Final = timedelta(seconds=0.1)
"""A sleep may end a moment early; a second is added to what Telegram asks for."""
FREE: Final = frozenset({
    "getMe", "getUpdates", "getFile", "getMyCommands", "setWebhook", "deleteWebhook",
    "getWebhookInfo",
})  # fmt: skip
"""Nobody sees these calls, and reception must not wait for what is being sent."""
LIGHT: Final = frozenset({
    "answerCallbackQuery", "sendChatAction", "setMyCommands", "deleteMyCommands",
    "editMessageReplyMarkup",
})  # fmt: skip
"""No messages: they take no place in the pace, and while the bot is to pause they are left out."""

MISSES: Final = 10
"""Places a call may miss; it is given twice as long as it was late each time."""
SOON: Final = timedelta(seconds=1)
"""Until a call that got no place is tried again."""
NO_CHAT: Final = 0
"""Of a refusal that named none: beside that of a chat it means the whole bot as well."""

log = structlog.get_logger(__name__)
Pause = Callable[[float], Awaitable[None]]


class Gate:
    """Of one bot in one process."""

    def __init__(
        self,
        clock: Clock,
        calls: Calls,
        *,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._calls = calls
        self._ticks = ticks_of(clock)
        self._pause = pause
        self._until = self._ticks()
        """No call before, whoever it is for."""
        self._chats: OrderedDict[int, float] = OrderedDict()
        """No call to this chat before."""
        self._refusals: deque[tuple[float, int]] = deque(maxlen=8)
        """When which chat was told to wait; 0 for a call that is for no chat."""
        self._methods: dict[str, float] = {}
        """No call of this kind before: told to one that is for no chat, such as a tap's answer."""

    async def enter(self, endpoint: str, chat: int | None) -> None:
        """Wait for a place for a call.

        Raises:
            Held: it would be a long wait.
        """
        if endpoint in FREE:
            return
        patience = timedelta(0) if endpoint in LIGHT else PATIENCE
        if (left := self.left(chat, endpoint)) > patience:
            raise Held(left, whole=self.pausing)
        if endpoint in LIGHT:
            return
        if left:
            await self._pause(left.total_seconds())
        waited = await self._place()
        if (left or waited) and (
            more := self.left(chat, endpoint)
        ) > SLACK:  # asked to wait meanwhile
            raise Held(more, whole=self.pausing)

    async def _place(self) -> bool:
        """Wait for a place and leave in its time; whether it took a wait.

        Raises:
            Held: there was none, or each was missed.
        """
        waited = False
        try:
            place = await self._calls.take(self._clock.now())
            for _ in range(MISSES):
                now = self._clock.now()
                if wait := max(place.at - now, timedelta(0)):
                    waited = True
                    await self._pause(wait.total_seconds())
                    now = self._clock.now()
                if now - place.at <= place.grace:
                    return waited
                place = await self._calls.take_late(place, now)
        except StorageError:
            log.warning("telegram.no_place")
        raise Held(SOON)

    def told(self, endpoint: str, chat: int | None, error: RetryAfter) -> None:
        """Telegram asked us to wait; of calls of reception it means those calls alone."""
        if endpoint in FREE:
            return
        now, after = self._ticks(), failures.retry_after(error)
        until = now + after.total_seconds()
        if chat is None:
            self._methods[endpoint] = until
        else:
            self._hold(chat, until)
        self._refusals.append((now, chat or NO_CHAT))
        told = {which for at, which in self._refusals if now - at <= STORM}
        if len(told) > 1:
            self._until = max(self._until, until)
        log.warning("telegram.told_to_wait", seconds=after.total_seconds(), chats=len(told))

    def _hold(self, chat: int, until: float) -> None:
        self._chats[chat] = until
        self._chats.move_to_end(chat)
        while len(self._chats) > CHATS_KEPT:
            self._chats.popitem(last=False)

    def left(self, chat: int | None, endpoint: str = "") -> timedelta:
        """How long no such call to this chat is to be made; None: to no chat in particular."""
        until = self._until if chat is None else max(self._until, self._chats.get(chat, 0.0))
        if chat is None:
            until = max(until, self._methods.get(endpoint, 0.0))
        return timedelta(seconds=max(0.0, until - self._ticks()))

    @property
    def pausing(self) -> bool:
        """Whether the whole bot is to pause."""
        return self._until > self._ticks()
