"""The Bot API client: PTB's `Bot` with its two HTTP clients, and loggers that keep the token."""

import logging
import re
import warnings
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, runtime_checkable

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import RetryAfter
from telegram.request import BaseRequest, HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.channels.telegram.limits import WHOLE_PER_SECOND
from bot.channels.telegram.receive import ALLOWED_UPDATES
from bot.channels.telegram.request import AioRequest

POOL: Final = 16
"""Connections for calls: 320 a second of a call of 50 ms."""
POLL_POOL: Final = 2
"""An interrupted poll may hold one connection for a while."""
POLL_SECONDS: Final = 25
"""Telegram holds a poll open so long; at most 50."""
BATCH: Final = 100

Keyboard = list[list[dict[str, str]]]
"""Rows of inline buttons as the Bot API takes them."""

_LOUD: Final = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    # A filter does not reach the loggers below its own.
    "httpcore.connection": logging.WARNING,
    "httpcore.http11": logging.WARNING,
    "httpcore.http2": logging.WARNING,
    "httpcore.proxy": logging.WARNING,
    "httpcore.socks": logging.WARNING,
    "telegram": logging.CRITICAL,
}
_TOKEN = re.compile(r"bot\d+:[\w-]+")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """What one bot needs to know; `bot.config` fills it."""

    token: str = field(repr=False)
    api_url: str = "https://api.telegram.org"
    proxy: str = field(default="", repr=False)
    """Of both HTTP clients; may hold a password."""
    webhook_url: str = ""
    """Public https address of the webhook; empty: long polling."""
    webhook_secret: str = field(default="", repr=False)
    """1-256 of `A-Za-z0-9_-`; comes back in a header."""
    public_url: str = ""
    """Of the web pages, for links to them."""
    guests: frozenset[str] | None = None
    """Chats a sample commune talks to; None: everybody."""
    per_second: float = WHOLE_PER_SECOND
    poll_seconds: int = POLL_SECONDS

    @property
    def account(self) -> str:
        """The bot's number, the part of the token that is no secret."""
        return self.token.partition(":")[0]


@runtime_checkable
class HandsOut(Protocol):
    """An HTTP front that hands out files in pieces."""

    def pieces(self, url: str) -> AsyncGenerator[bytes]:
        """The body behind a link; raises `TelegramError`."""
        ...


class Gate(Protocol):
    """What every call passes (`bot.channels.telegram.gate`)."""

    async def enter(self, endpoint: str, chat: int | None) -> None:
        """Wait for a place for a call; raises `Held`."""
        ...

    def told(self, endpoint: str, chat: int | None, error: RetryAfter) -> None:
        """Telegram asked us to wait."""
        ...


class RawBot(Bot):
    """PTB's client plus updates as the JSON they came in: one bad update must not hide others."""

    _gate: Gate | None = None

    def pass_through(self, gate: Gate) -> None:
        """Let every call from now on pass this gate."""
        self._gate = gate

    async def _do_post(self, endpoint: str, data: dict[str, Any], **timeouts: Any) -> Any:  # noqa: ANN401 - PTB's own
        """Every call of the library ends here."""
        if self._gate is None:
            return await super()._do_post(endpoint, data, **timeouts)
        chat = _number(data.get("chat_id"))
        await self._gate.enter(endpoint, chat)
        try:
            return await super()._do_post(endpoint, data, **timeouts)
        except RetryAfter as error:
            self._gate.told(endpoint, chat, error)
            raise

    async def raw_updates(self, offset: int | None, seconds: int) -> list[Any]:
        """Up to 100 updates from `offset` on, waiting at most `seconds` for the first."""
        parameters = {
            "offset": offset,
            "limit": BATCH,
            "timeout": seconds,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        found: Any = await self._post("getUpdates", parameters, read_timeout=seconds + 10)
        return found if isinstance(found, list) else []

    async def say(
        self,
        chat: int,
        text: str,
        keyboard: Keyboard | None = None,
        *,
        html: bool = True,
        thread: int | None = None,
    ) -> int:
        """Send a message; its number, which is all we read of what comes back.

        `send_message` builds a dozen objects from the answer: a sixth of what a call costs.
        """
        parameters = _text(chat, text, keyboard, html=html) | {"message_thread_id": thread}
        sent: Any = await self._post("sendMessage", parameters)
        return int(sent["message_id"])

    async def change(
        self, chat: int, message: int, text: str, keyboard: Keyboard | None = None
    ) -> None:
        """Put another text and other buttons in place of a message's."""
        parameters = _text(chat, text, keyboard, html=True) | {"message_id": message}
        await self._post("editMessageText", parameters)

    async def strip(self, chat: int, message: int) -> None:
        """Take the buttons off a message; its words stay."""
        await self._post("editMessageReplyMarkup", {"chat_id": chat, "message_id": message})

    def pieces(self, url: str) -> AsyncGenerator[bytes]:
        """The bytes behind a file's link, never all of them in memory.

        Raises:
            TelegramError: as of any call.
        """
        front = self._request[1]
        if not isinstance(front, HandsOut):
            raise TypeError(f"{type(front).__name__} hands out no files")
        return front.pieces(url)

    async def open(self) -> None:
        """Make the HTTP clients ready; nothing is sent yet."""
        for request in self._request:
            await request.initialize()

    async def close_clients(self) -> None:
        """Close the HTTP clients."""
        for request in self._request:
            await request.shutdown()


def _number(chat: object) -> int | None:
    """A chat as the calls name it; ours are all numbers."""
    return chat if isinstance(chat, int) else None


def _text(chat: int, text: str, keyboard: Keyboard | None, *, html: bool) -> dict[str, Any]:
    return {
        "chat_id": chat,
        "text": text,
        "parse_mode": ParseMode.HTML if html else None,
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": keyboard} if keyboard else None,
    }


def make_bot(
    settings: TelegramSettings,
    request: BaseRequest | None = None,
    get_updates_request: BaseRequest | None = None,
) -> RawBot:
    """The client of one bot; tests hand in their own HTTP front."""
    guard_logs()
    base = settings.api_url.rstrip("/")
    return RawBot(
        settings.token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request or AioRequest(POOL, settings.proxy),
        get_updates_request=get_updates_request or _http(settings, POLL_POOL),
    )


def guard_logs() -> None:
    """Keep tokens and citizens' words out of the logs of the libraries below us."""
    # PTB reads its own deprecated attribute whenever it makes a RetryAfter.
    warnings.filterwarnings("ignore", r".*retry_after", PTBDeprecationWarning)
    # httpx logs the whole address, token included, at INFO; PTB whole messages at DEBUG,
    # and at ERROR an answer it cannot read.
    for name, level in _LOUD.items():
        logger = logging.getLogger(name)
        logger.setLevel(level)
        if not any(isinstance(one, MaskToken) for one in logger.filters):
            logger.addFilter(MaskToken())


class MaskToken(logging.Filter):
    """Replaces bot tokens in whatever is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask, then let through."""
        record.msg = mask(record.getMessage())
        record.args = ()
        return True


def mask(text: str) -> str:
    """A text without bot tokens."""
    return _TOKEN.sub("bot***", text)


def _http(settings: TelegramSettings, pool: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=pool,
        read_timeout=15.0,
        write_timeout=10.0,
        connect_timeout=10.0,
        pool_timeout=30.0,
        proxy=settings.proxy or None,
    )
