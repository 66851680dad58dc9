"""The only place where the time is read. Everything else takes `now` or a `Clock`."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

LOCAL: Final = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone every commune lives in; dates of counters, slots and working days are in it."""


SET_BACK: Final = timedelta(minutes=2)
"""A moment that should have passed and lies this far ahead tells that the clock was set back: a
machine whose battery is dead starts in any year. Clocks of several machines differ by less."""


class Clock(Protocol):
    """Tells the time; tests move it."""

    def now(self) -> datetime:
        """The present moment, aware, in local time."""


class SystemClock:
    """The machine's clock, in local time."""

    def now(self) -> datetime:
        """The present moment, aware, in local time."""
        return datetime.now(LOCAL)


@runtime_checkable
class Counts(Protocol):
    """A clock that also counts the seconds that pass, whatever it is set to."""

    def ticks(self) -> float:
        """Seconds from some start."""


def ticks_of(clock: Clock) -> Callable[[], float]:
    """How seconds are counted beside a clock: as it does itself (a test's does), or steadily."""
    return clock.ticks if isinstance(clock, Counts) else steady


def steady() -> float:
    """Seconds from some start that no setting of the clock moves; sleep of the machine counts.

    Where the system has no such count (Windows, macOS) sleep may not count.
    """
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)
