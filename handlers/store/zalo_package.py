"""Messages the package of an Official Account still holds: one row for any number of processes.

Zalo tells how many are left, and that is believed for a while; each message takes one of them
before it leaves. What is on its way while Zalo is asked may not be counted there yet, so it is
taken off what Zalo tells.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, exists, func, insert, select, update

from handlers.store.inserting import insert_new
from handlers.store.tables import ZaloPackageRow, ZaloReservationRow, table_of
from handlers.store.unit_of_work import Work

FLIGHT: Final = timedelta(minutes=2)
"""No message is longer on its way: of an older one the sender died, and Zalo has counted it."""

_ROW = table_of(ZaloPackageRow)
_FLYING = table_of(ZaloReservationRow)
_COLUMNS: Final = ("endpoint", "remaining", "told_at", "landed")
_mine = _ROW.c.endpoint == bindparam("of_endpoint")
_STANDS = select(_ROW.c.remaining, _ROW.c.told_at, _ROW.c.landed).where(_mine)
_HELD = _STANDS.with_for_update()
_ON_THEIR_WAY = (
    select(func.count())
    .select_from(_FLYING)
    .where(_FLYING.c.endpoint == bindparam("of_endpoint"), _FLYING.c.at > bindparam("since"))
)
_TELL = update(_ROW).where(_mine).values(remaining=bindparam("now_left"), told_at=bindparam("now"))
_TAKE = (
    update(_ROW)
    .where(_mine, _ROW.c.remaining > 0)
    .values(remaining=_ROW.c.remaining - 1)
    .returning(_ROW.c.endpoint)
)
_FLY = (
    insert(_FLYING)
    .values(endpoint=bindparam("of_endpoint"), at=bindparam("now"))
    .returning(_FLYING.c.id)
)
_known = exists().where(_FLYING.c.id == bindparam("number"))
_PUT_BACK = update(_ROW).where(_mine, _known).values(remaining=_ROW.c.remaining + 1)
_LAND = update(_ROW).where(_mine).values(landed=_ROW.c.landed + 1)
_EMPTY = update(_ROW).where(_mine).values(remaining=0)
_END = delete(_FLYING).where(_FLYING.c.id == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a package."""

    left: int = 0
    """Messages that may still be taken."""
    told_at: datetime | None = None
    """When Zalo last told."""
    landed: int = 0
    """How many of those taken had gone; `told` wants to know it of the moment Zalo was asked."""


def stands(work: Work, endpoint: str, how: Select[Any] = _STANDS) -> Standing:
    """As it stands now."""
    row = work.run(how, {"of_endpoint": endpoint}).first()
    return Standing() if row is None else Standing(row.remaining, row.told_at, row.landed)


def told(work: Work, endpoint: str, left: int, asked: int, now: datetime) -> int:
    """So many are left, says Zalo, asked when so many had `landed`; what may be taken of them."""
    row = {"endpoint": endpoint, "remaining": 0, "told_at": None, "landed": 0}
    work.run(insert_new(_ROW, work.dialect, _COLUMNS), row)
    held = stands(work, endpoint, _HELD)  # nobody takes one meanwhile
    since = {"of_endpoint": endpoint, "since": now - FLIGHT}
    uncounted = int(work.run(_ON_THEIR_WAY, since).scalar() or 0) + held.landed - asked
    found = max(0, left - uncounted)
    work.run(_TELL, {"of_endpoint": endpoint, "now_left": found, "now": now})
    return found


def take(work: Work, endpoint: str, now: datetime) -> int | None:
    """Reserve a message before it leaves: the reservation's number; None when none is left."""
    if work.run(_TAKE, {"of_endpoint": endpoint}).first() is None:
        return None
    return int(str(work.run(_FLY, {"of_endpoint": endpoint, "now": now}).scalar()))


def went(work: Work, endpoint: str, number: int) -> None:
    """It went, or may have."""
    work.run(_LAND, {"of_endpoint": endpoint})
    work.run(_END, {"number": number})


def kept(work: Work, endpoint: str, number: int) -> None:
    """It surely did not go, or was not counted against the package."""
    work.run(_PUT_BACK, {"of_endpoint": endpoint, "number": number})
    work.run(_END, {"number": number})


def ran_out(work: Work, endpoint: str, number: int) -> None:
    """It went, and was billed: the package held less than was thought."""
    went(work, endpoint, number)
    work.run(_EMPTY, {"of_endpoint": endpoint})
