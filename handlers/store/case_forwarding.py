"""Which cases the ward has said are its own, or has looked at and made another kind."""

from typing import Final

from sqlalchemy import bindparam, select

from handlers.store.tables import CaseEventRow, CaseRow, table_of
from handlers.store.unit_of_work import Work
from knowledge.feedback.states import CaseAct

_CASE, _EVENT = table_of(CaseRow), table_of(CaseEventRow)
_OWN: Final = (
    select(_EVENT.c.case)
    .join(_CASE, _CASE.c.id == _EVENT.c.case)
    .where(
        _CASE.c.commune == bindparam("of_commune"),
        _CASE.c.closed_at.is_(None),
        _EVENT.c.act.in_([CaseAct.KEEP.value, CaseAct.RECLASSIFY.value]),
    )
    .distinct()
)


def said_own(work: Work, commune: str) -> frozenset[int]:
    """Ids of cases nobody has to be asked about forwarding any more."""
    return frozenset(int(one) for one in work.run(_OWN, {"of_commune": commune}).scalars())
