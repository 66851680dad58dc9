"""Messages stored and not handled: after a crash, or of a dead process."""

from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, literal_column, or_, select

from handlers.clock import SET_BACK
from handlers.store.inbound import Stored
from handlers.store.tables import InboundRow, table_of
from handlers.store.unit_of_work import Work

_INBOUND = table_of(InboundRow)
# Spelt out in the statement, not bound: only so does the partial index serve it.
_STORED = literal_column("'stored'", String)
_WAITING = (
    select(_INBOUND.c.id, _INBOUND.c.contact)
    .where(
        _INBOUND.c.status == _STORED,
        # Later than now: it came before the clock was set back.
        or_(
            _INBOUND.c.received_at <= bindparam("before"),
            _INBOUND.c.received_at > bindparam("beyond"),
        ),
    )
    .order_by(_INBOUND.c.contact, _INBOUND.c.id)  # as the index of what waits has them
    .limit(bindparam("limit"))
)


def waiting(
    work: Work, now: datetime, older_than: timedelta = timedelta(0), limit: int = 1000
) -> list[Stored]:
    """What is to be taken up, oldest first."""
    values = {"before": now - older_than, "beyond": now + SET_BACK, "limit": limit}
    rows = work.run(_WAITING, values).all()
    return [Stored(str(row.id), row.contact) for row in sorted(rows, key=lambda row: row.id)]
