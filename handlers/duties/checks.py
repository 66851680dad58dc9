"""What stands against an act. Flows ask before they promise, acts ask again under the lock."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.duties.assigning import is_theirs
from handlers.duties.values import Already, Case, Draft, DraftState, Objection, Refused, Why
from handlers.officers import Member, Officer
from handlers.roles import Act, may
from knowledge.calendar import WorkingCalendar, local
from knowledge.dossiers.dossier import Dossier, Lateness, StatusEvent
from knowledge.dossiers.life import apologies_allowed, derive, last_day_to_apologise
from knowledge.dossiers.rulebook import rules_in_force
from knowledge.dossiers.rules import broken_by, findings, passable
from knowledge.dossiers.statuses import DossierStatus
from knowledge.feedback.ready import unfilled

APOLOGY_ONCE: Final = "apology_once"
APOLOGY_IN_TIME: Final = "apology_in_time"
"""Rules a signature may break; set aside then, with the head's reason."""
FURTHER: Final = (1, 2, 3, 5)
"""Working days offered for a new date."""
SLIPS_SHOWN: Final = 5
"""Slips with a card each; more of them stand in a list."""
AT_ONCE: Final = 200
"""Dossiers settled by one choice, every one of them listed: a second of writing on SQLite."""


def against_ready(officer: Officer, case: Case, *, ready: bool) -> Objection:
    """What stands against saying that a result lies on the shelf, or does not."""
    if not may(officer, Act.CONFIRM_READY):
        return Refused(Why.NOT_ALLOWED)
    dossier = case.dossier
    if dossier.status is DossierStatus.RETURNED:
        return Refused(Why.RETURNED)
    if dossier.status is not DossierStatus.DONE:
        return Refused(Why.NOT_DONE)
    if dossier.ready is ready:
        last = dossier.confirmations[-1]
        return Already(last.by, last.at)
    return None


def against_on_time(
    members: Sequence[Member], officer: Officer, case: Case, day: date
) -> Objection:
    """What stands against saying that a dossier will be on time."""
    if (found := _against_speaking(members, officer, Act.SAY_ON_TIME, case, day)) is not None:
        return found
    if case.said_on_time and case.on_time is not None:
        return Already(case.on_time.by, case.on_time.at)
    return None


def against_late(members: Sequence[Member], officer: Officer, case: Case, day: date) -> Objection:
    """What stands against opening an apology slip, before its date and reason are known."""
    if (found := _against_speaking(members, officer, Act.SAY_LATE, case, day)) is not None:
        return found
    if case.draft is not None:
        return Already(case.draft.by, case.draft.at)
    return None


def against_date(dossier: Dossier, calendar: WorkingCalendar, new_due_at: datetime) -> Objection:
    """What stands against a new date: it must be later, on a working day, and a new one."""
    due, day = dossier.falls_due_at, local(new_due_at).date()
    if due is None:
        return Refused(Why.NO_DUE_DATE)
    if new_due_at <= due:
        return Refused(Why.NOT_LATER)
    if not calendar.is_working_day(day):
        return Refused(Why.DAY_OFF)
    if any(local(one.new_due_at).date() == day for one in dossier.apologies):
        return Refused(Why.SAME_DATE)
    return None


def against_signing(
    officer: Officer, case: Case, calendar: WorkingCalendar, now: datetime, reason: str
) -> Objection:
    """What stands against the head's signature on the open slip."""
    if (found := against_refusing(officer, case, now)) is not None or case.draft is None:
        return found
    if case.dossier.ended:
        return Refused(Why.ENDED)
    if (found := against_date(case.dossier, calendar, case.draft.new_due_at)) is not None:
        return found
    if breached(case.dossier, calendar, now) and not reason.strip():
        return Refused(Why.NEEDS_REASON)
    return None


def against_refusing(officer: Officer, case: Case, now: datetime) -> Objection:
    """What stands against sending the slip back."""
    if not may(officer, Act.DECIDE_APOLOGY):
        return Refused(Why.NOT_ALLOWED)
    if case.draft is None:
        return Refused(Why.UNKNOWN)
    if case.draft.state is not DraftState.OPEN:
        return Already(case.draft.decided_by or 0, case.draft.decided_at or now)
    return None


def against_override(officer: Officer, case: Case, rule: str, reason: str) -> Objection:
    """What stands against setting a rule aside here."""
    if not may(officer, Act.OVERRIDE):
        return Refused(Why.NOT_ALLOWED)
    if rule not in rules_in_force().rules:
        return Refused(Why.NO_SUCH_RULE)
    if not reason.strip():
        return Refused(Why.NO_REASON)
    last = next((one for one in reversed(case.dossier.overrides) if one.rule == rule), None)
    if last is None:
        return None
    moved = case.dossier.status_at
    # Each lets one more pass; one nobody has used yet is enough.
    return Already(last.by, last.at) if moved is None or last.at >= moved else None


def against_words(reason: str) -> Refused | None:
    """What stands against a reason the citizen will read: none, or a place not filled in."""
    if not reason.strip():
        return Refused(Why.NO_REASON)
    return Refused(Why.BLANK) if unfilled(reason) else None


def breached(dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> tuple[str, ...]:
    """Rules an apology given now would break: one too many (D-15), a late one (D-14, D-16)."""
    found = []
    allowed = apologies_allowed(dossier)
    if allowed is not None and sum(one.approved for one in dossier.apologies) >= allowed:
        found.append(APOLOGY_ONCE)
    due = dossier.falls_due_at
    last = last_day_to_apologise(due, dossier, calendar) if due is not None else None
    if last is not None and local(now).date() > last:
        found.append(APOLOGY_IN_TIME)
    return tuple(found)


def signable(
    waiting: Sequence[tuple[Case, Draft]], calendar: WorkingCalendar, now: datetime
) -> list[int]:
    """Of the slips listed, those one tap may sign: they break no rule."""
    shown = waiting[:AT_ONCE]
    return [slip.id for case, slip in shown if not breached(case.dossier, calendar, now)]


def against_explaining(
    members: Sequence[Member], officer: Officer, case: Case, now: datetime
) -> Objection:
    """What stands against writing down why a dossier is, was or will be late."""
    if not may(officer, Act.EXPLAIN_LATE):
        return Refused(Why.NOT_ALLOWED)
    if not is_theirs(members, officer, case.dossier.officer, local(now).date()):
        return Refused(Why.NOT_YOURS)
    return None if owes_explanation(case, now) or case.dossier.cause else Refused(Why.NOT_LATE)


def owes_explanation(case: Case, now: datetime) -> bool:
    """Whether somebody must still say why: late, overdue, or a new date asked for."""
    dossier = case.dossier
    late = dossier.lateness is Lateness.LATE or dossier.overdue(now)
    return not dossier.cause and (late or case.draft is not None or bool(dossier.apologies))


def against_status(
    members: Sequence[Member],
    officer: Officer,
    case: Case,
    event: StatusEvent,
    calendar: WorkingCalendar,
    now: datetime,
) -> Objection:
    """What stands against a step set at our own desk: there, a rule it would break blocks it."""
    if not may(officer, Act.SET_STATUS):
        return Refused(Why.NOT_ALLOWED)
    dossier = case.dossier
    if not is_theirs(members, officer, dossier.officer, local(now).date()):
        return Refused(Why.NOT_YOURS)
    after = derive(replace(dossier, events=(*dossier.events, event)), calendar)
    broken = broken_by(dossier, after, calendar, now)
    return Refused(Why.RULE, broken[0].name) if broken else None


def may_be_passed(dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> tuple[str, ...]:
    """Broken rules the head may let pass, first those that withhold a push."""
    found = sorted(findings(dossier, calendar, now, None), key=lambda one: not one.blocks)
    return tuple(dict.fromkeys(one.name for one in found if passable(one)))


def choices_of_date(dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> list[datetime]:
    """New dates an officer is offered: some working days after the one that holds."""
    if dossier.falls_due_at is None:
        return []
    return [further(dossier, calendar, local(now).date(), days) for days in FURTHER]


def further(dossier: Dossier, calendar: WorkingCalendar, today: date, days: int) -> datetime:
    """The close of the day so many working days after the date that holds, or after today."""
    due = dossier.falls_due_at
    start = max(local(due).date(), today) if due is not None else today
    return calendar.closing(calendar.add_working_days(start, days))


def _against_speaking(
    members: Sequence[Member], officer: Officer, act: Act, case: Case, day: date
) -> Refused | None:
    if not may(officer, act):
        return Refused(Why.NOT_ALLOWED)
    dossier = case.dossier
    if not is_theirs(members, officer, dossier.officer, day):
        return Refused(Why.NOT_YOURS)
    if dossier.ended:
        return Refused(Why.ENDED)
    if dossier.paused:
        return Refused(Why.PAUSED)
    # A date of our own clock may be kept; only a printed one can be moved.
    due = dossier.watched_due_at if act is Act.SAY_ON_TIME else dossier.falls_due_at
    return Refused(Why.NO_DUE_DATE) if due is None else None
