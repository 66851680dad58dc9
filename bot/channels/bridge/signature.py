"""Signatures of the contract, the same both ways: HMAC-SHA256 over a moment and the raw bytes.

    X-Motcua-Timestamp: 1795651200
    X-Motcua-Signature: v1=<hex of HMAC(secret, "v1:" kind ":" timestamp ":" body)>

The kind (`inbound`, `report`, `outbound`) is signed too: a call of one kind is none of another.
While a secret is being changed both sides may know two, and a header may hold a signature of each.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from bot.channels.bridge.limits import SKEW

TIMESTAMP: Final = "X-Motcua-Timestamp"
SIGNATURE: Final = "X-Motcua-Signature"
VERSION: Final = "v1"
MOST: Final = 4
"""Signatures one header may hold."""


class Kind(StrEnum):
    """What a call is."""

    INBOUND = "inbound"
    REPORT = "report"
    OUTBOUND = "outbound"


class Doubt(StrEnum):
    """Why a call is not believed."""

    UNSIGNED = "unsigned"
    FORGED = "forged"
    """Another secret, another kind, or changed on the way."""
    OLD = "old"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Keys:
    """The secret of a gateway, and the one before while it is being changed."""

    secret: str = field(repr=False)
    old: str = field(default="", repr=False)

    @property
    def known(self) -> tuple[bytes, ...]:
        """Those that count."""
        return tuple(one.encode() for one in (self.secret, self.old) if one)


def signature_of(secret: bytes, kind: Kind, timestamp: str, body: bytes) -> str:
    """One signature, as a header has it."""
    said = f"{VERSION}:{kind}:{timestamp}:".encode() + body
    return f"{VERSION}={hmac.new(secret, said, hashlib.sha256).hexdigest()}"


def headers_of(keys: Keys, kind: Kind, body: bytes, now: datetime) -> dict[str, str]:
    """The headers of a call of ours, signed with every secret that counts."""
    stamp = str(int(now.timestamp()))
    signed = (signature_of(one, kind, stamp, body) for one in keys.known)
    return {TIMESTAMP: stamp, SIGNATURE: ",".join(signed)}


def doubt_about(
    keys: Keys, kind: Kind, headers: Mapping[str, str], body: bytes, now: datetime
) -> Doubt | None:
    """Why a call is not believed; None for one that is. Compared in constant time."""
    stamp = headers.get(TIMESTAMP, "")
    given = [one.strip() for one in headers.get(SIGNATURE, "").split(",")]
    if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > 12:
        return Doubt.UNSIGNED
    if given == [""] or len(given) > MOST or not keys.known:
        return Doubt.UNSIGNED
    if not _any_fits([signature_of(one, kind, stamp, body) for one in keys.known], given):
        return Doubt.FORGED
    at = datetime.fromtimestamp(int(stamp), UTC)
    if now - at > SKEW:
        return Doubt.OLD
    return Doubt.AHEAD if at - now > SKEW else None


def _any_fits(right: Sequence[str], given: Sequence[str]) -> bool:
    """All of them are compared, whichever fits."""
    fits = [
        hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))
        for one in right
        for other in given
    ]
    return any(fits)
