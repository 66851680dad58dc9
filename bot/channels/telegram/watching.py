"""How the webhook stands, asked of Telegram again and again: set once is not set for ever.

Somebody else with the token may put another address in its place, and Telegram may fail to reach
ours (certificate, firewall, proxy): neither shows here but by asking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo

from bot.channels.telegram.client import mask
from bot.channels.telegram.health import Health, Reception
from bot.channels.telegram.receive import ALLOWED_UPDATES
from handlers.clock import LOCAL, steady

CONNECTIONS: Final = 40
"""Webhook deliveries Telegram may make at once: its own default."""
TRIES_WITHIN: Final = 150.0
"""Seconds between two tries of Telegram to deliver are 120 at most (its server's source): an error
that was not followed by another for longer is over."""
SAID: Final = 120
"""Letters of what Telegram says of an error: the rest tells nobody more."""


class WebhookTakenError(Exception):
    """Another address stood in place of ours."""


class NotDeliveredError(Exception):
    """Updates wait at Telegram, and its tries to bring them fail."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The last error Telegram told of."""

    at: datetime | None
    since: float | None
    """When we first saw it, in seconds of `steady`; None: it was there when we set the webhook."""


class WebhookWatch:
    """Sets the webhook of one bot and watches it; raises `TelegramError` as of any call."""

    def __init__(
        self,
        bot: Bot,
        url: str,
        secret: str,
        health: Health,
        ticks: Callable[[], float] = steady,
    ) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._health = health
        self._ticks = ticks
        self._spelt = url
        """Our address as Telegram writes it."""
        self._info: WebhookInfo | None = None
        self._error = _Seen(None, None)
        self._taken = 0

    async def set(self) -> None:
        """Have Telegram call us, and note how it says so."""
        await self._bot.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=list(ALLOWED_UPDATES),
            max_connections=CONNECTIONS,
            drop_pending_updates=False,
        )
        self._info = info = await self._bot.get_webhook_info()
        self._spelt = info.url or self._url
        self._error = _Seen(info.last_error_date, None)

    async def look(self) -> None:
        """Ask, and put right what can be: the state says what was found."""
        info = await self._bot.get_webhook_info()
        self._info = info
        self._health.answered()
        if info.url != self._spelt:
            await self._take_back(info)
            return
        if info.last_error_date != self._error.at:
            self._error = _Seen(info.last_error_date, self._ticks())
        if self._fails(info):
            self._health.trouble(Reception.NOT_CALLED, NotDeliveredError(), said=self.said)
        else:
            self._health.reached()

    @property
    def said(self) -> str:
        """What Telegram last said of it, in one line; it names no token and no citizen."""
        if self._info is None:
            return ""
        failed = self._info.last_error_date
        when = "" if failed is None else f", {failed.astimezone(LOCAL):%Y-%m-%d %H:%M:%S}:"
        words = mask(self._info.last_error_message or "")[:SAID]
        return f"{self._info.pending_update_count} waiting{when} {words}".rstrip()

    def figures(self) -> dict[str, float]:
        """For the metrics page; -1 where Telegram has not said it."""
        info, failed = self._info, self._info and self._info.last_error_date
        return {
            "webhook_pending": float(info.pending_update_count) if info else -1.0,
            "webhook_error_timestamp_seconds": failed.timestamp() if failed else -1.0,
            "webhook_taken": float(self._taken),
        }

    async def _take_back(self, info: WebhookInfo) -> None:
        """Only the next look says that we receive: two programs may take it from each other."""
        self._taken += 1
        # The path of another's address may be its token.
        host = urlsplit(info.url).hostname or "none"
        self._health.trouble(Reception.CONFLICT, WebhookTakenError(), host=host)
        await self.set()

    def _fails(self, info: WebhookInfo) -> bool:
        """By the order of what Telegram says, not by its clock or ours: either may be wrong."""
        since = self._error.since
        fresh = since is not None and self._ticks() - since <= TRIES_WITHIN
        return bool(info.pending_update_count) and fresh
