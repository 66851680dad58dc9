"""Templates Zalo still takes by phone today, as it last told; one row an account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update

from handlers.store.inserting import insert_new
from handlers.store.tables import ZaloPhoneQuotaRow, table_of
from handlers.store.unit_of_work import Work
from knowledge.calendar import local

_ROW = table_of(ZaloPhoneQuotaRow)
_COLUMNS: Final = ("endpoint", "daily", "remaining", "told_at")
_mine = _ROW.c.endpoint == bindparam("of_endpoint")
_STANDS = select(_ROW.c.daily, _ROW.c.remaining, _ROW.c.told_at).where(_mine)
_TELL = (
    update(_ROW)
    .where(_mine)
    .values(daily=bindparam("each_day"), remaining=bindparam("still"), told_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Today:
    """What Zalo told today."""

    daily: int | None
    """Templates a day; None: it only said that none is left."""
    remaining: int


def today(work: Work, endpoint: str, now: datetime) -> Today | None:
    """What is known of today; None when Zalo has not told today."""
    row = work.run(_STANDS, {"of_endpoint": endpoint}).first()
    if row is None or local(row.told_at).date() != local(now).date():
        return None
    return Today(row.daily, row.remaining)


def told(work: Work, endpoint: str, daily: int | None, remaining: int, now: datetime) -> None:
    """So many are left, says Zalo; of answers that cross, the one that leaves fewer is the later.

    Without `daily`, what it told of that today stands.
    """
    row = {"endpoint": endpoint, "daily": daily, "remaining": remaining, "told_at": now}
    work.run(insert_new(_ROW, work.dialect, _COLUMNS), row)
    before = today(work, endpoint, now)
    if before is not None:
        remaining = min(remaining, before.remaining)
        daily = before.daily if daily is None else daily
    values = {"of_endpoint": endpoint, "each_day": daily, "still": remaining, "now": now}
    work.run(_TELL, values)
