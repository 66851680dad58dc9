"""The invariant of broadcasts that come again: each time on its date, none missing, none more.

The dates are counted here by hand: a closed day moves one to the working day before.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from bot.simulation.crowd import LOOK, Crowd, Wrong
from bot.simulation.office import AT
from bot.simulation.started import Started
from handlers.broadcast import Broadcast
from knowledge.calendar import WorkingCalendar, moment


def on_their_dates(
    crowd: Crowd, yearly: Sequence[Started], first: date, calendar: WorkingCalendar
) -> Iterator[Wrong]:
    """Of each text that comes every year: the times it was due, and those that left."""
    for one in yearly:
        due = [at for at in _dates(one, first, crowd.now, calendar) if at < crowd.now]
        times = [row for _, row in crowd.broadcasts if row.series == one.number]
        left = sorted(row.started_at for row in times if row.started_at is not None)
        if len(left) != len(due) or not all(
            at <= began <= at + LOOK for at, began in zip(due, left, strict=True)
        ):
            yield "what comes every year comes on its date", _about(one, due, times)


def _dates(
    one: Started, first: date, now: datetime, calendar: WorkingCalendar
) -> Iterator[datetime]:
    if one.on is None:
        return
    for year in range(first.year, now.year + 1):
        day = date(year, one.on.month, one.on.day)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
        if day > first:
            yield moment(day, AT)


def _about(one: Started, due: Sequence[datetime], times: Sequence[Broadcast]) -> str:
    left = ", ".join(f"{row.started_at:%d/%m %H:%M}" for row in times if row.started_at)
    return f"{one.number}: due {', '.join(f'{at:%d/%m %H:%M}' for at in due)}, left {left or '-'}"
