"""Joined chats to which a copy of a broadcast does not move."""

from sqlalchemy import bindparam, exists, func, or_, select

from handlers.store.tables import BroadcastRow, ContactRow, OutboxRow, SubscriptionRow, table_of
from handlers.store.unit_of_work import Work

_OUTBOX = table_of(OutboxRow)
_CONTACT = table_of(ContactRow)
_BROADCAST = table_of(BroadcastRow)
_NEWS = table_of(SubscriptionRow)
_own = _CONTACT.alias("own")
_BROADCAST_OF = (
    select(_BROADCAST.c.id, _BROADCAST.c.topic)
    .join(_OUTBOX, _OUTBOX.c.broadcast == _BROADCAST.c.id)
    .where(_OUTBOX.c.id == bindparam("row_id"))
)
_CLOSED = (
    select(_CONTACT.c.id)
    .join(_own, _own.c.person == _CONTACT.c.person)
    .where(
        _own.c.id == bindparam("contact"),
        or_(
            exists().where(  # by the contact's few rows, not by a whole broadcast's
                _OUTBOX.c.contact == _CONTACT.c.id,
                func.coalesce(_OUTBOX.c.broadcast, 0) == bindparam("number"),
            ),
            exists().where(
                _NEWS.c.contact == _CONTACT.c.id,
                or_(_NEWS.c.stopped_at.is_not(None), _NEWS.c.muted.like(bindparam("topic"))),
            ),
        ),
    )
)


def closed_to(work: Work, row_id: int, contact: str) -> frozenset[str]:
    """Chats that get no copy of this row's broadcast: they have one, or want none of it."""
    row = work.run(_BROADCAST_OF, {"row_id": row_id}).first()
    if row is None:
        return frozenset()
    values = {"contact": contact, "number": row.id, "topic": f"%,{row.topic},%"}
    return frozenset(work.run(_CLOSED, values).scalars())
