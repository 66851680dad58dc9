"""Calls that were promised: who is reminded, and who learns the number."""

from datetime import datetime, timedelta
from typing import Final

from handlers.cases.room import asked_now, room_of, today, unit_names
from handlers.cases.telling import tell
from handlers.officers import Officer
from handlers.store import calls, cases
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording import case_cards as wording
from knowledge.feedback.codes import CaseCode

SOON: Final = timedelta(minutes=15)
"""How long before the promised hours the officer is reminded."""


def remind(work: Work, ward: Ward, now: datetime) -> bool:
    """Who is to call soon, and who leads when the promised hours went by; in working time only."""
    spans = ward.calendar.working_spans(today(now))
    if not any(opens <= now < ends for opens, ends in spans):
        return False
    for promised in calls.owed(work, ward.commune.key, now + SOON):
        _remind(work, ward, promised, now)
    return False


def seen_number(work: Work, officer: Officer, code: CaseCode, now: datetime) -> None:
    """An officer looked at the number to call: kept with the case."""
    row = cases.by_code(work, code)
    if row is not None:
        by = f"officer:{officer.id}"
        cases.record(work, row.id, "number", by, now, internal=True)
        audit(work, code.commune, by, "case.number_seen", f"case:{code.full}", now)


def _remind(work: Work, ward: Ward, promised: calls.Row, now: datetime) -> None:
    row = cases.read(work, promised.case)
    room = room_of(work, row.commune)
    facts = room.facts(row, unit_names(ward.commune, row.unit))
    late = now > promised.until
    asked = asked_now(ward.commune, row.unit, now)
    told = room.hands(facts, asked, today(now)) or room.first_to_hear(facts, asked, today(now))
    if late:
        told = [*told, *room.supervisors(facts)]
    name = "late" if late else "soon"
    key = f"case:{row.id}:call-{name}:{promised.start.isoformat()}"
    blocks = wording.call_owed(cases.code_of(row), promised.start, promised.until, late=late)
    tell(work, row, facts, dict.fromkeys(told), (key, blocks, now))
