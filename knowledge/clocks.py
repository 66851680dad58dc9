"""The legal clocks (rules D-3 to D-7), each with the working calendar it runs on.

What they give is an estimate: the date printed on a receipt always wins (D-0), and an estimate is
said as "dự kiến" (W-3). `Due.expected` says more: the calendar itself is not settled that far.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import assert_never

from knowledge.calendar import WorkingCalendar, local
from knowledge.procedures import CitizenLimit, ProcessingTime, TimeUnit


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """When something falls due, and whether the calendar up to then may still change."""

    at: datetime
    expected: bool

    @property
    def day(self) -> date:
        """The day it falls due."""
        return self.at.date()


@dataclass(frozen=True, slots=True)
class DayClock:
    """Counts whole working days; the day of receipt is not counted (D-3)."""

    calendar: WorkingCalendar

    def due(self, received: datetime, days: int) -> Due:
        """Close of business of working day number `days` after receipt."""
        start = local(received).date()
        return _close(self.calendar, start, self.calendar.add_working_days(start, days))


@dataclass(frozen=True, slots=True)
class HourClock:
    """Counts working time from the moment of receipt; half days are its business (D-4)."""

    calendar: WorkingCalendar

    def due(self, received: datetime, hours: Decimal) -> Due:
        """The moment `hours` working hours after receipt."""
        return self._after(received, timedelta(seconds=round(hours * 3600)))

    def due_days(self, received: datetime, days: Decimal) -> Due:
        """The moment `days` working days, halves allowed, after receipt."""
        length = Decimal(int(self.calendar.day_length.total_seconds()))
        return self._after(received, timedelta(seconds=round(days * length)))

    def _after(self, received: datetime, amount: timedelta) -> Due:
        at = self.calendar.add_working_time(received, amount)
        start = local(received).date()
        return Due(at, self.calendar.is_expected(start, at.date()))


def same_day(calendar: WorkingCalendar, received: datetime, cutoff: time | None = None) -> Due:
    """Close of business of the day of receipt, or of the next working day after the cut-off (D-5).

    The cut-off is read to the minute, as receipts print it: 15:00 is in time, 15:01 is not.
    """
    when = local(received)
    limit = cutoff or calendar.cutoff
    in_time = when.time().replace(second=0, microsecond=0) <= limit
    start = when.date()
    if calendar.is_working_day(start) and in_time:
        return _close(calendar, start, start)
    return _close(calendar, start, calendar.next_working_day(start))


def calendar_days(calendar: WorkingCalendar, received: datetime, days: int) -> Due:
    """Plain days from the day after receipt; moved on to the next working day at the end (D-6)."""
    start = local(received).date()
    return _close(calendar, start, calendar.first_open_day(start + timedelta(days=days)))


def calendar_months(calendar: WorkingCalendar, received: datetime, months: int) -> Due:
    """The same day `months` later, or the month's last; moved on like plain days (D-6)."""
    start = local(received).date()
    return _close(calendar, start, calendar.first_open_day(add_months(start, months)))


def promise(calendar: WorkingCalendar, received: datetime, days: Decimal) -> Due:
    """What citizens are told: the later of the two clocks (D-4). Halves have only the hours."""
    by_hours = HourClock(calendar).due_days(received, days)
    if days != int(days):
        return by_hours
    return max(by_hours, DayClock(calendar).due(received, int(days)))


def alarm(calendar: WorkingCalendar, received: datetime, days: Decimal) -> Due:
    """What staff are warned by: the earlier of the two clocks (D-4)."""
    by_hours = HourClock(calendar).due_days(received, days)
    if days != int(days):
        return by_hours
    return min(by_hours, DayClock(calendar).due(received, int(days)))


def estimate(calendar: WorkingCalendar, received: datetime, limit: ProcessingTime) -> Due | None:
    """When a result is to be expected; None when the record gives no figure."""
    if limit.unit is None:
        return None
    if limit.unit is TimeUnit.SAME_DAY:
        return same_day(calendar, received, limit.cutoff)
    return None if limit.value is None else _after(calendar, received, limit.value, limit.unit)


def _after(calendar: WorkingCalendar, received: datetime, value: Decimal, unit: TimeUnit) -> Due:
    match unit:
        case TimeUnit.WORKING_DAY:
            return promise(calendar, received, value)
        case TimeUnit.WORKING_HOUR:
            return HourClock(calendar).due(received, value)
        case TimeUnit.DAY:
            return calendar_days(calendar, received, _up(value))
        case TimeUnit.MONTH:
            return calendar_months(calendar, received, _up(value))
        case TimeUnit.HOUR:
            at = local(received) + timedelta(seconds=round(value * 3600))
            return Due(at, calendar.is_expected(local(received).date(), at.date()))
        case TimeUnit.SAME_DAY:
            return same_day(calendar, received)
        case _:
            assert_never(unit)


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """A citizen's own limit (D-7): never moved later, told with the last day a desk is open."""

    first: date | None
    """First day it may be done, for limits that count back from a date."""
    last: date
    last_open_day: date
    """`last`, or the last working day before it when that is a day off."""
    expected: bool


def own_limit(calendar: WorkingCalendar, limit: CitizenLimit, start: date) -> OwnLimit | None:
    """The dates of `limit` for the day it counts from; None for limits within a day."""
    match limit.unit:
        case TimeUnit.DAY:
            other = start + timedelta(days=-limit.value if limit.before else limit.value)
        case TimeUnit.MONTH:
            other = add_months(start, -limit.value if limit.before else limit.value)
        case TimeUnit.WORKING_DAY if not limit.before:
            other = calendar.add_working_days(start, limit.value)
        case _:
            return None
    first, last = (other, start) if limit.before else (None, other)
    open_day = calendar.last_open_day(last)
    return OwnLimit(first, last, open_day, calendar.is_expected(last))


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` away, or that month's last day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _up(value: Decimal) -> int:
    """A part of a day is promised as a whole one."""
    return int(value) + (value != int(value))


def _close(calendar: WorkingCalendar, start: date, day: date) -> Due:
    return Due(calendar.closing(day), calendar.is_expected(start, day))
