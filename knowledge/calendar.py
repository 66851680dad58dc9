"""The working calendar: which days and hours are worked (rules D-1 and D-2).

Pure: every function takes its moment. Moments are aware; they are read, and returned, in the time
of Vietnam. The legal clocks that run on it stand in `knowledge.clocks`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final, Self
from zoneinfo import ZoneInfo

from knowledge.commune import CalendarSettings
from knowledge.holidays import HolidayYear, shipped_years

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
LOCAL_DAY_OFF: Final = "ngày nghỉ của địa phương"
_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)
DAYS_KEPT: Final = 4000
"""Days whose stretches are remembered; ten years, a megabyte."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one day, from `start` up to `end`."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """The span written `07:00-11:30`.

        Raises:
            ValueError: when an hour does not exist or the end is not after the start.
        """
        start, end = (time.fromisoformat(part) for part in text.split("-"))
        if end <= start:
            raise ValueError(f"giờ kết thúc phải sau giờ bắt đầu: {text}")
        return cls(start, end)

    def on(self, day: date) -> tuple[datetime, datetime]:
        """First and last moment of the span on `day`."""
        return moment(day, self.start), moment(day, self.end)


def moment(day: date, at: time) -> datetime:
    """A moment in Vietnam."""
    return datetime.combine(day, at, VIETNAM)


def local(when: datetime) -> datetime:
    """`when` in the time of Vietnam.

    Raises:
        ValueError: when it carries no zone.
    """
    if when.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return when.astimezone(VIETNAM)


DAYTIME: Final = Span(time(7), time(21))
"""When citizens are written to first, where the commune says nothing else."""


def parse_spans(texts: Sequence[str]) -> tuple[Span, ...]:
    """Opening spans of a day in order; at least one, none overlapping.

    Raises:
        ValueError: when there is none or two overlap.
    """
    spans = tuple(sorted(Span.parse(text) for text in texts))
    if not spans:
        raise ValueError("cần ít nhất một khoảng giờ làm việc")
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise ValueError(f"các khoảng giờ làm việc chồng lên nhau: {', '.join(texts)}")
    return spans


@dataclass(frozen=True)
class WorkingCalendar:
    """Days and hours worked: the nation's holidays with what the commune adds or takes away.

    A day nobody decided on follows the weekday alone. Dates in such a year, in a year the
    government has not settled, or after `confirmed_until` are expected ones, said as "dự kiến".
    """

    off: Mapping[date, str]
    """Days off with their names, weekends inside a holiday included."""
    worked: frozenset[date]
    """Days worked though they are at a weekend."""
    settled: frozenset[int]
    """Years whose holidays are decided."""
    confirmed_until: date
    opening: tuple[Span, ...]
    cutoff: time = time(15, 0)
    """Same-day matters received later are returned on the next working day (D-5)."""
    daytime: Span = DAYTIME
    """When citizens are written to first."""

    def is_working_day(self, day: date) -> bool:
        """Whether limits count this day (D-1)."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def holiday(self, day: date) -> str | None:
        """Name of the holiday on `day`, if it is one."""
        return self.off.get(day)

    def is_expected(self, first: date, last: date | None = None) -> bool:
        """Whether the calendar from `first` to `last` is not yet settled."""
        last = last or first
        years = range(min(first, last).year, max(first, last).year + 1)
        return max(first, last) > self.confirmed_until or not self.settled.issuperset(years)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.first_open_day(day + _DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        return self.last_open_day(day - _DAY)

    def first_open_day(self, day: date) -> date:
        """`day` itself if it is a working day, otherwise the next one."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def last_open_day(self, day: date) -> date:
        """`day` itself if it is a working day, otherwise the one before (D-7)."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Working day number `count` after `day`; `day` itself is not counted (D-3).

        Raises:
            ValueError: when `count` is less than one.
        """
        if count < 1:
            raise ValueError("count starts at one")
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; 0 when `last` is not later."""
        days = (last - first).days
        return sum(self.is_working_day(first + timedelta(n)) for n in range(1, days + 1))

    @cached_property
    def day_length(self) -> timedelta:
        """Working time of one day; 8 hours unless the commune says otherwise (D-2)."""
        return sum((span.on(date.min)[1] - span.on(date.min)[0] for span in self.opening), _ZERO)

    def closing(self, day: date) -> datetime:
        """Close of business of `day`."""
        return self.opening[-1].on(day)[1]

    def working_spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The stretches worked on `day`, empty on a day off."""
        found = self._worked_out.get(day)
        if found is None:
            found = tuple(s.on(day) for s in self.opening) if self.is_working_day(day) else ()
            if len(self._worked_out) < DAYS_KEPT:
                self._worked_out[day] = found
        return found

    @cached_property
    def _worked_out(self) -> dict[date, tuple[tuple[datetime, datetime], ...]]:
        """Stretches by day, once asked for: clocks and rules walk the same few weeks."""
        return {}

    def add_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """The earliest moment by which `amount` of working time has passed since `start`.

        Outside working hours the time stands still: an early arrival counts from opening, one in
        the lunch gap from its end, one after closing from the next opening (D-2).
        """
        if amount < _ZERO:
            raise ValueError("working time cannot run backwards")
        for opens, closes in self._spans_from(local(start)):
            if amount <= closes - opens:
                return opens + amount
            amount -= closes - opens
        raise AssertionError  # pragma: no cover - the spans never end

    def working_time_between(self, first: datetime, last: datetime) -> timedelta:
        """Working time from `first` to `last`; zero when `last` is not later."""
        end, total = local(last), _ZERO
        for opens, closes in self._spans_from(local(first)):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def _spans_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of the working stretches at `start` and all that follow."""
        day = start.date()
        while True:
            for opens, closes in self.working_spans(day):
                if closes > start:
                    yield max(opens, start), closes
            day += _DAY


_ZERO: Final = timedelta(0)


def calendar_of(
    settings: CalendarSettings, years: Mapping[int, HolidayYear] | None = None
) -> WorkingCalendar:
    """The calendar of a commune; its own days and decided years win over the nation's."""
    years = shipped_years() if years is None else years
    years = {**years, **{year.year: year for year in settings.decided}}
    off = {day: entry.name for year in years.values() for day, entry in year.off().items()}
    worked = {day for year in years.values() for day in year.worked()}
    off |= dict.fromkeys(settings.days_off, LOCAL_DAY_OFF)
    worked -= set(settings.days_off)
    for day in settings.working_days:
        off.pop(day, None)
    worked |= set(settings.working_days)
    return WorkingCalendar(
        off=off,
        worked=frozenset(worked),
        settled=frozenset(number for number, year in years.items() if year.final),
        confirmed_until=settings.confirmed_until,
        opening=parse_spans(settings.opening),
        cutoff=settings.cutoff,
        daytime=Span.parse(settings.notice_hours),
    )
