"""Turn one verified event into what it means to us. Pure, and it never raises."""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.channels.zalo_oa.signature import moment_of
from bot.files.names import safe_name
from handlers import actions
from handlers.messages import Address, Inbound, InboundKind, IncomingFile

QUERY: Final = "#"
"""Before the action of a button, and of the account's own menu: it comes back as typed text."""
PICTURES: Final = {"image": "image/jpeg", "gif": "image/gif"}
MEDIA: Final = frozenset({"video", "audio", "voice"})
"""Nobody here sees or hears them."""
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_OLD_QUERY: Final = re.compile(r"[a-z_]{1,20}(:[!-~]{0,40}){1,4}")
_TRACKED: Final = re.compile(r"m(\d{1,18})-\d+")
_PHONE: Final = re.compile(r"(?:\+?84|0)(\d{9})")

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Arrived:
    """Something a person did."""

    inbound: Inbound
    at: datetime
    """When they did it, as the event says."""
    wordless: bool = False
    """A sticker and the like: answered once in a while."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A clerk answered in the account's own tool."""

    user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message of ours reached the phone, or was seen."""

    user: str
    messages: tuple[str, ...]
    outbox: int = 0
    """Of a template by phone: our own number of it, which comes back; the phone says nothing."""


@dataclass(frozen=True, slots=True)
class Details:
    """A person handed over who they are, by Zalo's own form."""

    user: str
    phone: str
    """`84` and nine digits; empty for none."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """Nothing for us."""

    reason: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Not readable; `reason` names the place, never the content."""

    reason: str


Update = Arrived | ByHand | Delivered | Details | Passed | SetAside


def account_of(raw: Raw, known: Collection[str]) -> str:
    """Which of the known accounts an event is of; empty for none of them."""
    sides = (raw.get("recipient"), raw.get("sender"))
    named = [side.get("id") for side in sides if isinstance(side, Mapping)]
    return next((str(one) for one in (raw.get("oa_id"), *named) if str(one) in known), "")


def read(raw: Raw, endpoint: str, oa_id: str, now: datetime) -> Update:
    """What one event means."""
    name = str(raw.get("event_name") or "")
    try:
        return _Reader(raw, endpoint, oa_id, now, name).read()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        kind = name if re.fullmatch(r"[a-z_]{1,40}", name) else "unknown"
        return SetAside(f"{kind}: {type(error).__name__}")


@dataclass(frozen=True, slots=True)
class _Reader:
    raw: Raw
    endpoint: str
    oa_id: str
    now: datetime
    name: str

    def read(self) -> Update:
        if self.name in ("follow", "unfollow"):
            return self.following()
        if self.name.startswith("user_send_"):
            return self.said(self.name.removeprefix("user_send_"))
        if self.name.startswith("oa_send_"):
            return self.echo()
        if self.name in ("user_received_message", "user_seen_message"):
            return self.receipt()
        if self.name == "user_submit_info":
            return self.details()
        return Passed("event")

    def following(self) -> Update:
        if str(self.raw["oa_id"]) != self.oa_id:
            return Passed("another account")
        user = _id(self.raw["follower"]["id"])
        kind = InboundKind.START if self.name == "follow" else InboundKind.LEFT
        stamp = str(self.raw.get("timestamp") or "")
        # The event has no id of its own, and the person's must stand in no key.
        known = hashlib.sha256(f"{self.name}:{user}:{stamp}".encode()).hexdigest()[:32]
        return Arrived(self.inbound(user, known, kind), self.at)

    def said(self, what: str) -> Update:
        if str(self.raw["recipient"]["id"]) != self.oa_id:
            return Passed("another account")
        user, message = _id(self.raw["sender"]["id"]), self.raw["message"]
        number = _id(message["msg_id"])
        text = message.get("text") or ""
        if not isinstance(text, str):
            raise TypeError("text is no string")
        quoted = message.get("quote_msg_id")
        kind, text, action, files = _content(what, text, message.get("attachments") or ())
        inbound = Inbound(
            Address(self.endpoint, user),
            number,
            self.now,
            kind,
            text=text,
            action=action,
            files=files,
            reply_to=_id(quoted) if quoted else None,
            said_at=self.at,
            words_only=what in MEDIA and kind is InboundKind.TEXT,
        )
        return Arrived(inbound, self.at, wordless=kind is InboundKind.UNSUPPORTED)

    def echo(self) -> Update:
        """What the account sends comes back; only a person at the tool has a name there."""
        if not self.raw["sender"].get("admin_id"):
            return Passed("our own")
        if str(self.raw["sender"]["id"]) != self.oa_id:
            return Passed("another account")
        return ByHand(_id(self.raw["recipient"]["id"]), self.at)

    def receipt(self) -> Update:
        message = self.raw["message"]
        found = message.get("msg_ids") or [message["msg_id"]]
        # Of a template by phone the recipient is a number: it is known by its own id alone.
        ours = _TRACKED.fullmatch(str(message.get("tracking_id") or ""))
        user = _id(self.raw["recipient"]["id"])
        numbers = tuple(_id(one) for one in found[:50])
        return Delivered(user, numbers, int(ours.group(1)) if ours else 0)

    def details(self) -> Update:
        phone = _PHONE.fullmatch(re.sub(r"[ .-]", "", str(self.raw["info"].get("phone") or "")))
        user = _id(self.raw["sender"]["id"])
        return Details(user, f"84{phone.group(1)}" if phone else "", self.at)

    def inbound(self, user: str, known: str, kind: InboundKind) -> Inbound:
        return Inbound(Address(self.endpoint, user), known, self.now, kind, said_at=self.at)

    @property
    def at(self) -> datetime:
        return moment_of(self.raw.get("timestamp")) or self.now


def _content(
    what: str, text: str, attachments: Sequence[Raw]
) -> tuple[InboundKind, str, str, tuple[IncomingFile, ...]]:
    """Kind, words, action and files of a message."""
    if what == "location":
        return InboundKind.PLACE, _place(attachments[0]["payload"]["coordinates"]), "", ()
    if what in PICTURES or what == "file":
        files = tuple(_file(what, one["payload"], n) for n, one in enumerate(attachments, 1))
        if files:
            return InboundKind.FILES, text, "", files
    if what in MEDIA and text.strip():
        return InboundKind.TEXT, text, "", ()
    if what not in ("text", "link", "image", "file"):
        return InboundKind.UNSUPPORTED, "", "", ()
    if text.startswith(QUERY) and _is_query(text.removeprefix(QUERY)):
        return InboundKind.TAP, "", text.removeprefix(QUERY), ()
    kind = InboundKind.TEXT if text.strip() or what == "text" else InboundKind.UNSUPPORTED
    return kind, text, "", ()


def _is_query(given: str) -> bool:
    """An action of ours, or of a release before: that one is told to be old, not looked up."""
    return actions.parse(given) is not None or bool(_OLD_QUERY.fullmatch(given))


def _file(what: str, payload: Raw, number: int) -> IncomingFile:
    name = str(payload.get("name") or f"anh-{number}.jpg")
    mime = PICTURES.get(what) or "application/octet-stream"
    size = str(payload.get("size") or "0")
    return IncomingFile(
        str(payload["url"]),
        safe_name(name, "tep"),
        mime,
        int(size) if size.isdecimal() else 0,
    )


def _place(coordinates: Raw) -> str:
    """Latitude and longitude to about a metre."""
    return f"{float(coordinates['latitude']):.5f},{float(coordinates['longitude']):.5f}"


def _id(given: object) -> str:
    text = str(given)
    if not _ID.fullmatch(text):
        raise ValueError("no id")
    return text
