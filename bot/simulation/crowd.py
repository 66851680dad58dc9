"""Invariants of broadcasts over a simulated year: whom each reached, when, and what of the rest.

Judged from what the citizens and officers themselves did, not from what the store says of them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from bot.simulation.mailbox import Mailbox
from bot.simulation.started import Started
from bot.simulation.town import APPROVE_ABOVE, Citizen
from handlers.broadcast import Broadcast
from handlers.messages import ChannelName
from handlers.store.notices import Letter
from knowledge.calendar import local

WINDOW: Final = timedelta(hours=48)
"""Zalo lets an account write so long after a person's last word, free (zalo.me, consultation)."""
ROOM: Final = timedelta(hours=2)
"""So much daytime within the window is needed to hold somebody to account."""
LOOK: Final = timedelta(minutes=30)
SOON: Final = timedelta(hours=2)
"""What leaves at once may wait so long: a step, and a channel's retries."""
OPENS, SHUTS = time(7), time(21)
"""Citizens are written to in these hours."""
REACHED: Final = frozenset({"sent", "delivered"})
ENDED: Final = REACHED | {"expired", "failed", "dead", "unknown"}
"""A copy's states from which nothing leaves any more."""
THEIRS: Final = frozenset({"stopped", "erased", "cancelled"})
"""Why one did not leave that nobody has to be called about."""

Wrong = tuple[str, str]
"""The invariant and what broke it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the ward's own page says of one broadcast in the end."""

    figures: Mapping[str, int] | None
    """Copies by what became of them, as written down; None: never."""
    to_call: frozenset[str]
    """Contacts it did not reach."""
    barred: int = 0
    """Rows of its file that lead to nobody."""
    named: int = 0
    """Rows that lead to somebody."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everything broadcasts are judged from."""

    citizens: Mapping[str, Citizen]
    boxes: Mapping[str, Mailbox]
    rows: Mapping[int, Letter]
    broadcasts: Sequence[tuple[Started, Broadcast]]
    reports: Mapping[int, Report]
    now: datetime


def by_day(at: datetime) -> bool:
    """Whether citizens are written to at this hour."""
    return OPENS <= local(at).time() < SHUTS


def open_for(citizen: Citizen | None, box: Mailbox, start: datetime, end: datetime) -> bool:
    """Whether the channel let us write to this person for long enough in daytime."""
    if box.name is not ChannelName.ZALO_OA:
        return True
    if citizen is None:
        return False
    wrote = citizen.wrote  # as they wrote, so in order
    if bisect_right(wrote, end) == bisect_left(wrote, start - WINDOW):
        return False
    at, found = start, timedelta(0)
    while at < end:
        last = bisect_right(wrote, at)
        if last and at - wrote[last - 1] <= WINDOW and by_day(at):
            found += LOOK
            if found >= ROOM:
                return True
        at += LOOK
    return False


def broadcasts_reach(crowd: Crowd) -> Iterator[Wrong]:
    """Each it is meant for has one copy, which arrived or ended in the report; nobody else any."""
    letters: dict[str, dict[str, Letter]] = {}
    for row in crowd.rows.values():
        if row.key.startswith("broadcast:"):
            letters.setdefault(row.key.split(":")[1], {})[row.contact] = row
    at = {row: when for box in crowd.boxes.values() for when, _, row in box.arrived}
    for started, broadcast in crowd.broadcasts:
        copies = letters.pop(str(broadcast.id), {})
        if broadcast.started_at is not None:
            yield from _one(crowd, (started, broadcast), copies, at)
        elif started.cancelled_at is None and broadcast.due and broadcast.due < crowd.now:
            yield "a started broadcast begins", str(broadcast.id)
    for number in letters:
        yield "only who asked is written to", f"broadcast {number}"


def _one(
    crowd: Crowd,
    which: tuple[Started, Broadcast],
    copies: dict[str, Letter],
    at: Mapping[int, datetime],
) -> Iterator[Wrong]:
    started, broadcast = which
    if len(copies) > APPROVE_ABOVE and not _read_before(started, broadcast.started_at):
        yield "a second person reads it above the size", str(broadcast.id)
    yield from _in_the_report(crowd, broadcast, copies, at)
    yield from _rows_of_a_file(started, crowd.reports[broadcast.id])
    for citizen in crowd.citizens.values():
        if not started.may_mean(citizen):
            continue  # a copy of theirs is one too many, told below
        row = copies.pop(citizen.contact, None)
        copy = _Copy(started, citizen, broadcast, row, crowd.boxes[citizen.endpoint])
        yield from copy.wrong(at)
    for contact in copies:
        yield "only who asked is written to", f"{broadcast.id}: {contact}"


def _read_before(started: Started, began: datetime | None) -> bool:
    return began is not None and any(one <= began for one in started.approved)


def _in_the_report(
    crowd: Crowd, broadcast: Broadcast, copies: Mapping[str, Letter], at: Mapping[int, datetime]
) -> Iterator[Wrong]:
    """Each copy came to an end, and stands in the figures; who was not reached is to be called."""
    report, number = crowd.reports[broadcast.id], str(broadcast.id)
    if report.figures is None:
        if broadcast.expires_at is not None and broadcast.expires_at + SOON < crowd.now:
            yield "a broadcast ends with its report", number
        return
    arrived = sum(row.id in at for row in copies.values())
    told = sum(report.figures.get(one, 0) for one in REACHED)
    if arrived != told or len(copies) != sum(report.figures.values()):
        about = f"{number}: {arrived} of {len(copies)} arrived, told {dict(report.figures)}"
        yield "the report is what happened", about
    for row in copies.values():
        if row.status not in ENDED:
            yield "each copy comes to an end", f"{row.key}: {row.status}"
        unreached = row.id not in at and (row.reason or "") not in THEIRS
        if unreached != (row.contact in report.to_call):
            yield "who was not reached is to be called", f"{row.key}: {row.status} {row.reason}"


def _rows_of_a_file(started: Started, report: Report) -> Iterator[Wrong]:
    if started.rows != report.named + report.barred or len(started.listed) != report.named:
        about = f"{started.number}: {report.named} named, {report.barred} barred of {started.rows}"
        yield "each row of a file has somebody or a reason", about


@dataclass(frozen=True, slots=True)
class _Copy:
    """What one citizen has of one broadcast."""

    started: Started
    citizen: Citizen
    broadcast: Broadcast
    row: Letter | None
    box: Mailbox

    @property
    def _key(self) -> str:
        return f"broadcast:{self.broadcast.id}:{self.citizen.chat}"

    def wrong(self, arrived: Mapping[int, datetime]) -> Iterator[Wrong]:
        row, began = self.row, self.broadcast.started_at
        at = arrived.get(row.id) if row is not None else None
        if at is not None:
            yield from self._untimely(at)
        if began is not None and self.started.meant_for(self.citizen, began):
            if not self._accounted():
                yield "a broadcast reaches who asked", self._key
            elif row is not None and self._late(row, at):
                yield "an urgent one leaves at once", f"{self._key} at {at}"
        elif row is not None:
            yield "only who asked is written to", self._key

    def _untimely(self, at: datetime) -> Iterator[Wrong]:
        """What arrived when it may not."""
        if _after(at, self.started.cancelled_at):
            yield "nothing of a cancelled broadcast", self._key
        if _after(at, self.citizen.unwilling_since(self.started.draft.topic)):
            yield "nothing to who stopped", self._key
        if any(start <= at < end for start, end in self.started.pauses):
            yield "nothing while it is held back", self._key
        if self.broadcast.due is not None and at < self.broadcast.due:
            yield "nothing before its hour", self._key

    def _accounted(self) -> bool:
        row, unwilling = self.row, self.citizen.unwilling_since(self.started.draft.topic)
        if row is None or self.started.cancelled_at is not None:
            return self.started.cancelled_at is not None
        ended = row.finished_at or row.expires_at
        return (
            row.status in REACHED
            or (unwilling is not None and unwilling <= row.expires_at)
            or self._kept_from(row.created_at, row.expires_at)
            or not open_for(self.citizen, self.box, row.created_at, ended)
        )

    def _kept_from(self, start: datetime, end: datetime) -> bool:
        """Whether their channel was down, or they blocked us, at some time of it."""
        return self.box.down(start, end) or self.citizen.away_in(start, end)

    def _late(self, row: Letter, at: datetime | None) -> bool:
        """Whether an urgent one waited, with nothing in its way."""
        if not self.started.urgent or self.box.name is ChannelName.ZALO_OA:
            return False
        until = row.created_at + SOON
        free = not self._kept_from(row.created_at - SOON, until)
        unwilling = self.citizen.unwilling_since(self.started.draft.topic)
        return free and (unwilling is None or unwilling > until) and (at is None or at > until)


def _after(at: datetime, limit: datetime | None) -> bool:
    return limit is not None and at >= limit
