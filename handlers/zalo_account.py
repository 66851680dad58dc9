"""What Zalo tells of an Official Account, and the windows after a person's last word. Pure.

Type and package decide what may be sent. Source of the windows: Zalo, "Tin tư vấn", see
`docs/zalo.md`.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

FREE: Final = timedelta(hours=48)
"""After a person's last word: messages cost nothing."""
PAID: Final = timedelta(days=7)
"""After that: refused, but for approved templates."""
AHEAD: Final = timedelta(minutes=5)
"""How far the clocks may differ."""
MARGIN: Final = timedelta(hours=1)
"""Kept from the end of the window: clocks differ, and an event may have come late."""
FREE_FOR: Final = FREE - AHEAD
"""So long after the last word we write free of charge."""
WRITES_FOR: Final = PAID - MARGIN
"""So long after it we write words at all."""


@dataclass(frozen=True, slots=True)
class AboutOa:
    """An account, as Zalo tells."""

    name: str
    kind: str
    """`2` business, `4` government."""
    verified: bool
    package: str
    zbs: bool
    """Linked to a ZBS account, which pays for templates."""
    followers: int | None = None
    calls_left: int | None = None
    """Of the minute in which it told."""
