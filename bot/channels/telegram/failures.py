"""What each of python-telegram-bot's exceptions means for a message (`bot.channels.base`).

PTB decides by HTTP status and changes the case of the text: texts are matched folded.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import aiohttp
import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.base import (
    DeliveryError,
    Moved,
    Refused,
    TryAgain,
    Uncertain,
    Unreachable,
)


class Held(TelegramError):  # noqa: N818 - says what to do: wait
    """Not called: Telegram had asked us to wait."""

    def __init__(self, left: timedelta, *, whole: bool = False) -> None:
        super().__init__("held back")
        self.left = left
        self.whole = whole


TOKEN_PAUSE: Final = timedelta(minutes=5)
"""Until the next try with a token Telegram does not know."""
CONFLICT_PAUSE: Final = timedelta(seconds=5)
AFTER_RETRY: Final = timedelta(seconds=1)
"""Added to what Telegram asks for: its clock and ours differ."""

NOT_SENT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    RuntimeError,
)
"""Causes after which nothing can have left the machine; the last is a client already closed."""

_GONE: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights to send",
    "have no rights to send",
    "chat_write_forbidden",
    "chat_restricted",
    "user_is_blocked",
    "input_user_deactivated",
    "group chat was deactivated",
    "message thread not found",
    "topic_deleted",
    "topic_closed",
)
"""Of a `BadRequest`: there is nobody to write to."""
_EDIT_GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
_FILE_UNKNOWN: Final = (
    "wrong file",
    "wrong remote file",
    "can't use file of type",
    "file_reference",
)
_WORDS: Final = (
    ("can't parse entities", "markup"),
    ("message is too long", "too_long"),
    ("message text is empty", "empty"),
    ("button_data_invalid", "buttons"),
    ("inline keyboard", "buttons"),
    ("reply markup is too long", "buttons"),
)


def delivery_error(error: TelegramError) -> DeliveryError:
    """What to do about an exception, as delivery understands it."""
    for kind, meaning in _MEANINGS:
        if isinstance(error, kind):
            return meaning(error)
    return Uncertain()  # an answer that cannot be read: the message may well have gone


def surely_not_sent(error: NetworkError) -> bool:
    """Whether Telegram cannot have acted on the call: it refused, or nothing left here."""
    if isinstance(error.__cause__, NOT_SENT):
        return True
    if isinstance(error, TimedOut):
        return "*not* sent" in error.message
    return error.__cause__ is None  # an HTTP status such as 502: Telegram's side said no


def retry_after(error: RetryAfter) -> timedelta:
    """What Telegram asks for and a little more; PTB has it as a number today, a delta later."""
    asked = error.retry_after
    return (asked if isinstance(asked, timedelta) else timedelta(seconds=asked)) + AFTER_RETRY


def edit_is_done(error: TelegramError) -> bool:
    """The edit would change nothing: it shows what it should."""
    return isinstance(error, BadRequest) and "message is not modified" in error.message.lower()


def edit_is_impossible(error: TelegramError) -> bool:
    """The message is gone or too old to be edited: a new one must say it."""
    return isinstance(error, BadRequest) and _says(error, _EDIT_GONE)


def nothing_to_strip(error: TelegramError) -> bool:
    """The message has no buttons any more, or there is no message."""
    return edit_is_done(error) or edit_is_impossible(error)


def markup_is_wrong(error: TelegramError) -> bool:
    """A defect of ours in the HTML: the words must go all the same."""
    return isinstance(error, BadRequest) and _says(error, ("can't parse entities",))


def topic_is_gone(error: TelegramError) -> bool:
    """Somebody deleted the topic a message was meant for."""
    gone = ("message thread not found", "topic_deleted", "topic_id_invalid")
    return isinstance(error, BadRequest) and _says(error, gone)


def chat_is_gone(error: TelegramError) -> bool:
    """The bot is not in the chat any more: nothing will be said there, in a topic or not."""
    return isinstance(error, Forbidden) or (
        isinstance(error, BadRequest) and _says(error, ("chat not found", "deactivated"))
    )


def file_is_unknown(error: TelegramError) -> bool:
    """An id of a file that does not hold (any more): its bytes must go again."""
    return isinstance(error, BadRequest) and _says(error, _FILE_UNKNOWN)


def photo_is_wrong(error: TelegramError) -> bool:
    """A picture Telegram takes only as a document."""
    return isinstance(error, BadRequest) and _says(error, ("photo_", "image_process_failed"))


def _bad_request(error: BadRequest) -> DeliveryError:
    if _says(error, _GONE):
        return Unreachable()
    said = error.message.lower()
    return Refused(next((word for text, word in _WORDS if text in said), "bad_request"))


def _says(error: TelegramError, texts: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(text in said for text in texts)


def _moved(error: ChatMigrated) -> DeliveryError:
    return Moved(str(error.new_chat_id))


def _network(error: NetworkError) -> DeliveryError:
    return TryAgain(down=True) if surely_not_sent(error) else Uncertain()


_MEANINGS: Final[tuple[tuple[type[TelegramError], Callable[[Any], DeliveryError]], ...]] = (
    (Held, lambda error: TryAgain(error.left, whole=error.whole)),
    (RetryAfter, lambda error: TryAgain(retry_after(error))),
    (ChatMigrated, _moved),
    (Forbidden, lambda _: Unreachable()),
    (InvalidToken, lambda _: TryAgain(TOKEN_PAUSE, whole=True)),
    (Conflict, lambda _: TryAgain(CONFLICT_PAUSE)),
    (EndPointNotFound, lambda _: Refused("call")),
    (PassportDecryptionError, lambda _: Refused("call")),
    (BadRequest, _bad_request),
    (NetworkError, _network),
)
"""In this order: PTB makes `BadRequest` and `TimedOut` kinds of `NetworkError`."""
