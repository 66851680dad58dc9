"""Something a channel brought that nobody could read or take in, kept as it came.

It is written before it is confirmed to the channel, so that a later version can read it. What is
sound is kept as an `Inbound` alone: the least of a person's data.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

MOST: Final = 1_000_000
"""Characters kept of one: as much as the longest body a webhook takes."""


@dataclass(frozen=True, slots=True)
class Unread:
    """One of them, as it came."""

    endpoint: str
    external_id: str
    """The channel's number of it, or a hash of what it holds: of the same, the same."""
    raw: str | None
    """JSON in ASCII; null for what may not be kept, or is too long."""
    reason: str
    """Which kind, and the class of the error; never a word of it."""
    at: datetime
    chat: str | None = None
    """Whose it is, where that can be told: it goes when they are erased."""
    speaker: str | None = None
    """Who spoke in a group."""
