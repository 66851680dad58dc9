"""What was sent to a contact before a message, with what that message answers: read only."""

from typing import Final, NamedTuple

from sqlalchemy import bindparam, select

from handlers.store import outbox_statements as sql
from handlers.store.tables import InboundRow, table_of
from handlers.store.unit_of_work import Work

LOOKED_AT: Final = 12
"""Messages before it: menus further up were spent by what came since."""

_INBOUND = table_of(InboundRow)
_COLUMNS = (sql.OUTBOX.c.key, sql.OUTBOX.c.kind, sql.OUTBOX.c.body, sql.OUTBOX.c.provider_ids)
_ROW = select(sql.OUTBOX.c.contact, sql.OUTBOX.c.seq, sql.OUTBOX.c.reason, *_COLUMNS).where(
    sql.OUTBOX.c.id == bindparam("row_id")
)
_BEFORE = (
    select(*_COLUMNS)
    .where(
        sql.OUTBOX.c.contact == bindparam("of_contact"),
        sql.OUTBOX.c.seq < bindparam("before"),
        sql.OUTBOX.c.status.in_(("sent", "delivered")),
        sql.OUTBOX.c.body.is_not(None),
    )
    .order_by(sql.OUTBOX.c.seq.desc())
    .limit(LOOKED_AT)
)
_PAYLOAD = select(_INBOUND.c.payload).where(_INBOUND.c.id == bindparam("inbound_id"))


class SentRow(NamedTuple):
    """A message that left."""

    key: str
    kind: str
    body: str
    provider_ids: str


class LeavingRow(NamedTuple):
    """A message that leaves just now."""

    contact: str
    seq: int
    reason: str | None
    key: str
    kind: str
    body: str | None
    provider_ids: str


def sent_row(work: Work, row_id: int) -> LeavingRow | None:
    """One message of the outbox."""
    row = work.run(_ROW, {"row_id": row_id}).first()
    return None if row is None else LeavingRow(*row)


def sent_before(work: Work, contact: str, seq: int) -> list[SentRow]:
    """The newest messages that reached a contact before this place, the newest first."""
    rows = work.run(_BEFORE, {"of_contact": contact, "before": seq}).all()
    return [SentRow(*row) for row in rows]


def payload_of(work: Work, inbound_id: str) -> str | None:
    """What a person sent, as it is stored; None once it was erased."""
    if not inbound_id.isdecimal():
        return None
    found: str | None = work.run(_PAYLOAD, {"inbound_id": int(inbound_id)}).scalar()
    return found
