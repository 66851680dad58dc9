"""The invariant of late dossiers: apologised for a working day before, or put before the head.

Who was late, and by when that was to be known, is worked out from the invented lives (D-14, D-16).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from bot.simulation.crowd import Wrong
from bot.simulation.expected import WAITING, State
from bot.simulation.heard import old_copy
from bot.simulation.year import LISTS, Known, Year
from knowledge.calendar import WorkingCalendar, local, moment
from knowledge.dossiers.statuses import DossierStatus

Told = Sequence[tuple[datetime, str]]
"""What the head was written, and when."""


def unspoken(year: Year, told: Told) -> Iterator[Wrong]:
    """Late dossiers the head did not hear of at the first round of the last day to apologise."""
    for known in year.known.values():
        state = _in_the_end(known)
        if (at := _first_round(year, known, state)) is None or state.apologised_in_time(
            year.ward.calendar
        ):
            continue
        code, until = known.life.code, at + timedelta(hours=1)
        if not any(at <= when < until and code in words for when, words in told):
            about = f"{code}: to be told at {at:%d/%m %H:%M}"
            yield "late is apologised for a day before or told to the head", about


def _in_the_end(known: Known) -> State:
    """All that the software told of a dossier, in the order it was told."""
    state = State(known.life)
    told = list(zip(known.learnt, known.life.changes, strict=False))
    for number, (at, change) in enumerate(told):
        state.learn(change, None)
        if number + 1 == len(told) or told[number + 1][0] > at:
            state.dated(at)
    return state


def _first_round(year: Year, known: Known, state: State) -> datetime | None:
    """When the head is to hear of it first; None: it was not late, or nobody could know."""
    calendar = year.ward.calendar
    due, done = state.on_paper(calendar), state.when(DossierStatus.DONE)
    if due is None or done is None or done <= due:
        return None
    since = max(moment(calendar.previous_working_day(local(due).date()), time()), _runs(known))
    at = next(one for one in rounds_from(calendar, local(since).date()) if one >= since)
    if at > due and _learnt(known, DossierStatus.DONE) <= at:
        return None  # it was there before anybody could be told
    return None if old_copy(year, at) else at


def _runs(known: Known) -> datetime:
    """When we learnt that its clock runs, for the last time."""
    found, before = known.learnt[0], None
    for at, change in zip(known.learnt, known.life.changes, strict=False):
        if change.event is None:
            continue
        if change.event.status is DossierStatus.ACCEPTED or before in WAITING:
            found = at
        before = change.event.status
    return found


def _learnt(known: Known, status: DossierStatus) -> datetime:
    pairs = zip(known.learnt, known.life.changes, strict=False)
    return next(at for at, one in pairs if one.event is not None and one.event.status is status)


def rounds_from(
    calendar: WorkingCalendar, day: date, hours: Sequence[time] = LISTS
) -> Iterator[datetime]:
    """When officers are written to at these hours, from this day on."""
    while True:
        if calendar.is_working_day(day):
            yield from (moment(day, at) for at in sorted(hours))
        day += timedelta(days=1)
