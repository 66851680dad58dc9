"""Notice that the clock was set: it went further, or less far, than time did.

A machine's clock is set by hand, by its network, or starts wrong because a battery is dead. What is
measured from one moment to another (a lease, a term, how long something has waited) means nothing
across such a leap, and whoever acts on it asks here first.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.clock import Clock, ticks_of

LEAST: Final = timedelta(seconds=5)
"""A clock that follows its network is moved by less; a message under way has 10 s to spare."""
APART: Final = 1.0
"""Seconds between two readings of one look: longer, and the look tells nothing."""


@dataclass(frozen=True, slots=True)
class Leap:
    """The clock was set."""

    by: timedelta
    """Positive: forward."""
    ago: float
    """Seconds since it was noticed."""


class Leaps:
    """Of one process; any thread may look."""

    def __init__(
        self, clock: Clock, ticks: Callable[[], float] | None = None, least: timedelta = LEAST
    ) -> None:
        """`ticks` counts seconds and is never set; smaller leaps than `least` are none."""
        ticks = ticks or ticks_of(clock)
        self._clock = clock
        self._least = least
        self._ticks = ticks
        self._looking = threading.Lock()
        self._tick, self._at = ticks(), clock.now()
        self._last: tuple[timedelta, float] | None = None

    def look(self) -> Leap | None:
        """The last leap, if there was one since the start."""
        with self._looking:
            before, now = self._ticks(), self._clock.now()
            after = self._ticks()
            if after - before <= APART:  # else the machine stood still between the two
                self._compare(after, now)
            if self._last is None:
                return None
            by, at = self._last
            return Leap(by, after - at)

    def _compare(self, tick: float, now: datetime) -> None:
        by = now - self._at - timedelta(seconds=tick - self._tick)
        self._tick, self._at = tick, now
        if abs(by) >= self._least:
            self._last = by, tick
