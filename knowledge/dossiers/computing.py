"""The date of our own clock, for dossiers whose software printed none (D-0, D-4). Pure."""

from dataclasses import replace
from datetime import datetime

from knowledge.calendar import WorkingCalendar
from knowledge.clocks import alarm
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.explaining import explain
from knowledge.dossiers.life import pauses
from knowledge.dossiers.limits import limits_for, the_limit
from knowledge.procedures import ProcessingTime, TimeUnit


def computed(
    dossier: Dossier, times: tuple[ProcessingTime, ...], calendar: WorkingCalendar
) -> Dossier:
    """The dossier with what its limit gives; without a date where nothing may be computed.

    Citizens are promised the later clock, staff warned by the earlier. Where several cases have
    limits of their own, or after a pause (how the law counts on from it differs by procedure,
    D-11), only staff are warned, by the earliest: a guess would be a promise.
    """
    promised, warned = None, None
    if computable(dossier):
        limit = the_limit(times, dossier, calendar)
        limits = [limit] if limit is not None else limits_for(times, dossier)
        dues = {one: explain(dossier, one, calendar).estimated for one in limits}
        paused = any(not pause.before_acceptance for pause in pauses(dossier.events))
        if limit is not None and not paused and (due := dues[limit]) is not None:
            promised = due.at
        alarms = [_alarm(dossier, one, due.at, calendar) for one, due in dues.items() if due]
        warned = min(alarms, default=None)
    return replace(dossier, computed_due_at=promised, alarm_at=warned)


def _alarm(
    dossier: Dossier, limit: ProcessingTime, due: datetime, calendar: WorkingCalendar
) -> datetime:
    start, waited = dossier.accepted_at, bool(pauses(dossier.events))
    if start is None or waited or limit.unit is not TimeUnit.WORKING_DAY or limit.value is None:
        return due
    return alarm(calendar, start, limit.value).at


def computable(dossier: Dossier) -> bool:
    """Whether there is anything to compute: the clock runs, and the register printed no date."""
    running = dossier.accepted_at is not None and not dossier.ended and not dossier.paused
    return running and dossier.result is None
