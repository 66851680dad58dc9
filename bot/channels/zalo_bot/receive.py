"""Turn one raw update into what it means to us. Pure, and it never raises on what it is given.

Sources disagree about the shape, so both are read: with the `ok`/`result` wrapper and without,
`photo` and `photo_url`.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handlers.messages import Address, Inbound, InboundKind, IncomingFile

TEXT: Final = "message.text.received"
IMAGE: Final = "message.image.received"
_START: Final = re.compile(r"/start(?:\s+([A-Za-z0-9_-]{1,64}))?\s*", re.IGNORECASE)

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Arrived:
    """Something a person did."""

    inbound: Inbound
    chat: str
    said_at: float = 0.0
    """When, in seconds since 1970; 0 where Zalo does not say."""

    @property
    def wordless(self) -> bool:
        """A sticker, a voice message, a link, something Zalo keeps from bots."""
        return self.inbound.kind is InboundKind.UNSUPPORTED


@dataclass(frozen=True, slots=True)
class Passed:
    """Nothing for us."""

    reason: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Not readable; `reason` names the place, never the content."""

    reason: str


Update = Arrived | Passed | SetAside


def is_probe(raw: object) -> bool:
    """An empty object, as Zalo sends to see whether somebody answers."""
    return isinstance(raw, Mapping) and not raw


def read(raw: object, endpoint: str, names: frozenset[str], now: datetime) -> Update:
    """What one update means; `names` are the bot's own, taken out of a group's words."""
    if not isinstance(raw, Mapping):
        return SetAside("no object")
    inner = raw.get("result", raw)
    if not isinstance(inner, Mapping):
        return SetAside("no result")
    try:
        return _read(inner, endpoint, names, now)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return SetAside(f"{_event(inner)}: {type(error).__name__}")


def _read(update: Raw, endpoint: str, names: frozenset[str], now: datetime) -> Update:
    message = update.get("message")
    if not isinstance(message, Mapping):
        return Passed("no message")
    sender = message.get("from") or {}
    if sender.get("is_bot"):
        return Passed("a bot")
    chat, group = _word(message["chat"]["id"]), message["chat"].get("chat_type") == "GROUP"
    kind, text, files = _content(_event(update), message)
    if group:
        text = _called(text, names)
    if kind is InboundKind.TEXT and (start := _START.fullmatch(text)) is not None:
        kind, text = InboundKind.START, start.group(1) or ""
    inbound = Inbound(
        Address(endpoint, chat),
        external_id(chat, message),
        now,
        kind,
        text=text,
        files=files,
        group=group,
        by=_word(sender["id"]) if group and sender.get("id") else None,
    )
    return Arrived(inbound, chat, _moment(message.get("date")))


def external_id(chat: str, message: Raw) -> str:
    """Zalo's ids of chat and message as one name that tells neither; of the same, the same."""
    number = message.get("message_id")
    named = str(number) if number else repr(sorted((str(k), str(v)) for k, v in message.items()))
    return hashlib.sha256(f"{chat}\n{named}".encode("utf-8", "replace")).hexdigest()[:32]


def _content(event: str, message: Raw) -> tuple[InboundKind, str, tuple[IncomingFile, ...]]:
    """Kind, words and picture. An event nobody has described is read by what it holds."""
    picture = message.get("photo_url") or message.get("photo")
    text = message.get("text")
    if isinstance(picture, str) and picture and event != TEXT:
        caption = message.get("caption") or ""
        return InboundKind.FILES, _text(caption), (_photo(picture),)
    if event == TEXT or (event != IMAGE and isinstance(text, str) and text):
        return InboundKind.TEXT, _text(text or ""), ()
    return InboundKind.UNSUPPORTED, "", ()


def _photo(url: str) -> IncomingFile:
    return IncomingFile(url, "anh.jpg", "image/jpeg", 0)


def _called(text: str, names: frozenset[str]) -> str:
    """A group's words without the bot's name: only mentions and replies reach a bot."""
    for name in names:
        text = re.sub(rf"@?{re.escape(name)}\b", " ", text, flags=re.IGNORECASE)
    return " ".join(text.split())


def _event(update: Raw) -> str:
    name = update.get("event_name")
    return name if isinstance(name, str) else "unknown"


def _word(value: object) -> str:
    """An id: opaque, and not empty."""
    if not isinstance(value, str | int) or isinstance(value, bool) or not str(value):
        raise TypeError("no id")
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text is no string")
    return value


def _moment(value: object) -> float:
    """Epoch milliseconds, as a number or as digits."""
    try:
        return float(str(value)) / 1_000
    except ValueError:
        return 0.0
