"""A slow calculator that shares nothing with the calendar: own day tables, minute by minute."""

from bisect import bisect_left
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)

# Weekdays off and Saturdays worked, as the tables of the specification list them;
# for Tết 2027 the longer of the two proposals.
OFF = {
    *((2025, 1, day) for day in (1, 27, 28, 29, 30, 31)),
    *[(2025, 4, 7), (2025, 4, 30), (2025, 5, 1), (2025, 5, 2), (2025, 9, 1), (2025, 9, 2)],
    *((2026, 1, day) for day in (1, 2)),
    *((2026, 2, day) for day in (16, 17, 18, 19, 20)),
    *[(2026, 4, 27), (2026, 4, 30), (2026, 5, 1), (2026, 8, 31), (2026, 9, 1), (2026, 9, 2)],
    *[(2026, 11, 24), (2027, 1, 1), (2027, 4, 16), (2027, 4, 30), (2027, 5, 3)],
    *((2027, 2, day) for day in (5, 8, 9, 10, 11, 12)),
    *[(2027, 9, 2), (2027, 9, 3), (2027, 11, 24)],
}
WORKED_SATURDAYS = {(2025, 4, 26), (2026, 1, 10), (2026, 8, 22)}


NATIONAL_SHIFTS = ((7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60))
"""First worked minute of each shift and the first one after it."""


class SlowCalculator:
    """Every worked minute of three years in one list; a commune may add days and other shifts."""

    def __init__(
        self,
        shifts: tuple[tuple[int, int], ...] = NATIONAL_SHIFTS,
        closed: frozenset[date] = frozenset(),
        opened: frozenset[date] = frozenset(),
    ) -> None:
        self._closed, self._opened = closed, opened
        self._close = divmod(max(end for _, end in shifts), 60)
        self.minutes_a_day = sum(end - start for start, end in shifts)
        self._worked: list[int] = []
        for number in range((LAST - FIRST).days + 1):
            if not self.works(FIRST + timedelta(days=number)):
                continue
            for minute in range(24 * 60):
                if any(start <= minute < end for start, end in shifts):
                    self._worked.append(number * 24 * 60 + minute)

    def works(self, day: date) -> bool:
        """Whether `day` is worked."""
        if day in self._closed or day in self._opened:
            return day in self._opened
        triple = (day.year, day.month, day.day)
        return triple in WORKED_SATURDAYS or (day.isoweekday() <= 5 and triple not in OFF)

    def after_minutes(self, start: datetime, minutes: int) -> datetime:
        """The end of worked minute number `minutes` from `start` on."""
        last = self._worked[bisect_left(self._worked, self._number(start)) + minutes - 1]
        return self._moment(last + 1)

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Worked minutes from `start` up to `end`."""
        first, last = self._number(start), self._number(end)
        return bisect_left(self._worked, last) - bisect_left(self._worked, first)

    def close_of_day(self, start: datetime, days: int) -> datetime:
        """The close of working day number `days` after the day of `start`."""
        day = start.astimezone(VIETNAM).date()
        while days:
            day += timedelta(days=1)
            days -= self.works(day)
        return self._closing(day)

    def same_day(self, start: datetime) -> datetime:
        """The close of the same day if it is worked and 15:00 has not passed, else of the next."""
        here = start.astimezone(VIETNAM)
        if self.works(here.date()) and here.hour * 60 + here.minute <= 15 * 60:
            return self._closing(here.date())
        return self.close_of_day(start, 1)

    def plain_days(self, start: datetime, days: int) -> datetime:
        """The close of the day `days` plain days later, or of the first worked one after it."""
        day = start.astimezone(VIETNAM).date() + timedelta(days=days)
        while not self.works(day):
            day += timedelta(days=1)
        return self._closing(day)

    def last_open(self, day: date) -> date:
        """`day`, or the last worked one before it."""
        while not self.works(day):
            day -= timedelta(days=1)
        return day

    def _closing(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, *self._close, tzinfo=VIETNAM)

    @staticmethod
    def _number(when: datetime) -> int:
        here = when.astimezone(VIETNAM)
        return (here.date() - FIRST).days * 24 * 60 + here.hour * 60 + here.minute

    @staticmethod
    def _moment(number: int) -> datetime:
        days, minute = divmod(number, 24 * 60)
        day = FIRST + timedelta(days=days)
        return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=VIETNAM)
