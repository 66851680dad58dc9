"""Whether an event is Zalo's: a plain SHA-256 over the bytes as received, and a moment to hold.

`sha256(app_id + body + timestamp + key)`, not an HMAC. The timestamp is the body's field; where
that does not fit, the header's. It is found among the bytes: nothing is parsed before it is Zalo's.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from bot.channels.zalo_oa.limits import OLD_EVENT
from handlers.zalo_account import AHEAD

SIGNATURE: Final = "X-ZEvent-Signature"
TIMESTAMP: Final = "X-ZEvent-Timestamp"
_STAMP: Final = re.compile(rb'"timestamp"\s*:\s*(?:"([^"\\]{1,40})"|(\d{1,20}))')
STAMPS: Final = 4
"""Fields of that name looked at, the last ones: what a body holds within may have such too."""


class Doubt(StrEnum):
    """Why an event is not taken."""

    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"
    FORGED = "forged"
    """Another key, another app, or changed on the way."""
    OTHER_APP = "other_app"
    OLD = "old"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Key:
    """What signatures are made with."""

    app_id: str
    secret: str = field(repr=False)


def checked(
    key: Key, body: bytes, headers: Mapping[str, str], now: datetime
) -> Mapping[str, Any] | Doubt:
    """The event, once it is known to be Zalo's and of now."""
    given = headers.get(SIGNATURE, "").strip().removeprefix("mac=").lower()
    if not given or not key.secret:
        return Doubt.UNSIGNED
    stamps = (one for one in _stamps(body, headers) if _fits(key, body, one, given))
    stamp = next(stamps, None)
    if stamp is None:
        return Doubt.FORGED
    event = _object(body)
    if event is None:
        return Doubt.UNREADABLE
    # Without the field it is still this app's: the signature was made with its id.
    if str(event.get("app_id") or key.app_id) != key.app_id:
        return Doubt.OTHER_APP
    return _in_time(event, stamp, now)


def stamp_of(body: bytes, headers: Mapping[str, str]) -> datetime | None:
    """The moment an event says it is of; nothing is believed by that."""
    event = _object(body) or {}
    return moment_of(event.get("timestamp") or headers.get(TIMESTAMP, ""))


def readable(body: bytes) -> bool:
    """Whether it is an event in form; nothing is believed by that."""
    return _object(body) is not None


def _stamps(body: bytes, headers: Mapping[str, str]) -> Iterator[bytes]:
    """What may have been signed as the timestamp: the body's own field, then the header's."""
    found = [one or other for one, other in _STAMP.findall(body)]
    yield from dict.fromkeys(reversed(found[-STAMPS:]))
    if headers.get(TIMESTAMP):
        yield headers[TIMESTAMP].encode()


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def moment_of(stamp: object) -> datetime | None:
    """The moment of an event: milliseconds since 1970, as text."""
    text = str(stamp)
    if not text.isascii() or not text.isdecimal() or len(text) > 14:
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC)


def _fits(key: Key, body: bytes, stamp: bytes, given: str) -> bool:
    digest = hashlib.sha256(key.app_id.encode() + body + stamp + key.secret.encode())
    return hmac.compare_digest(digest.hexdigest().encode(), given.encode())


def _in_time(event: dict[str, Any], stamp: bytes, now: datetime) -> Mapping[str, Any] | Doubt:
    at = moment_of(stamp.decode(errors="replace"))
    if at is None or now - at > OLD_EVENT:
        return Doubt.OLD
    return Doubt.AHEAD if at - now > AHEAD else event
