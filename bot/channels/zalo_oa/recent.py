"""What was read back lately: should the webhook bring it under another id, it is known."""

from datetime import datetime, timedelta
from typing import Final

from bot.channels.aside import Lately
from bot.channels.zalo_oa.receive import Arrived

KEPT: Final = 1_024
SAME: Final = timedelta(seconds=2)
"""Between the moments of one message, as the webhook and as the list tell it."""


class Recent:
    """The newest of them, by who said what when."""

    def __init__(self) -> None:
        self._held: Lately[tuple[str, str], datetime] = Lately(KEPT)

    def keep(self, update: Arrived) -> None:
        """It was read back."""
        self._held.keep(_name(update), update.at)

    def has(self, update: Arrived) -> bool:
        """Whether the same words of the same moment were read back."""
        at = self._held.get(_name(update))
        return at is not None and abs(at - update.at) <= SAME


def _name(update: Arrived) -> tuple[str, str]:
    inbound = update.inbound
    return inbound.address.contact, f"{inbound.kind}:{inbound.text}:{inbound.action}"
