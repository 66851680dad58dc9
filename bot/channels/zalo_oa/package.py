"""The messages the account's package still holds: told by Zalo, counted down here as they leave.

What Zalo told is believed for a while, so each message is reserved first: however many leave in
that time, none goes as the package's own that it no longer holds. Pure, and of one process.
"""

from datetime import datetime, timedelta
from typing import Final

HOLDS: Final = timedelta(minutes=10)
"""How long an answer is believed."""
TOLD: Final = timedelta(days=1)
"""How long it is promised by."""


class Package:
    """What is left, and what is on its way."""

    def __init__(self) -> None:
        self._told_at: datetime | None = None
        self._left = 0
        self._flying = 0
        """Reserved, and nobody knows yet whether it went."""
        self._landed = 0
        """Reservations that ended since the start, by which Zalo's answer is set right."""

    def known(self, now: datetime) -> bool:
        """Whether Zalo need not be asked."""
        return self._told_at is not None and timedelta(0) <= now - self._told_at < HOLDS

    @property
    def left(self) -> int:
        """Messages that may still be reserved."""
        return self._left

    def promises(self, now: datetime) -> bool:
        """Whether messages of the coming week may be promised by it."""
        return self._left > 0 and self._told_at is not None and now - self._told_at < TOLD

    def asking(self) -> int:
        """Before Zalo is asked: what `told` wants to know."""
        return self._landed

    def told(self, left: int, asked: int, now: datetime) -> None:
        """So many are left, says Zalo; what was on its way meanwhile may not be counted there."""
        uncounted = self._flying + self._landed - asked
        self._left, self._told_at = max(0, left - uncounted), now

    def reserve(self) -> bool:
        """Take one, before it leaves; False when none is left."""
        if self._left == 0:
            return False
        self._left -= 1
        self._flying += 1
        return True

    def went(self) -> None:
        """It went, or may have."""
        self._flying -= 1
        self._landed += 1

    def kept(self) -> None:
        """It surely did not go, or was not counted against the package."""
        self._flying -= 1
        self._left += 1

    def ran_out(self) -> None:
        """It went, and was billed: the package held less than was thought."""
        self.went()
        self._left = 0
