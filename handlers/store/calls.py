"""Statements of promised calls."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from handlers.store.inserting import insert_new
from handlers.store.tables import CaseCallRow, CaseRow, table_of
from handlers.store.unit_of_work import Work
from knowledge.feedback.calls import CallSlot
from knowledge.feedback.states import OPEN

_CALL = table_of(CaseCallRow)
_CASE = table_of(CaseRow)
_OF_CASE = select(_CALL.c.start, _CALL.c.until).where(_CALL.c.case == bindparam("case"))
_OWED = (
    select(_CALL)
    .join(_CASE, _CASE.c.id == _CALL.c.case)
    .where(
        _CASE.c.commune == bindparam("commune"),
        _CASE.c.state.in_(sorted(state.value for state in OPEN)),
        _CALL.c.start <= bindparam("soon"),
    )
    .order_by(_CALL.c.start)
)

Row = Any
"""A result row of `feedback_call`."""


def promise(work: Work, case: int, slot: CallSlot, now: datetime) -> None:
    """Somebody is to be called within these hours."""
    row = {"case": case, "start": slot.start, "until": slot.until, "at": now}
    work.run(insert_new(_CALL, work.dialect, ("case", "start", "until", "at")), row)


def of_case(work: Work, case: int) -> CallSlot | None:
    """The hours promised for a case."""
    row = work.run(_OF_CASE, {"case": case}).first()
    return None if row is None else CallSlot(row.start, row.until)


def owed(work: Work, commune: str, soon: datetime) -> list[Row]:
    """Promises of open cases whose hours begin by then."""
    return list(work.run(_OWED, {"commune": commune, "soon": soon}).all())
