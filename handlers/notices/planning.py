"""Which notices the state of a dossier implies, past and to come. Pure.

Only what still holds is planned: after an outage a person hears where the dossier stands now, not
everything that happened meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.notice_kinds import ABOUT, NoticeKind
from handlers.notices.quiet import in_daytime
from knowledge.calendar import DAYTIME, Span, WorkingCalendar, local, moment
from knowledge.dossiers.dossier import AppointmentKind, Dossier, StatusEvent
from knowledge.dossiers.ruling import closes, days_to_supplement
from knowledge.dossiers.statuses import PAUSED, DossierStatus
from knowledge.procedures import SubmissionWay

EVENING_BEFORE: Final = time(16)
"""When "tomorrow" is said (domain.md §4.3)."""
MORNING: Final = time(9)
"""When a reminder of days ago is said: people are up, the desk is open."""
SUPPLEMENT_WARNINGS: Final = (
    (NoticeKind.SUPPLEMENT_CLOSING_3, 3),
    (NoticeKind.SUPPLEMENT_CLOSING_1, 1),
)
PAYMENT_DAYS: Final = 3
UNCOLLECTED_DAYS: Final = 5
SATISFACTION_DAYS: Final = 1

_S = DossierStatus
_RUNNING: Final = frozenset({_S.REGISTERED, _S.ACCEPTED, _S.PROCESSING})
_TOLD_AT_ONCE: Final = {
    _S.SUPPLEMENT_NEEDED: NoticeKind.SUPPLEMENT,
    _S.PAYMENT_NEEDED: NoticeKind.PAYMENT,
    _S.WITHDRAWAL_REQUESTED: NoticeKind.WITHDRAWAL,
    _S.REJECTED: NoticeKind.REJECTED,
    _S.RETURNED: NoticeKind.RETURNED,
    _S.STOPPED: NoticeKind.STOPPED,
}


@dataclass(frozen=True, slots=True)
class Planned:
    """One notice: what moves it, when it may leave, until when it is of use."""

    kind: NoticeKind
    moment: datetime
    """What it is about happened, or will, at this moment; with the kind it names the notice."""
    at: datetime
    """When it may leave, in daytime."""
    expires_at: datetime
    at_once: bool = False
    """Told as soon as it is known, not at an hour of its own."""

    def key(self, dossier: int, contact: str) -> str:
        """Names it for one recipient: queueing it twice is harmless."""
        return f"notice:{self.kind}:{dossier}:{self.moment.timestamp():.0f}:{contact}"

    def due(self, now: datetime) -> bool:
        """Whether it may leave now."""
        return self.at <= now < self.expires_at


def planned(
    dossier: Dossier, calendar: WorkingCalendar, *, quiet: bool = True
) -> tuple[Planned, ...]:
    """Everything the present state implies, in order of when it may leave.

    Without `quiet` what happens at night is told at night: a page rings nowhere.
    """
    found = [
        *_happened(dossier, calendar.daytime),
        *_of_dates(dossier, calendar),
        *_of_waiting(dossier, calendar),
    ]
    if not quiet:
        found = [replace(one, at=min(one.at, one.moment)) if one.at_once else one for one in found]
    return tuple(sorted(found, key=lambda one: (one.at, one.kind)))


def _happened(dossier: Dossier, hours: Span) -> Iterator[Planned]:
    """What is told at once."""
    event = _entered(dossier)
    if event is not None and (kind := _TOLD_AT_ONCE.get(dossier.status)) is not None:
        yield _at_once(kind, event.at, hours)
    if event is not None and dossier.status in _RUNNING:
        yield from _running(dossier, event, hours)
    if dossier.status is _S.DONE and dossier.ready:
        yield _at_once(NoticeKind.READY, dossier.confirmations[-1].at, hours)
    approved = [one for one in dossier.apologies if one.approved]
    if approved and not dossier.ended:
        last = max(approved, key=lambda one: one.at)
        yield _at_once(NoticeKind.APOLOGY, last.at, hours)


def _running(dossier: Dossier, entered: StatusEvent, hours: Span) -> Iterator[Planned]:
    waited, accepted = _pause_ended(dossier), dossier.accepted_at
    if accepted is not None and (waited is None or accepted >= waited):
        # Papers brought before it was accepted: the acceptance, with its date, is the news.
        yield _at_once(NoticeKind.ACCEPTED, accepted, hours)
    elif waited is not None:
        yield _at_once(NoticeKind.RESUMED, waited, hours)
    result = dossier.result
    if (
        result is not None
        and result.moved_at is not None
        and result.due_at != result.original_due_at
        and not any(one.approved for one in dossier.apologies)
        and result.moved_at >= entered.at
    ):
        yield _at_once(NoticeKind.DATE_MOVED, result.moved_at, hours)


def _of_dates(dossier: Dossier, calendar: WorkingCalendar) -> Iterator[Planned]:
    """The evening before a date on paper, or one of our own clock where none was printed."""
    if dossier.status is not _S.PROCESSING:
        return
    kinds = {
        AppointmentKind.RESULT: NoticeKind.DUE_TOMORROW,
        AppointmentKind.FISCAL: NoticeKind.FISCAL_TOMORROW,
    }
    for one in dossier.appointments:
        yield from _eve(kinds[one.kind], one.falls_due_at, dossier, calendar)
    if dossier.result is None and (due := dossier.computed_due_at) is not None:
        yield from _eve(NoticeKind.DUE_TOMORROW, due, dossier, calendar)


def _eve(
    kind: NoticeKind, due: datetime, dossier: Dossier, calendar: WorkingCalendar
) -> Iterator[Planned]:
    eve = calendar.previous_working_day(local(due).date())
    if dossier.accepted_at is None or local(dossier.accepted_at).date() <= eve:
        # "Tomorrow" may be over a weekend; the words name the day. Stale once the eve is over.
        yield Planned(kind, due, moment(eve, EVENING_BEFORE), moment(eve, calendar.daytime.end))


def _fetched(dossier: Dossier) -> bool:
    """Whether its owner comes for it: neither posted nor read online."""
    return dossier.return_way in {None, SubmissionWay.IN_PERSON}


def _of_waiting(dossier: Dossier, calendar: WorkingCalendar) -> Iterator[Planned]:
    """Reminders while something waits for the citizen."""
    event = _entered(dossier)
    if event is None:
        return
    match dossier.status:
        case DossierStatus.SUPPLEMENT_NEEDED:
            closing = closing_day(dossier, event, calendar)
            for kind, days in SUPPLEMENT_WARNINGS:
                day = working_days_before(calendar, closing, days)
                if day > local(event.at).date():
                    yield _morning(kind, day, moment(closing, time()))
            after = calendar.next_working_day(closing)
            yield _morning(NoticeKind.SUPPLEMENT_OVER, after, moment(closing, time()))
        case DossierStatus.PAYMENT_NEEDED:
            day = calendar.add_working_days(local(event.at).date(), PAYMENT_DAYS)
            yield _morning(NoticeKind.PAYMENT_REMINDER, day, event.at)
        case DossierStatus.DONE if dossier.ready and _fetched(dossier):
            start = local(dossier.confirmations[-1].at).date()
            day = calendar.add_working_days(start, UNCOLLECTED_DAYS)
            yield _morning(NoticeKind.UNCOLLECTED, day, dossier.confirmations[-1].at)
        case DossierStatus.RETURNED:
            day = calendar.add_working_days(local(event.at).date(), SATISFACTION_DAYS)
            yield _morning(NoticeKind.SATISFACTION, day, event.at)
        case _:
            return


def closing_day(dossier: Dossier, asked: StatusEvent, calendar: WorkingCalendar) -> date:
    """The last day to bring what is missing: the slip's, else the rule's (D-12)."""
    return local(closes(asked, calendar, days_to_supplement(dossier))).date()


def working_days_before(calendar: WorkingCalendar, day: date, count: int) -> date:
    """The working day `count` working days before `day`."""
    for _ in range(count):
        day = calendar.previous_working_day(day)
    return day


def _entered(dossier: Dossier) -> StatusEvent | None:
    """The event that brought the present status: of a run of the same status, the first."""
    found: StatusEvent | None = None
    for event in reversed(dossier.events):
        if event.status is not dossier.status:
            break
        found = event
    return found


def _pause_ended(dossier: Dossier) -> datetime | None:
    """When the last stretch of waiting for the citizen ended, if there was one."""
    ended: datetime | None = None
    for before, after in zip(dossier.events, dossier.events[1:], strict=False):
        if before.status in PAUSED and after.status not in PAUSED:
            ended = after.at
    return ended


def _at_once(kind: NoticeKind, when: datetime, hours: Span) -> Planned:
    at = in_daytime(when, hours)
    return Planned(kind, when, at, at + ABOUT[kind].life, at_once=True)


def _morning(kind: NoticeKind, day: date, about: datetime) -> Planned:
    at = moment(day, MORNING)
    return Planned(kind, about, at, at + ABOUT[kind].life)


def own_limit_plan(
    last: date, last_open: date, first: date | None = None, hours: Span = DAYTIME
) -> tuple[Planned, ...]:
    """Reminders of a citizen's own limit (D-7): a week before, and before the last open day.

    A limit on a Sunday is so not first told when the desk has closed. One that may not be met
    before a day, such as a renewal, is also told on that day, `first`.
    """
    about, eve = moment(last, time()), last_open - timedelta(days=1)
    found = []
    opens = [] if first is None else [(NoticeKind.OWN_LIMIT_OPENS, first)]
    for kind, day in (
        *opens,
        (NoticeKind.OWN_LIMIT_7, min(last - timedelta(days=7), eve)),
        (NoticeKind.OWN_LIMIT_1, eve),
    ):
        at = moment(day, MORNING)
        found.append(Planned(kind, about, at, min(at + ABOUT[kind].life, moment(last, hours.end))))
    return tuple(found)
