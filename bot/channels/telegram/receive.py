"""Turn one raw update into what it means to us. Pure, and it never raises on what it is given.

The raw JSON is read, not PTB's objects: one malformed update must not stop the others, and a
kind of message newer than the library still gets a kind answer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.channels.telegram.content import Content, content_of
from bot.channels.telegram.limits import START_PARAMETER
from handlers.messages import Address, Inbound, InboundKind

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""Told to Telegram at every call: left out, an earlier setting would stay."""

_START = re.compile(r"/start(?:@(\w+))?(?:\s+(\S+))?\s*", re.IGNORECASE)
_PARAMETER = re.compile(rf"[A-Za-z0-9_-]{{1,{START_PARAMETER}}}")
_COMMAND = re.compile(r"/\w+(?:@(\w+))?(?=\s|$)")
_GONE: Final = frozenset({"kicked", "left"})
_BOT_OF_ANONYMOUS_ADMINS: Final = "GroupAnonymousBot"

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself, as `getMe` tells; unknown until Telegram was reached."""

    id: int
    username: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Something a person did."""

    update_id: int
    inbound: Inbound
    chat: int
    tap: str = ""
    """Id of the callback query to answer."""
    message: int = 0
    """The message that was written, or whose button was tapped."""
    album: str = ""
    """Of several pictures sent together: what they have in common."""
    said_at: int = 0
    """When it was written, in seconds since 1970; 0 where Telegram does not say (taps)."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup with another id."""

    update_id: int
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Passed:
    """Nothing for us: talk in a group, a service message, another bot."""

    update_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Not readable; `reason` names the place, never the content."""

    update_id: int | None
    reason: str


Update = Arrived | Moved | Passed | SetAside


def read(raw: object, endpoint: str, me: Me, now: datetime) -> Update:
    """What one update means."""
    update_id = update_id_of(raw)
    if update_id is None or not isinstance(raw, Mapping):
        return SetAside(None, "no update_id")
    try:
        return _Reader(raw, endpoint, me, now, update_id).read()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        return SetAside(update_id, f"{_kind(raw)}: {type(error).__name__}")


def update_id_of(raw: object) -> int | None:
    """The update's number, if it has one."""
    found = raw.get("update_id") if isinstance(raw, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _kind(raw: Raw) -> str:
    return next((key for key in raw if key != "update_id" and key in ALLOWED_UPDATES), "unknown")


@dataclass(frozen=True, slots=True)
class _Reader:
    raw: Raw
    endpoint: str
    me: Me
    now: datetime
    update_id: int

    def read(self) -> Update:
        match _kind(self.raw):
            case "message":
                return self.message(self.raw["message"], edited=False)
            case "edited_message":
                return self.message(self.raw["edited_message"], edited=True)
            case "callback_query":
                return self.tap(self.raw["callback_query"])
            case "my_chat_member":
                return self.membership(self.raw["my_chat_member"])
            case kind:
                return Passed(self.update_id, kind)

    def message(self, message: Raw, *, edited: bool) -> Update:
        if (new := message.get("migrate_to_chat_id")) is not None:
            return Moved(self.update_id, _chat(message), int(new))
        if (old := message.get("migrate_from_chat_id")) is not None:
            return Moved(self.update_id, int(old), _chat(message))
        content = None if _from_a_bot(message) else content_of(message)
        if content is None:
            return Passed(self.update_id, "nobody said anything")
        text = self.called(message, content.text) if _is_group(message) else content.text
        if text is None:
            return Passed(self.update_id, "not called")
        if edited and (not text or content.kind is InboundKind.PLACE):
            return Passed(self.update_id, "edit without words")
        inbound = self.inbound(message, content, text, edited=edited)
        said_at = int(message.get("edit_date" if edited else "date") or 0)
        number = int(message["message_id"])
        album = str(message.get("media_group_id") or "")
        return Arrived(
            self.update_id, inbound, _chat(message), message=number, album=album, said_at=said_at
        )

    def inbound(self, message: Raw, content: Content, text: str, *, edited: bool) -> Inbound:
        kind = InboundKind.EDIT if edited else content.kind
        if kind is InboundKind.TEXT and (start := _START.fullmatch(text)) is not None:
            kind, text = InboundKind.START, _parameter(start.group(2))
        return Inbound(
            self.address(message),
            str(self.update_id),
            self.now,
            kind,
            text=text,
            files=() if edited else content.files,
            words_only=content.words_only and not edited,
            message=str(int(message["message_id"])),
            reply_to=_reply_to(message),
            group=_is_group(message),
            by=_speaker(message, message),
        )

    def tap(self, query: Raw) -> Update:
        message = query.get("message")
        action = query.get("data")
        if message is None or not action:
            return Passed(self.update_id, "tap without message or data")
        inbound = Inbound(
            self.address(message),
            str(self.update_id),
            self.now,
            InboundKind.TAP,
            action=str(action),
            reply_to=str(int(message["message_id"])),
            group=_is_group(message),
            by=_speaker(message, query),
        )
        return Arrived(
            self.update_id, inbound, _chat(message), str(query["id"]), int(message["message_id"])
        )

    def membership(self, change: Raw) -> Update:
        """Blocked, removed, or back; a change of rights is neither."""
        was, now = change["old_chat_member"]["status"], change["new_chat_member"]["status"]
        if (was in _GONE) == (now in _GONE):
            return Passed(self.update_id, "rights")
        inbound = Inbound(
            Address(self.endpoint, str(_chat(change))),
            str(self.update_id),
            self.now,
            InboundKind.LEFT if now in _GONE else InboundKind.RETURNED,
            group=_is_group(change),
        )
        return Arrived(self.update_id, inbound, _chat(change))

    def address(self, message: Raw) -> Address:
        thread = message.get("message_thread_id") if message.get("is_topic_message") else None
        return Address(self.endpoint, str(_chat(message)), "" if thread is None else str(thread))

    def called(self, message: Raw, text: str) -> str | None:
        """The words of a group's message that is meant for the bot; None for mere talk."""
        name = self.me.username.lower()
        command = _COMMAND.match(text)
        if command is not None:
            to = command.group(1)
            return text if to is None or to.lower() == name else None
        bare = re.sub(rf"@{re.escape(name)}\b", " ", text, flags=re.IGNORECASE) if name else text
        if bare != text:
            return " ".join(bare.split())
        answered = message.get("reply_to_message") or {}
        return text if (answered.get("from") or {}).get("id") == self.me.id else None


def _chat(message: Raw) -> int:
    return int(message["chat"]["id"])


def _is_group(message: Raw) -> bool:
    return str(message["chat"]["type"]) != "private"


def _speaker(message: Raw, said: Raw) -> str | None:
    """Who spoke in a group, by their own id, which is that of their private chat with the bot."""
    sender = said.get("from") or {}
    if not _is_group(message) or sender.get("is_bot") or "id" not in sender:
        return None
    return str(int(sender["id"]))


def _from_a_bot(message: Raw) -> bool:
    sender = message.get("from") or {}
    anonymous = sender.get("username") == _BOT_OF_ANONYMOUS_ADMINS
    return bool(sender.get("is_bot")) and not anonymous


def _reply_to(message: Raw) -> str | None:
    """The message answered; in a topic every message "answers" the one that opened it."""
    answered = message.get("reply_to_message")
    if not answered or "forum_topic_created" in answered:
        return None
    return str(int(answered["message_id"]))


def _parameter(text: str | None) -> str:
    """The parameter of a deep link: untrusted, and empty when no link of ours could hold it."""
    return text if text and _PARAMETER.fullmatch(text) else ""
