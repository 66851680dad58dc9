"""Rules about how soon the ward answers: a filing (D-8, D-9), a shortfall found later (D-13)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final

from knowledge.clocks import DayClock, HourClock
from knowledge.dossiers.dossier import StatusEvent
from knowledge.dossiers.entries import whole_day
from knowledge.dossiers.looking import Case, Finding
from knowledge.dossiers.rulebook import rules_in_force
from knowledge.dossiers.statuses import PAUSED, DossierStatus
from knowledge.procedures import SubmissionWay

_S = DossierStatus
_ANSWERS: Final = frozenset({_S.ACCEPTED, _S.REJECTED, _S.SUPPLEMENT_NEEDED, _S.PAYMENT_NEEDED})
"""What answers a filing (D-8)."""


def intake(case: Case) -> Iterator[Finding]:
    """Accepted, refused or asked for more within 8 working hours (D-8)."""
    if (start := _unlooked(case, online=True)) is None:
        return
    due = HourClock(case.calendar).due(start, Decimal(case.rule.value)).at
    if case.now > due:
        yield case.broken(due)


def intake_warning(case: Case) -> Iterator[Finding]:
    """Nobody looked for 2 working hours (D-9); silent once the limit itself is over."""
    if (start := _unlooked(case, online=True)) is None:
        return
    clock, limit = HourClock(case.calendar), _intake_hours(case)
    due = clock.due(start, Decimal(limit)).at
    if clock.due(start, Decimal(case.rule.value)).at <= case.now <= due:
        yield case.ahead(due)


def _intake_hours(case: Case) -> int:
    """The limit of the same filing: it may be a special one of its procedure."""
    return rules_in_force().value("intake", case.dossier.began, case.dossier.procedure)


def intake_desk(case: Case) -> Iterator[Finding]:
    """Filed at the desk or by post: answered within a working day."""
    if (start := _unlooked(case, online=False)) is None:
        return
    due = DayClock(case.calendar).due(start, case.rule.value).at
    yield case.broken(due) if case.now > due else case.ahead(due)


def _unlooked(case: Case, *, online: bool) -> datetime | None:
    """Since when a filed dossier waits to be looked at; an unsaid way counts as online."""
    way = case.dossier.way
    desk = way in (SubmissionWay.IN_PERSON, SubmissionWay.POST)
    if case.dossier.status is not _S.REGISTERED or desk is online:
        return None
    return case.dossier.status_at


def intake_late(case: Case) -> Iterator[Finding]:
    """Answered, but later than 8 working hours: it stays known after the answer (D-8)."""
    dossier = case.dossier
    if dossier.way in (SubmissionWay.IN_PERSON, SubmissionWay.POST) or case.overrides:
        return
    filed, answer = _first_answer(dossier.events)
    if filed is None or answer is None:
        return
    due = HourClock(case.calendar).due(filed.at, Decimal(case.rule.value)).at
    if answer.at > due:
        yield case.broken(due, answer)


def _first_answer(
    events: tuple[StatusEvent, ...],
) -> tuple[StatusEvent | None, StatusEvent | None]:
    """The filing, and what was first said to it; a day without an hour proves no delay of hours."""
    filed = next((one for one in events if one.status is _S.REGISTERED), None)
    answer = next((one for one in events if one.status in _ANSWERS), None)
    if filed is None or answer is None or whole_day(filed.at) or whole_day(answer.at):
        return None, None
    return filed, answer


def shortfall_late(case: Case) -> Iterator[Finding]:
    """A shortfall found during examination is told within 2 working days and one more (D-13)."""
    start: StatusEvent | None = None
    passed = case.overrides
    for event in case.dossier.events:
        if event.status is _S.PROCESSING:
            start = start or event
        elif event.status is _S.SUPPLEMENT_NEEDED and start is not None:
            due = DayClock(case.calendar).due(start.at, case.rule.value).at
            if event.at > due and not passed:
                yield case.broken(due, event)
            passed, start = max(0, passed - 1), None
        elif event.status in PAUSED:
            start = None
