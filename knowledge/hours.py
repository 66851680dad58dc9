"""When a desk takes papers: open now, until when, and when next. Values only, no wording.

A desk follows its own days and hours, the working calendar's holidays and its swapped Saturdays.
A Saturday morning at the police desk takes papers in, but is no working day for limits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from knowledge.calendar import Span, WorkingCalendar, local, parse_spans
from knowledge.commune import DeskHours

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NOON: Final = time(12, 0)
_SEARCH: Final = 366
"""Days looked ahead for the next opening."""


@dataclass(frozen=True, slots=True)
class OpenState:
    """A desk at one moment."""

    open: bool
    closes_at: datetime | None
    """When the stretch now open ends: at noon it is the lunch gap."""
    next_opening: datetime | None
    """The next time it opens; None when no opening is known."""
    holiday: str | None
    """Name of today's holiday, when that is why it is closed."""
    last_closing: datetime | None = None
    """When it closes for the day; None when it does not open again today."""
    expected: bool = False
    """Whether the calendar up to `next_opening` may still change."""


def open_state(desk: DeskHours, calendar: WorkingCalendar, now: datetime) -> OpenState:
    """Whether `desk` is open at `now`, until when, and when it opens next."""
    here = local(now)
    today = [span.on(here.date()) for span in sessions(desk, calendar, here.date())]
    closes = next((end for start, end in today if start <= here < end), None)
    upcoming = _next_opening(desk, calendar, here)
    left_today = [end for _, end in today if end > here]
    return OpenState(
        open=closes is not None,
        closes_at=closes,
        next_opening=upcoming,
        holiday=None if today else calendar.holiday(here.date()),
        last_closing=left_today[-1] if left_today else None,
        expected=upcoming is not None and calendar.is_expected(here.date(), upcoming.date()),
    )


def sessions(desk: DeskHours, calendar: WorkingCalendar, day: date) -> tuple[Span, ...]:
    """The stretches `desk` is open on `day`; a swapped Saturday is open like a full day."""
    if day in calendar.worked:
        return _spans(desk.hours, "all")
    if not desk.published or calendar.holiday(day) is not None:
        return ()
    return _spans(desk.hours, opening_days(desk.days).get(day.weekday(), ""))


@lru_cache(maxsize=256)
def opening_days(days: str) -> dict[int, str]:
    """Weekdays (Monday is 0) of `mon-fri, sat-am` with the part open: `all`, `am` or `pm`."""
    found: dict[int, str] = {}
    for piece in days.split(","):
        first, _, last = piece.strip().partition("-")
        if last in ("am", "pm"):
            found[WEEKDAYS.index(first)] = last
            continue
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        for step in range((end - start) % 7 + 1):
            found[(start + step) % 7] = "all"
    return found


@lru_cache(maxsize=256)
def _spans(hours: tuple[str, ...], part: str) -> tuple[Span, ...]:
    if not (hours and part):
        return ()
    spans = parse_spans(hours)
    if part == "am":
        return tuple(Span(s.start, min(s.end, _NOON)) for s in spans if s.start < _NOON)
    if part == "pm":
        return tuple(Span(max(s.start, _NOON), s.end) for s in spans if s.end > _NOON)
    return spans


def _openings(desk: DeskHours, calendar: WorkingCalendar, start: date) -> Iterator[datetime]:
    for ahead in range(_SEARCH):
        day = start + timedelta(days=ahead)
        for span in sessions(desk, calendar, day):
            yield span.on(day)[0]


def _next_opening(desk: DeskHours, calendar: WorkingCalendar, here: datetime) -> datetime | None:
    return next((at for at in _openings(desk, calendar, here.date()) if at > here), None)
