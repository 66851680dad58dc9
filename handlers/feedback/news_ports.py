"""Broadcasts a chat was sent, as the flow of replies to them reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from handlers.messages import Address

FRESH: Final = timedelta(days=1)
"""How long after a broadcast the next free words may be about it."""
SUBJECT: Final = "broadcast:"
"""How the subject of a reply to a copy begins; its number follows."""


@dataclass(frozen=True, slots=True)
class SentNews:
    """A broadcast this chat got."""

    number: int
    words: str
    """As it was sent, its fields in place."""
    at: datetime


class NewsSent(Protocol):
    """Reads what was sent to many."""

    def answered(self, address: Address, number: int) -> SentNews | None:
        """The broadcast of this number, if this chat got it."""
        ...

    def lately(self, address: Address, now: datetime) -> SentNews | None:
        """The broadcast this chat got within a day and has written nothing after."""
        ...


class NothingSent:
    """Of a dialogue that keeps nothing."""

    def answered(self, address: Address, number: int) -> SentNews | None:
        """None."""
        del address, number
        return None

    def lately(self, address: Address, now: datetime) -> SentNews | None:
        """None."""
        del address, now
        return None
