"""Recipients of a broadcast that were to get a copy and have none."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from handlers.broadcast import Broadcast
from handlers.store.audiences import LACKING
from handlers.store.tables import OutboxRow, table_of
from handlers.store.unit_of_work import Work

_OUTBOX = table_of(OutboxRow)
_NUMBER = select(func.count()).where(_OUTBOX.c.broadcast == bindparam("number"))


def number(work: Work, broadcast: Broadcast) -> int:
    """How many copies there are, whatever became of them: read from an index alone."""
    return int(work.run(_NUMBER, {"number": broadcast.id}).scalar_one())


def people(work: Work, broadcast: Broadcast, now: datetime, most: int) -> list[str]:
    """Whom it is for without a copy, in order of their ids: the whole audience is read for it."""
    way = {"after": "", "most": most, "prefix": broadcast.prefix}
    rows = work.run(LACKING[broadcast.audience], {**broadcast.whom(now), **way})
    return [str(one) for one in rows.scalars()]
