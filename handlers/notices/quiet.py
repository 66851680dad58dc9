"""Quiet hours: what we start ourselves arrives in daytime, by each commune's own hours."""

from datetime import datetime, timedelta

from knowledge.calendar import DAYTIME, Span, local, moment


def in_daytime(when: datetime, hours: Span = DAYTIME) -> datetime:
    """`when` itself, or the next morning if it falls at night (domain.md §4.3)."""
    there = local(when)
    if there.time() < hours.start:
        return moment(there.date(), hours.start)
    if there.time() >= hours.end:
        return moment(there.date() + timedelta(days=1), hours.start)
    return there


def is_quiet(now: datetime, hours: Span = DAYTIME) -> bool:
    """Whether it is night."""
    return in_daytime(now, hours) != local(now)
