"""A clock that tests move."""

from datetime import datetime, timedelta

from handlers.clock import LOCAL

MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=LOCAL)


class FakeClock:
    """Stands still until moved."""

    def __init__(self, at: datetime = MONDAY_MORNING) -> None:
        self._at = at
        self._ticks = 0.0

    def now(self) -> datetime:
        """The moment it was moved to."""
        return self._at

    def move(self, **by: float) -> None:
        """Move by the parts of a timedelta: `move(hours=2)`."""
        self.move_to(self._at + timedelta(**by))

    def move_to(self, at: datetime) -> None:
        """Move to a moment: so much time passes."""
        self._ticks += (at - self._at).total_seconds()
        self._at = at

    def leap(self, **by: float) -> None:
        """Be set to another hour: no time passes."""
        self._at += timedelta(**by)

    def ticks(self) -> float:
        """Seconds that have passed, whatever it was set to."""
        return self._ticks
