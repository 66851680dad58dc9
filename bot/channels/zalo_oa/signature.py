"""Whether an event is Zalo's: a plain SHA-256 over the bytes as received, and a moment to hold.

`sha256(app_id + body + timestamp + key)`, not an HMAC. The timestamp is the body's field; where
that does not fit, the header's. Nothing of the body is believed before.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from bot.channels.zalo_oa.limits import OLD_EVENT
from handlers.zalo_account import AHEAD

SIGNATURE: Final = "X-ZEvent-Signature"
TIMESTAMP: Final = "X-ZEvent-Timestamp"


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
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return Doubt.UNREADABLE
    if not isinstance(event, dict):
        return Doubt.UNREADABLE
    stamps = [str(event.get("timestamp") or ""), headers.get(TIMESTAMP, "")]
    stamp = next((one for one in stamps if one and _fits(key, body, one, given)), None)
    if stamp is None:
        return Doubt.FORGED
    if str(event.get("app_id") or key.app_id) != key.app_id:
        return Doubt.OTHER_APP
    return _in_time(event, stamp, now)


def stamp_of(body: bytes, headers: Mapping[str, str]) -> datetime | None:
    """The moment an event says it is of; nothing is believed by that."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None
    told = event.get("timestamp") if isinstance(event, dict) else None
    return moment_of(told or headers.get(TIMESTAMP, ""))


def moment_of(stamp: object) -> datetime | None:
    """The moment of an event: milliseconds since 1970, as text."""
    text = str(stamp)
    if not text.isascii() or not text.isdecimal() or len(text) > 14:
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC)


def _fits(key: Key, body: bytes, stamp: str, given: str) -> bool:
    digest = hashlib.sha256(key.app_id.encode() + body + stamp.encode() + key.secret.encode())
    return hmac.compare_digest(digest.hexdigest().encode(), given.encode())


def _in_time(event: dict[str, Any], stamp: str, now: datetime) -> Mapping[str, Any] | Doubt:
    at = moment_of(stamp)
    if at is None or now - at > OLD_EVENT:
        return Doubt.OLD
    return Doubt.AHEAD if at - now > AHEAD else event
