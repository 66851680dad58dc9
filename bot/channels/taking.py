"""What every receiving side hands on to, and what it counts."""

from datetime import datetime
from typing import Protocol

from handlers.messages import Inbound
from handlers.set_aside import Unread


class Submits(Protocol):
    """The part of `bot.dispatch.Dispatch` a receiver needs."""

    async def submit(self, inbound: Inbound) -> str | None:
        """Store it; None for a repeat. Raises StorageError when it was not stored."""

    async def set_aside(self, unread: Unread) -> None:
        """Keep what could not be read. Raises StorageError when it was not kept."""


class Settles(Submits, Protocol):
    """The same where an answer is waited for, to show meanwhile that it is being written."""

    async def settle(self, inbound_id: str) -> None:
        """Wait until it was answered."""


class Taking:
    """What came in since the start."""

    def __init__(self) -> None:
        self.last_at: datetime | None = None
        """When the last update was taken in."""
        self.taken = 0
        self.set_aside = 0
        """Updates that could not be read."""
        self.lag_seconds = 0.0
        """From the writing of the newest message to its being stored here."""
