"""Quiet hours: what we start ourselves arrives in daytime."""

from datetime import datetime, time, timedelta
from typing import Final

from knowledge.calendar import local, moment

DAY_STARTS: Final = time(7)
DAY_ENDS: Final = time(21)
"""Citizens are written to from 07:00 up to 21:00, else next morning (domain.md §4.3)."""


def in_daytime(when: datetime) -> datetime:
    """`when` itself, or the next morning if it falls at night."""
    there = local(when)
    if there.time() < DAY_STARTS:
        return moment(there.date(), DAY_STARTS)
    if there.time() >= DAY_ENDS:
        return moment(there.date() + timedelta(days=1), DAY_STARTS)
    return there


def is_quiet(now: datetime) -> bool:
    """Whether it is night."""
    return in_daytime(now) != local(now)
