"""The audit trail read back, newest first."""

from typing import Any

from sqlalchemy import bindparam, select

from handlers.store.tables import AuditRow, table_of
from handlers.store.unit_of_work import Work

_AUDIT = table_of(AuditRow)
Row = Any
"""A row of `audit`."""

_OLDER = (
    select(_AUDIT)
    .where(_AUDIT.c.commune == bindparam("commune"), _AUDIT.c.id < bindparam("before"))
    .order_by(_AUDIT.c.id.desc())
    .limit(bindparam("most"))
)
_OF_ONE = _OLDER.where(_AUDIT.c.who == bindparam("by_whom"))


def older(work: Work, commune: str, before: int, most: int, who: str = "") -> list[Row]:
    """The newest rows below an id, by one actor or anybody."""
    values = {"commune": commune, "before": before, "most": most}
    if not who:
        return list(work.run(_OLDER, values).all())
    return list(work.run(_OF_ONE, {**values, "by_whom": who}).all())
