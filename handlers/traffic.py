"""How one endpoint's traffic stands. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Traffic:
    """When something last came in, and what waits on both sides."""

    last: datetime | None
    """Of the last 30 days."""
    stored: int
    """Messages not answered yet."""
    parked: int
    queued: int
    """Messages that are to leave, or are leaving."""
    withheld: int
