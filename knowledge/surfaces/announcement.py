"""What the ward announces, before it is known where."""

from dataclasses import dataclass
from enum import StrEnum


class Surface(StrEnum):
    """Where an announcement may stand."""

    TELEGRAM = "telegram"
    ZALO = "zalo"
    SMS = "sms"
    LED = "led"
    LOUDSPEAKER = "loudspeaker"
    SLIP = "slip"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Announcement:
    """Plain words: who speaks, a title, one line a paragraph."""

    sender: str
    """The commune's name."""
    title: str
    """Empty: the sender is title enough."""
    lines: tuple[str, ...]
    code: str = ""
    """The line with the check code, on what is handed to one person; not for screens and ears."""
    mark: str = ""
    """Said of data that are not real."""

    @property
    def head(self) -> str:
        """What stands above it."""
        return self.title or self.sender
