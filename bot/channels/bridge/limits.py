"""What one gateway accepts, as data of its settings, and the contract's own limits."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

BODY_BYTES: Final = 256 * 1024
"""Of a call to us; an event of 16,000 letters stays below 200 KiB whatever the letters."""
BODY_SECONDS: Final = 10.0
"""A body that takes longer to arrive is given up."""
TEXT_IN: Final = 16_000
"""Letters of one event; who writes more than a quarter of that is asked to be brief."""
FILES_IN: Final = 5
SKEW: Final = timedelta(minutes=5)
"""How far a call's timestamp may be from our clock; what is older is a replay."""
AGAIN_SECONDS: Final = 5
"""When to bring again what we could not store."""
ANSWER_BYTES: Final = 64 * 1024
CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 15.0
"""Together less than a send may take."""
HELP_EVERY: Final = timedelta(minutes=10)
"""What nobody can read is answered so often: each answer may cost."""


class Unit(StrEnum):
    """How a gateway counts the length of a message."""

    UTF16 = "utf16"
    CHARACTERS = "characters"
    SMS = "sms"
    """Segments: 160 letters without diacritics (153 of each of several), 70 (67) with them."""


class Push(StrEnum):
    """Whether we may write first."""

    ALWAYS = "always"
    WINDOW = "window"
    """For some hours after a person's last word."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class GatewayLimits:
    """What a gateway accepts. Money is in đồng."""

    text: int = 1_000
    """Of one message, in `unit`; not used for SMS."""
    unit: Unit = Unit.UTF16
    segments: int = 3
    """Of one SMS message."""
    marks: bool = True
    """False: diacritics are taken off, which makes an SMS less than half as many segments."""
    buttons: bool = False
    """Choices also as data beside the words."""
    links: bool = True
    """Whether addresses of web pages may stand in a message."""
    push: Push = Push.ALWAYS
    window: timedelta = timedelta(0)
    per_second: float = 5.0
    price: int = 0
    """Of a message; of a segment for SMS."""
    monthly_budget: int = 0
    """For what we start ourselves, where a message has a price; 0: none is sent."""
    idempotent: bool = False
    """The gateway promises that a key it has seen is not sent twice."""

    @property
    def sms(self) -> bool:
        """Whether length is counted in segments."""
        return self.unit is Unit.SMS

    @property
    def pushes(self) -> bool:
        """Whether anything we start ourselves may go."""
        return self.push is not Push.NEVER and (self.price == 0 or self.monthly_budget > 0)
