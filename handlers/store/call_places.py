"""The places for calls on one endpoint, for any number of senders: each is used once in a span.

A token bucket lets its burst and its pace meet in one second; these never do.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self

from sqlalchemy import bindparam, case, select, update

from handlers.clock import SET_BACK
from handlers.store.inserting import insert_new
from handlers.store.tables import CallPlaceRow, table_of
from handlers.store.unit_of_work import Work

MOST: Final = 64
"""Places of one endpoint; a faster one uses them more often than once a second."""
IN_FLIGHT: Final = 100
"""Calls that may wait for a place at once, over all processes."""
MARGIN: Final = 0.015
"""Of its span a call may leave late: 15 ms at 25 a second, and 98.5 % of the pace is left. From
here to the wire a call takes 0.3 ms, on a machine with five times its load 2 ms in 99 of 100."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place for one call."""

    number: int
    at: datetime
    """The moment the call may leave."""
    grace: timedelta
    """How much later it may still leave."""
    free_at: datetime
    """The moment the place may be used again."""
    missed: int = 0
    """Places its call had before and did not use in time."""


@dataclass(frozen=True, slots=True)
class Places:
    """How many there are, and how often each is used."""

    number: int
    span: timedelta
    ahead: timedelta
    """As far ahead places are taken: one further ahead tells that the clock was set back."""

    @classmethod
    def at(cls, per_second: float, ahead: timedelta = SET_BACK) -> Self:
        """Of so many calls a second."""
        number = min(MOST, max(1, int(per_second)))
        waiting = timedelta(seconds=IN_FLIGHT / per_second)
        return cls(number, timedelta(seconds=number / per_second), ahead + waiting)

    @property
    def grace(self) -> timedelta:
        """How late a call may leave with no need to say so."""
        return self.span * MARGIN

    def as_now(self, free_at: datetime, now: datetime) -> datetime:
        """When a place is free by a clock that may have been set back, at the earliest now."""
        return now if free_at - now > self.ahead else max(now, free_at)

    def place(
        self, number: int, free_at: datetime, now: datetime, late: Place | None = None
    ) -> Place:
        """The use of a place that is free from a moment on, by a call that may have missed one.

        Who has missed two gets more grace: a machine under load gets there in the end.
        """
        at, missed, grace = self.as_now(free_at, now), 0, self.grace
        if late is not None:
            missed = late.missed + 1
            grace = max(grace, 2 * (now - late.at)) if late.missed else grace
        return Place(number, at, grace, at + grace + self.span, missed)


_PLACE = table_of(CallPlaceRow)
_FIRST = (
    select(_PLACE.c.place, _PLACE.c.free_at)
    .where(_PLACE.c.endpoint == bindparam("of_endpoint"), _PLACE.c.place < bindparam("below"))
    .order_by(
        case((_PLACE.c.free_at > bindparam("beyond"), 0), else_=1),
        _PLACE.c.free_at,
        _PLACE.c.place,
    )
    .limit(1)
)
_FREE = _FIRST.with_for_update(skip_locked=True)
_AWAITED = _FIRST.with_for_update()
_mine = (_PLACE.c.endpoint == bindparam("of_endpoint")) & (_PLACE.c.place == bindparam("number"))
_USE = update(_PLACE).where(_mine).values(free_at=bindparam("later"))
_USE_LATE = (
    update(_PLACE)
    .where(_mine, _PLACE.c.free_at == bindparam("mine"))
    .values(free_at=bindparam("later"))
    .returning(_PLACE.c.place)
)


def prepare(work: Work, endpoint: str, places: Places, now: datetime) -> None:
    """Make the places there are not yet; those in use stay in use."""
    new = insert_new(_PLACE, work.dialect, ("endpoint", "place", "free_at"))
    for number in range(places.number):
        work.run(new, {"endpoint": endpoint, "place": number, "free_at": now})


def take(
    work: Work, endpoint: str, places: Places, now: datetime, late: Place | None = None
) -> Place:
    """The next place there is; it is then the caller's."""
    row = _row(work, endpoint, places, now)
    found = places.place(row.place, row.free_at, now, late)
    values = {"of_endpoint": endpoint, "number": found.number, "later": found.free_at}
    work.run(_USE, values)
    return found


def take_late(work: Work, endpoint: str, places: Places, late: Place, now: datetime) -> Place:
    """A place for a call that did not leave in time: the same, if nobody counts on it yet."""
    moved = places.place(late.number, now, now, late)
    values = {
        "of_endpoint": endpoint, "number": late.number, "mine": late.free_at,
        "later": moved.free_at,
    }  # fmt: skip
    if work.run(_USE_LATE, values).first():
        return moved
    return take(work, endpoint, places, now, late)


def _row(work: Work, endpoint: str, places: Places, now: datetime) -> Any:  # noqa: ANN401 - a row
    """The place free first, locked: one nobody else is just taking, if there is one."""
    whose = {"of_endpoint": endpoint, "below": places.number, "beyond": now + places.ahead}
    for statement in (_FREE, _AWAITED):
        if (row := work.run(statement, whose).first()) is not None:
            return row
    raise LookupError(endpoint)
