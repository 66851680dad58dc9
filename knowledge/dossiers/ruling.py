"""Each rule as a small function over one dossier at one moment; `rules` runs them all."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Final

from knowledge.calendar import WorkingCalendar, local, moment
from knowledge.clocks import DayClock, HourClock
from knowledge.dossiers import answering
from knowledge.dossiers.dossier import AppointmentKind, Dossier, StatusEvent
from knowledge.dossiers.life import (
    disagreeing,
    impossible_steps,
    is_open,
    judged,
    last_day_to_apologise_of,
)
from knowledge.dossiers.looking import Case, Finding, Stage
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.rulebook import Concern, rules_in_force
from knowledge.dossiers.statuses import DossierStatus, possible

APOLOGY: Final = "apology"
"""What a finding blocks beside statuses: the push of an apology."""
DAY_ENDS: Final = time(23, 59, 59)
_S = DossierStatus


def _supplement_once(case: Case) -> Iterator[Finding]:
    """All that is missing in one request (D-10); each override allows one more."""
    asked = [one for one in case.dossier.events if one.status is _S.SUPPLEMENT_NEEDED]
    for event in asked[case.tolerated :]:
        yield case.broken(event=event)


def _supplement_expired(case: Case) -> Iterator[Finding]:
    if case.dossier.status is not _S.SUPPLEMENT_NEEDED:
        return
    end = closes(case.dossier.events[-1], case.calendar, case.rule.value)
    if case.now > end:
        yield case.ahead(end)


def _stopped_early(case: Case) -> Iterator[Finding]:
    """Stopped before the time for papers, and so many working days more, were over (D-12)."""
    dossier = case.dossier
    for before, after in pairwise(dossier.events):
        if before.status is _S.SUPPLEMENT_NEEDED and after.status is _S.STOPPED:
            end = closes(before, case.calendar, days_to_supplement(dossier))
            if case.rule.value:
                day = case.calendar.add_working_days(local(end).date(), case.rule.value)
                end = moment(day, DAY_ENDS)
            if after.at <= end and not case.overrides:
                yield case.broken(end, after)


def _due_soon(case: Case) -> Iterator[Finding]:
    due = _watched(case)
    if due is None:
        return
    if case.days_before(due) <= local(case.now).date() < local(due).date():
        yield case.ahead(due)


def _apology_due(case: Case) -> Iterator[Finding]:
    """The last day to apologise has come, and nobody did (D-14, D-16)."""
    due = _running(case)
    if due is None or any(one.new_due_at == due for one in case.dossier.apologies):
        return
    day = case.days_before(due)
    if day <= local(case.now).date() and case.now <= due:
        last = case.calendar.closing(day)
        yield case.broken(last) if case.now > last else case.ahead(last)


def _due_today(case: Case) -> Iterator[Finding]:
    """It falls due today, or within so many working days."""
    due = _watched(case)
    if due is not None and case.days_before(due) <= local(case.now).date() and case.now <= due:
        yield case.ahead(due)


def _overdue(case: Case) -> Iterator[Finding]:
    """Past the printed date, and so many working days more.

    Past a date of ours it is a warning: nobody promised that date.
    """
    due = _watched(case)
    if due is None or case.overrides or case.now <= due:
        return
    days, since = case.rule.value, local(due).date()
    if not days or case.now > case.calendar.closing(case.calendar.add_working_days(since, days)):
        yield case.broken(due) if case.dossier.result is not None else case.ahead(due)


def _fiscal_due(case: Case) -> Iterator[Finding]:
    """Land: the first of the two dates, until the tax notice is there (D-18)."""
    dossier = case.dossier
    fiscal = next((a for a in dossier.appointments if a.kind is AppointmentKind.FISCAL), None)
    told = any(event.status is _S.PAYMENT_NEEDED for event in dossier.events)
    if fiscal is None or told or not is_open(dossier) or dossier.paused:
        return
    due = fiscal.falls_due_at
    if case.now > due:
        yield case.broken(due)
    elif case.days_before(due) <= local(case.now).date():
        yield case.ahead(due)


def _apology_once(case: Case) -> Iterator[Finding]:
    """A new date beyond those a dossier may be given waits for the head (D-15)."""
    for one in judged(case.dossier.apologies, case.rule.value):
        if not one.approved:
            yield case.broken(one.new_due_at)


def _apology_in_time(case: Case) -> Iterator[Finding]:
    last = last_day_to_apologise_of(case.dossier, case.calendar)
    if last is None or case.overrides:
        return
    if local(case.dossier.apologies[0].at).date() > last:
        yield case.broken(case.calendar.closing(last))


def _ready_confirmed(case: Case) -> Iterator[Finding]:
    """A citizen is invited only once the desk has seen the result on its shelf."""
    dossier = case.dossier
    if dossier.status is not _S.DONE or dossier.ready or dossier.status_at is None:
        return
    due = HourClock(case.calendar).due(dossier.status_at, Decimal(case.rule.value)).at
    late = case.now > due or dossier.ready is False
    concerned = frozenset(case.rule.concerns) | ({Concern.DESK_LEAD} if late else frozenset())
    stage = Stage.BROKEN if late else Stage.AHEAD
    yield Finding(case.rule, stage, due, concerned, frozenset(case.rule.blocks))


def _impossible_step(case: Case) -> Iterator[Finding]:
    """The push of the step is withheld; at our own desk not even a skipped step is taken."""
    steps = list(impossible_steps(case.dossier.events))
    if case.mode is RegisterMode.DESK:
        changes = pairwise((None, *case.dossier.events))
        steps = [
            (before or after, after)
            for before, after in changes
            if after is not None
            and not (before and before.status is after.status)
            and not possible(before.status if before else None, after.status)
        ]
    for _, after in steps[case.tolerated :]:
        yield case.broken(None, after, after.status.value)


def _unknown_status(case: Case) -> Iterator[Finding]:
    """A word of the software nobody told us the meaning of."""
    unknown = [one for one in case.dossier.events if one.status is _S.UNKNOWN]
    for event in unknown[case.tolerated :]:
        yield case.broken(event=event)


def _dates_disagree(case: Case) -> Iterator[Finding]:
    """Dates that cannot all be true, until a person accepts them."""
    if not case.overrides and disagreeing(case.dossier) > case.rule.value:
        yield case.broken()


def _running(case: Case) -> datetime | None:
    """The due date of a dossier whose clock runs; None while it waits for the citizen (D-17)."""
    dossier = case.dossier
    if not is_open(dossier) or dossier.paused or dossier.status is _S.REGISTERED:
        return None
    return dossier.falls_due_at


def _watched(case: Case) -> datetime | None:
    """The printed date of a dossier whose clock runs, else the date of our own clock (D-4)."""
    dossier = case.dossier
    if dossier.result is not None or not is_open(dossier):
        return _running(case)
    return None if dossier.paused else dossier.alarm_at


def closes(asked: StatusEvent, calendar: WorkingCalendar, days: int) -> datetime:
    """The end of the last day to bring papers: the slip's own, else `days` working days."""
    day = asked.closing or DayClock(calendar).due(asked.at, days).day
    return moment(day, DAY_ENDS)


def days_to_supplement(dossier: Dossier) -> int:
    """Working days to bring papers where the slip names no last day, by procedure (D-12)."""
    book = rules_in_force()
    return book.value("supplement_expired", dossier.began, dossier.procedure)


HOLD_WHAT_BROKE: Final = frozenset({"impossible_step"})
"""Rules that withhold the push of the very step that broke them, whatever their data name."""
SET_ASIDE: Final = frozenset(
    {
        "intake_late",
        "supplement_once",
        "shortfall_late",
        "stopped_early",
        "overdue",
        "apology_once",
        "apology_in_time",
        "impossible_step",
        "unknown_status",
        "dates_disagree",
    }
)
"""Rules a person may let pass for one dossier, with a reason: those are silent then. The others
say what is still to be done, and are settled by doing it."""
RULES: Final[dict[str, Callable[[Case], Iterator[Finding]]]] = {
    "intake": answering.intake,
    "intake_warning": answering.intake_warning,
    "intake_desk": answering.intake_desk,
    "intake_late": answering.intake_late,
    "supplement_once": _supplement_once,
    "shortfall_late": answering.shortfall_late,
    "supplement_expired": _supplement_expired,
    "stopped_early": _stopped_early,
    "due_soon": _due_soon,
    "apology_due": _apology_due,
    "due_today": _due_today,
    "overdue": _overdue,
    "fiscal_due": _fiscal_due,
    "apology_once": _apology_once,
    "apology_in_time": _apology_in_time,
    "ready_confirmed": _ready_confirmed,
    "impossible_step": _impossible_step,
    "unknown_status": _unknown_status,
    "dates_disagree": _dates_disagree,
}
