"""What a dossier's events add up to: status, dates, lateness, flags (domain.md §4, §5).

Events come late, twice or out of order: all are kept, what is said is derived from all of them by
the time they happened (S-1). Nothing here asks how old the copy is; `rules` does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from knowledge.calendar import WorkingCalendar, local
from knowledge.dossiers.dossier import (
    Apology,
    Appointment,
    AppointmentKind,
    Dossier,
    Flag,
    Lateness,
    StatusEvent,
)
from knowledge.dossiers.rulebook import rules_in_force
from knowledge.dossiers.statuses import ENDED, FINAL, PAUSED, DossierStatus, possible

CARRIED: Final = frozenset({Flag.UNKNOWN_PROCEDURE, Flag.FOREIGN_PREFIX})
"""Flags of the row itself, not of what happened."""
DATES_ACCEPTED: Final = "dates_disagree"
"""The override by which a person accepts a date the register moved without a reason."""

_S = DossierStatus
RANK: Final = {
    _S.REGISTERED: 0,
    _S.ACCEPTED: 1,
    _S.PROCESSING: 2,
    _S.UNKNOWN: 3,
    _S.SUPPLEMENT_NEEDED: 3,
    _S.PAYMENT_NEEDED: 3,
    _S.WITHDRAWAL_REQUESTED: 3,
    _S.DONE: 4,
    _S.RETURNED: 5,
    _S.REJECTED: 5,
    _S.STOPPED: 5,
}
"""Order of events of the same moment: columns of dates often give the day only."""
_MAIN: Final[dict[DossierStatus, int]] = {
    _S.REGISTERED: 0,
    _S.ACCEPTED: 1,
    _S.PROCESSING: 2,
    _S.DONE: 3,
    _S.RETURNED: 4,
}
_BEFORE: Final[dict[DossierStatus | None, int]] = {
    None: -1,
    **dict(_MAIN.items()),
    **dict.fromkeys(PAUSED, 2),
}


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stood still."""

    status: DossierStatus
    start: datetime
    end: datetime | None
    """None: it still stands."""
    before_acceptance: bool
    closing: bool = False
    """It ended with the dossier, so nothing goes on after it."""


def ordered(events: Iterable[StatusEvent]) -> tuple[StatusEvent, ...]:
    """Events by when they happened; at one moment, by their place in a dossier's life.

    Two ends of one moment come in a fixed order, whichever was told first.
    """
    return tuple(sorted(events, key=lambda one: (one.at, RANK[one.status], one.status.value)))


def leapt(before: DossierStatus | None, after: DossierStatus) -> bool:
    """Whether `after` merely skips steps nobody wrote down: 1 → 9 is a gap, 10 → 4 is not."""
    return after in _MAIN and before in _BEFORE and _MAIN[after] > _BEFORE[before]


def impossible_steps(events: Iterable[StatusEvent]) -> Iterator[tuple[StatusEvent, StatusEvent]]:
    """Neighbouring events of which the second cannot follow the first (domain.md §4.2)."""
    for before, after in pairwise(events):
        if before.status is after.status:
            continue
        if not possible(before.status, after.status) and not leapt(before.status, after.status):
            yield before, after


def pauses(events: Iterable[StatusEvent]) -> tuple[Pause, ...]:
    """The stretches that waited for the citizen, in order."""
    found: list[Pause] = []
    start: StatusEvent | None = None
    accepted = False
    for event in events:
        if start is not None and event.status not in PAUSED:
            closing = event.status in FINAL
            found.append(Pause(start.status, start.at, event.at, not accepted, closing))
            start = None
        elif start is None and event.status in PAUSED:
            start = event
        accepted = accepted or event.status in (_S.ACCEPTED, _S.PROCESSING)
    if start is not None:
        found.append(Pause(start.status, start.at, None, not accepted))
    return tuple(found)


def derive(dossier: Dossier, calendar: WorkingCalendar) -> Dossier:
    """The dossier with everything its events, apologies and printed dates add up to."""
    events = ordered(dossier.events)
    last = events[-1] if events else None
    known = replace(
        with_judged(replace(dossier, events=events)),
        status=last.status if last else _S.REGISTERED,
        status_at=last.at if last else None,
        raw_status=last.raw if last else "",
        submitted_at=when(events, _S.REGISTERED),
        accepted_at=when(events, _S.ACCEPTED),
        done_at=when(events, _S.DONE) or when(events, _S.RETURNED),
        returned_at=when(events, _S.RETURNED),
    )
    dated = replace(
        known, appointments=tuple(_settled(known, one, calendar) for one in known.appointments)
    )
    if dated.result is not None or dated.ended or dated.paused:  # no date of our clock any more
        dated = replace(dated, computed_due_at=None, alarm_at=None)
    return replace(dated, lateness=lateness(dated), flags=_flags(dated, calendar))


def when(events: Iterable[StatusEvent], status: DossierStatus) -> datetime | None:
    """When this status was first reached; a column of dates knows better than the history."""
    found = [event for event in events if event.status is status]
    given = [event for event in found if event.given]
    return next((event.at for event in (*given, *found)), None)


def ended_at(dossier: Dossier) -> datetime | None:
    """When nothing could follow any more (S-2)."""
    return dossier.status_at if dossier.status in FINAL else None


def lateness(dossier: Dossier) -> Lateness | None:
    """Decided at `done` against the last valid date (D-17); None while it is not done."""
    due, done = dossier.falls_due_at, dossier.done_at
    if due is None or done is None:
        return None
    if done > due:
        return Lateness.LATE
    return Lateness.EARLY if local(done).date() < local(due).date() else Lateness.ON_TIME


def judged(apologies: Iterable[Apology], allowed: int | None) -> tuple[Apology, ...]:
    """The first new dates hold, as many as are allowed; more of them only if approved (D-15).

    `allowed` is None where no rule counts them.
    """
    listed = sorted(apologies, key=lambda one: one.at)
    left = len(listed) if allowed is None else allowed - sum(one.approved for one in listed)
    found = []
    for one in listed:
        holds = one.approved or left > 0
        left -= holds and not one.approved
        found.append(replace(one, approved=True) if holds else one)
    return tuple(found)


def with_judged(dossier: Dossier) -> Dossier:
    """The dossier, its apologies judged by the rule of the day it began; events in order."""
    if not dossier.apologies:
        return dossier
    return replace(dossier, apologies=judged(dossier.apologies, apologies_allowed(dossier)))


def apologies_allowed(dossier: Dossier) -> int | None:
    """How many new dates need no approval (D-15); None: no rule was in force when it began."""
    rule = rules_in_force().on("apology_once", dossier.began, dossier.procedure)
    return rule.value if rule is not None else None


def _settled(dossier: Dossier, one: Appointment, calendar: WorkingCalendar) -> Appointment:
    """The appointment with its last valid date, and the estimate pauses make of it."""
    due = one.original_due_at if unexplained(dossier, one) else _printed(one)
    if one.kind is AppointmentKind.RESULT:
        for apology in dossier.apologies:
            if apology.approved and (one.moved_at is None or apology.at >= one.moved_at):
                due = apology.new_due_at
    return replace(one, due_at=due, expected_at=_after_pauses(dossier, one, due, calendar))


def _printed(one: Appointment) -> datetime:
    return one.printed_due_at or one.original_due_at


def unexplained(dossier: Dossier, one: Appointment) -> bool:
    """Whether the register moved a date though there was neither a pause nor an apology."""
    if one.moved_at is None or _printed(one) == one.original_due_at:
        return False
    paused = any(event.status in PAUSED and event.at <= one.moved_at for event in dossier.events)
    apologised = any(apology.approved for apology in dossier.apologies)
    return not (paused or apologised or dossier.overridden(DATES_ACCEPTED))


def _after_pauses(
    dossier: Dossier, one: Appointment, due: datetime, calendar: WorkingCalendar
) -> datetime | None:
    """What was left of the time when a pause began, counted on from its end (D-11).

    A pause before the acceptance moves nothing: the receipt's date was printed after it (D-0, S-3).
    """
    printed = one.moved_at or dossier.accepted_at
    settled = max(
        [printed or one.original_due_at.min.replace(tzinfo=due.tzinfo)]
        + [apology.at for apology in dossier.apologies if apology.approved]
    )
    moved = due
    for pause in pauses(dossier.events):
        if pause.end is None or pause.closing or not settled < pause.start < moved:
            continue
        left = calendar.working_time_between(pause.start, moved)
        moved = calendar.add_working_time(pause.end, left)
    return moved if moved != due else None


def _flags(dossier: Dossier, calendar: WorkingCalendar) -> frozenset[Flag]:
    found = {
        Flag.IMPOSSIBLE_STEP: any(impossible_steps(dossier.events)),
        Flag.UNKNOWN_STATUS: any(one.status is _S.UNKNOWN for one in dossier.events),
        Flag.SECOND_SUPPLEMENT: dossier.supplements > _figure("supplement_once", dossier),
        Flag.SECOND_APOLOGY: any(not one.approved for one in dossier.apologies),
        Flag.LATE_APOLOGY: _apologised_late(dossier, calendar),
        Flag.DATES_DISAGREE: disagreeing(dossier) > 0,
    }
    return frozenset(flag for flag, holds in found.items() if holds) | (dossier.flags & CARRIED)


def _apologised_late(dossier: Dossier, calendar: WorkingCalendar) -> bool:
    """The first apology came later than the working day before the due date (D-14, D-16)."""
    last = last_day_to_apologise_of(dossier, calendar)
    return last is not None and local(dossier.apologies[0].at).date() > last


def last_day_to_apologise_of(dossier: Dossier, calendar: WorkingCalendar) -> date | None:
    """By when the first apology was to come; None without one, or without a due date."""
    result = dossier.result
    if result is None or not dossier.apologies:
        return None
    known = result.moved_at is not None and result.moved_at <= dossier.apologies[0].at
    promised = _printed(result) if known else result.original_due_at
    return last_day_to_apologise(promised, dossier, calendar)


def last_day_to_apologise(
    due: datetime, dossier: Dossier, calendar: WorkingCalendar
) -> date | None:
    """By when to apologise: so many working days before the due date (D-14, D-16).

    The version of the rule is that of the day the dossier began; None before its first one.
    """
    rule = rules_in_force().on("apology_in_time", dossier.began, dossier.procedure)
    if rule is None:
        return None
    day = local(due).date()
    for _ in range(rule.value):
        day = calendar.previous_working_day(day)
    return day


def disagreeing(dossier: Dossier) -> int:
    """How many dates cannot be true beside the one before, or were moved without a reason."""
    milestones = (dossier.submitted_at, dossier.accepted_at, dossier.done_at, dossier.returned_at)
    dates = [local(at).date() for at in milestones if at is not None]
    wrong_way = sum(before > after for before, after in pairwise(dates))
    return wrong_way + sum(unexplained(dossier, one) for one in dossier.appointments)


def _figure(rule: str, dossier: Dossier) -> int:
    return rules_in_force().value(rule, dossier.began, dossier.procedure)


def is_open(dossier: Dossier) -> bool:
    """Whether the ward still works on it or waits for the citizen."""
    return dossier.status not in ENDED
