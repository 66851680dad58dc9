"""To whom a case is likely handed."""

from typing import Final

from handlers.cases.room import room_of, unit_names
from handlers.cases.visibility import may_hold
from handlers.store import cases
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from knowledge.feedback.codes import CaseCode

TAKERS: Final = 8
"""Colleagues offered by name; others are typed."""


def takers_of(work: Work, ward: Ward, code: CaseCode) -> tuple[tuple[int, str], ...]:
    """Officers of the case's unit who may hold it: id and name."""
    row = cases.by_code(work, code)
    if row is None:
        return ()
    room, names = room_of(work, ward.commune.key), unit_names(ward.commune, row.unit)
    facts = room.facts(row, names)
    able = [one for one in room.named(names) if may_hold(one.officer, facts)]
    return tuple((one.id, one.officer.name) for one in able[:TAKERS])
