"""Officers asked "vẫn đúng?" of the records that are due for a look, and their answer."""

from collections.abc import Iterable
from datetime import datetime, time
from functools import cache

from handlers.officers import Officer
from handlers.recheck_answers import Answer, Trouble
from handlers.roles import Act, may
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from knowledge.calendar import local, moment
from knowledge.catalogue_store import (
    Confirmation,
    Due,
    answered_since,
    confirm,
    due_for_recheck,
)
from knowledge.gaps import in_demand, most_asked


def due(work: Work, ward: Ward, now: datetime) -> tuple[Due, ...]:
    """What citizens are shown and is due, the most asked first, without today's answers.

    The knowledge in force may be a moment older than an answer, so answers are asked for anew.
    """
    if ward.knowledge is None:
        return ()
    base = ward.knowledge(now)
    found = due_for_recheck(base, in_demand(base.by_title, _order()))
    if not found:
        return ()
    answered = answered_since(work.session, moment(local(now).date(), time()))
    return tuple(one for one in found if one.procedure.code not in answered)


def still_right(
    work: Work, ward: Ward, officer: Officer, answer: Answer, now: datetime
) -> Trouble | None:
    """Record who found it right by which source; the caller commits."""
    if not may(officer, Act.RECHECK):
        return Trouble.NO_ROLE
    if answer.code not in _codes(due(work, ward, now)):
        return Trouble.NOT_DUE
    if not answer.source:
        return Trouble.NO_SOURCE
    if answer.review_by is not None and answer.review_by <= local(now).date():
        return Trouble.BAD_DAY
    commune = ward.commune.key
    said = Confirmation(commune, answer.code, officer.name, answer.source, answer.review_by)
    if confirm(work.session, said, now) is None:
        return Trouble.NOT_DUE
    who, about = f"officer:{officer.id}", f"procedure:{answer.code}"
    audit(work, commune, who, Act.RECHECK.value, about, now)
    return None


def _codes(found: Iterable[Due]) -> set[str]:
    return {one.procedure.code for one in found}


@cache
def _order() -> tuple[str, ...]:
    return most_asked()
