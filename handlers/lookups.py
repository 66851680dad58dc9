"""How often a look-up may fail: five times in fifteen minutes, then half an hour's pause (L-1).

Counted for the person who asks and for the code asked about, whether or not there is such a
dossier: an attacker with many chats meets the pause of the code, one with many codes their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

MOST: Final = 5
WITHIN: Final = timedelta(minutes=15)
PAUSE: Final = timedelta(minutes=30)
"""L-1: at five tries in half an hour the 10,000 numbers of four digits take forty days."""
REACH: Final = WITHIN + PAUSE
"""No failure longer ago than this can still hold a pause."""


@dataclass(frozen=True, slots=True)
class Count:
    """What is on record under one name, a keyed hash of a person or of a code."""

    name: str
    number: int = 0
    """Of the newest entry: the next one must follow it, or another process was faster."""
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tries:
    """Look-ups so far, of the person and of the code."""

    counts: tuple[Count, ...] = ()

    def paused_until(self, now: datetime) -> datetime | None:
        """The end of a pause that holds now."""
        ends = [one.paused_until for one in self.counts if one.paused_until is not None]
        last = max(ends, default=None)
        return last if last is not None and last > now else None


class LookUpLog(Protocol):
    """Reads what is on record of earlier look-ups."""

    def tries(self, contact: str, asked: str, now: datetime) -> Tries:
        """Of this contact, and about this code or link."""
        ...


class NothingTried:
    """The log of a dialogue that keeps nothing."""

    def tries(self, contact: str, asked: str, now: datetime) -> Tries:
        """None."""
        del contact, asked, now
        return Tries()


def pause_end(failures: Sequence[datetime]) -> datetime | None:
    """When the pause these failures, in order, led to is over; None if they led to none."""
    ends = [
        last + PAUSE
        for first, last in zip(failures, failures[MOST - 1 :], strict=False)
        if last - first <= WITHIN
    ]
    return max(ends, default=None)
