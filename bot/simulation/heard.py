"""Invariants of every kind of notice to followers: what is owed is heard, nothing else is."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.simulation.crowd import Wrong, open_for
from bot.simulation.expected import OF_TODAY, Expected, Step, expected
from bot.simulation.exports import STEP
from bot.simulation.limits import KINDS
from bot.simulation.pushes import Arrived
from bot.simulation.year import Known, Year
from handlers.ringing import rings

SOON: Final = timedelta(hours=2)
"""A notice may wait so long in daytime: an export, a step, and a channel's retries."""


def unheard(year: Year, sent: Sequence[Arrived]) -> Iterator[Wrong]:
    """Each notice owed came in its time, unless the channel was down or shut; no other did."""
    heard: dict[tuple[str, str], list[Arrived]] = defaultdict(list)
    for one in sent:
        if one.key.startswith("notice:") and one.kind not in KINDS:
            heard[one.contact, one.key.split(":")[2]].append(one)
    for known in year.known.values():
        came = heard.pop((known.contact, str(known.id)), []) if known.contact else []
        owed = _owed(year, known) if known.contact else []
        for due in owed:
            yield from _missed(year, known, due, came)
        yield from _unreasoned(known, owed, came)
    for (_, number), came in heard.items():
        yield "no notice without a reason", f"{number}: {', '.join(one.kind for one in came)}"


def _owed(year: Year, known: Known) -> list[Expected]:
    told = zip(known.learnt, known.life.changes, strict=False)
    steps: list[Step] = [(at, change, None) for at, change in told]
    if (said := year.desk_said.get(known.id)) is not None:
        steps.append((said[1], None, said[0]))
    loud = rings(year.boxes[known.endpoint].name)
    return expected(known.life, steps, year.ward.calendar, rings=loud)


def _missed(year: Year, known: Known, one: Expected, came: Sequence[Arrived]) -> Iterator[Wrong]:
    until, ended = one.at + SOON, one.ended_at
    over = ended is not None and ended <= one.at + STEP
    if over or one.expires_at <= until or until > year.clock.now():
        return
    if one.kind in OF_TODAY and old_copy(year, one.at):
        return
    if any(two.kind == one.kind and one.at <= two.at <= until for two in came):
        return
    if not _excused(year, known, one.at, until):
        times = ", ".join(f"{two.at:%d/%m %H:%M}" for two in came if two.kind == one.kind)
        yield f"{one.kind} is told", f"{known.life.code} {one.at:%d/%m %H:%M}, told {times or '-'}"


def _unreasoned(known: Known, owed: Sequence[Expected], came: Sequence[Arrived]) -> Iterator[Wrong]:
    for two in came:
        reasons = [one for one in owed if one.kind == two.kind and one.at <= two.at]
        if not any(one.ended_at is None or two.at < one.ended_at for one in reasons):
            yield "no notice without a reason", f"{known.life.code} {two.kind} {two.at:%d/%m %H:%M}"


def old_copy(year: Year, at: datetime) -> bool:
    """Whether the last export was read more than a working day before."""
    before = bisect_right(year.copies, at)
    calendar = year.ward.calendar
    return not before or (
        calendar.working_time_between(year.copies[before - 1], at) > calendar.day_length
    )


def _excused(year: Year, known: Known, start: datetime, until: datetime) -> bool:
    """Whether this person's channel was down or shut to us meanwhile."""
    box, citizen = year.boxes[known.endpoint], year.town.citizens.get(known.contact)
    if citizen is not None and citizen.away_in(start, until):
        return True
    if not open_for(citizen, box, start, until):
        return True
    return any(one.start <= until and start <= one.end + SOON for one in box.outages)
