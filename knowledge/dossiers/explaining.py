"""Why a dossier falls due when it does, as values: every stretch, pause and day off by name.

What is computed here is an estimate (D-0): the date printed on the receipt always wins. The same
explanation is put into words for the citizen and for the officer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from knowledge.calendar import Span, WorkingCalendar, local
from knowledge.clocks import Due, HourClock, calendar_days, estimate
from knowledge.dossiers.dossier import (
    Apology,
    Appointment,
    AppointmentKind,
    Dossier,
    Lateness,
)
from knowledge.dossiers.life import Pause, pauses
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import ProcessingTime, TimeUnit

MOST_DAYS: Final = 400
"""Days looked through for holidays; no limit of a commune is longer."""
_HOURLY: Final = (TimeUnit.WORKING_DAY, TimeUnit.WORKING_HOUR)


class SupplementPolicy(StrEnum):
    """What becomes of the limit when papers were missing (D-11)."""

    RESTART = "restart"
    """It starts again when the dossier is complete."""
    PAUSE = "pause"
    """What was left goes on."""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A run of days the clock does not count, with the name they have."""

    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class PauseStep:
    """One pause and what it did to the limit."""

    status: DossierStatus
    start: datetime
    end: datetime | None
    policy: SupplementPolicy
    left: timedelta | None
    """Working time that was left when it began; None when the limit counts plain days."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything the due date rests on."""

    code: str
    submitted_at: datetime | None
    accepted_at: datetime | None
    limit: ProcessingTime | None
    """None: the record gives no single figure for this case."""
    opening: tuple[Span, ...]
    counted_from: datetime | None
    """When the first working minute after acceptance was."""
    after_cutoff: bool
    """Received after the hour up to which a same-day matter is returned that day (D-5)."""
    days_off: tuple[DaysOff, ...]
    worked: tuple[date, ...]
    """Days at a weekend that are worked in exchange."""
    pauses: tuple[PauseStep, ...]
    estimated: Due | None
    """By the clock alone; said as "dự kiến" (W-3)."""
    printed: Appointment | None
    """Of the result, as the receipt and the register say."""
    fiscal: Appointment | None
    apologies: tuple[Apology, ...]
    """Those whose date holds; a second one that waits for the head is none of them."""
    done_at: datetime | None
    returned_at: datetime | None
    lateness: Lateness | None
    status: DossierStatus
    ready: bool | None
    """What the desk said of the finished result; None: nothing yet."""
    waiting: bool
    """The clock stands still now."""
    expected: bool
    """The calendar up to the due date is not settled yet."""

    @property
    def due_at(self) -> datetime | None:
        """What is to be said: the printed date, later by pauses; else the estimate."""
        if self.printed is not None:
            return self.printed.falls_due_at
        return self.estimated.at if self.estimated else None


def explain(
    dossier: Dossier,
    limit: ProcessingTime | None,
    calendar: WorkingCalendar,
    policy: SupplementPolicy | None = None,
) -> Explanation:
    """Work the clock out, step by step."""
    start = dossier.accepted_at
    steps = tuple(_steps(dossier, limit, calendar, policy))
    estimated = _estimate(start, limit, calendar, steps)
    printed = dossier.result
    if printed is not None:
        printed = _with_policy(printed, estimated, steps)
    until = max(
        (at for at in (printed and printed.falls_due_at, estimated and estimated.at) if at),
        default=None,
    )
    first = start or dossier.submitted_at
    return Explanation(
        code=dossier.code,
        submitted_at=dossier.submitted_at,
        accepted_at=start,
        limit=limit,
        opening=calendar.opening,
        counted_from=_counted_from(calendar, start),
        after_cutoff=_after_cutoff(calendar, start, limit),
        days_off=tuple(_days_off(calendar, first, until)),
        worked=tuple(_worked(calendar, first, until)),
        pauses=steps,
        estimated=estimated,
        printed=printed,
        fiscal=next((a for a in dossier.appointments if a.kind is AppointmentKind.FISCAL), None),
        apologies=tuple(one for one in dossier.apologies if one.approved),
        done_at=dossier.done_at,
        returned_at=dossier.returned_at,
        lateness=dossier.lateness,
        status=dossier.status,
        ready=dossier.ready,
        waiting=dossier.paused,
        expected=until is not None
        and first is not None
        and calendar.is_expected(local(first).date(), local(until).date()),
    )


def _steps(
    dossier: Dossier,
    limit: ProcessingTime | None,
    calendar: WorkingCalendar,
    policy: SupplementPolicy | None,
) -> Iterator[PauseStep]:
    due = _first_due(dossier, limit, calendar)
    for pause in pauses(dossier.events):
        chosen = policy if pause.status is DossierStatus.SUPPLEMENT_NEEDED else None
        chosen = chosen or (
            SupplementPolicy.RESTART if pause.before_acceptance else SupplementPolicy.PAUSE
        )
        left = calendar.working_time_between(pause.start, due) if due else None
        plain = limit is not None and limit.unit not in _HOURLY
        counts = chosen is SupplementPolicy.PAUSE and not pause.before_acceptance and not plain
        yield PauseStep(pause.status, pause.start, pause.end, chosen, left if counts else None)
        due = _moved(due, pause, chosen, limit, calendar)


def _first_due(
    dossier: Dossier, limit: ProcessingTime | None, calendar: WorkingCalendar
) -> datetime | None:
    """What working time is counted against: the clock's own end, else the printed date."""
    if dossier.accepted_at and limit and (exact := _by_hours(dossier.accepted_at, limit, calendar)):
        return exact.at
    return dossier.result.original_due_at if dossier.result else None


def _by_hours(start: datetime, limit: ProcessingTime, calendar: WorkingCalendar) -> Due | None:
    if limit.value is None or limit.unit not in _HOURLY:
        return None
    clock = HourClock(calendar)
    if limit.unit is TimeUnit.WORKING_HOUR:
        return clock.due(start, limit.value)
    return clock.due_days(start, limit.value)


def _moved(
    due: datetime | None,
    pause: Pause,
    policy: SupplementPolicy,
    limit: ProcessingTime | None,
    calendar: WorkingCalendar,
) -> datetime | None:
    if due is None or pause.end is None or pause.before_acceptance or pause.closing:
        return due
    if policy is SupplementPolicy.RESTART and limit is not None:
        exact = _by_hours(pause.end, limit, calendar)
        return exact.at if exact else due
    return calendar.add_working_time(pause.end, calendar.working_time_between(pause.start, due))


def _estimate(
    start: datetime | None,
    limit: ProcessingTime | None,
    calendar: WorkingCalendar,
    steps: tuple[PauseStep, ...],
) -> Due | None:
    """The clock's own date over all pauses; None while it stands still or nothing is known."""
    if start is None or limit is None:
        return None
    due = estimate(calendar, start, limit)
    for step in steps:
        if due is None or step.end is None:
            return None
        if step.start < start:
            continue
        due = _after(due, step, limit, calendar)
    return due


def _after(
    due: Due, step: PauseStep, limit: ProcessingTime, calendar: WorkingCalendar
) -> Due | None:
    end = step.end
    if end is None:
        return None
    if step.policy is SupplementPolicy.RESTART or limit.unit is TimeUnit.SAME_DAY:
        return estimate(calendar, end, limit)
    if step.left is not None:
        at = calendar.add_working_time(end, step.left)
        return Due(at, calendar.is_expected(local(step.start).date(), at.date()))
    days = max((local(due.at).date() - local(step.start).date()).days, 0)
    return calendar_days(calendar, end, days)


def _with_policy(
    printed: Appointment, estimated: Due | None, steps: tuple[PauseStep, ...]
) -> Appointment:
    """A printed date no copy moved after a pause: what the limit itself gives is nearer to it."""
    if printed.expected_at is None or estimated is None or not steps:
        return printed
    return Appointment(
        printed.kind,
        printed.original_due_at,
        printed.due_at,
        printed.printed_due_at,
        printed.moved_at,
        max(printed.due_at, estimated.at),
    )


def _counted_from(calendar: WorkingCalendar, start: datetime | None) -> datetime | None:
    return calendar.add_working_time(start, timedelta(0)) if start else None


def _after_cutoff(
    calendar: WorkingCalendar, start: datetime | None, limit: ProcessingTime | None
) -> bool:
    if start is None or limit is None or limit.unit is not TimeUnit.SAME_DAY:
        return False
    received = local(start).time().replace(second=0, microsecond=0)
    return received > (limit.cutoff or calendar.cutoff)


def _days_off(
    calendar: WorkingCalendar, first: datetime | None, until: datetime | None
) -> Iterator[DaysOff]:
    """Holidays by name; a run of days of one name is one entry, weekends inside it included."""
    run: DaysOff | None = None
    for day in _days(first, until):
        name = calendar.holiday(day)
        if name is None or calendar.is_working_day(day):
            continue
        if run is not None and run.name == name and (day - run.last).days == 1:
            run = DaysOff(run.first, day, name)
            continue
        if run is not None:
            yield run
        run = DaysOff(day, day, name)
    if run is not None:
        yield run


def _worked(
    calendar: WorkingCalendar, first: datetime | None, until: datetime | None
) -> Iterator[date]:
    return (day for day in _days(first, until) if day in calendar.worked)


def _days(first: datetime | None, until: datetime | None) -> Iterator[date]:
    if first is None or until is None:
        return
    start = local(first).date()
    count = min((local(until).date() - start).days + 1, MOST_DAYS)
    yield from (start + timedelta(number) for number in range(count))
