"""When a person last did something: the most recent of what they sent that is still kept.

Received messages are kept for 30 days, erased ones without their words, so that no second record
of a person's doing is needed. What came late counts from the moment the channel tells: a provider's
window began then, and not when it reached us.
"""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from handlers.store.tables import InboundRow, table_of
from handlers.store.unit_of_work import Work

_INBOUND = table_of(InboundRow)
happened = func.coalesce(_INBOUND.c.said_at, _INBOUND.c.received_at)
"""The moment of what a person did."""
_LAST = select(func.max(happened).label("at")).where(_INBOUND.c.contact == bindparam("contact"))


def last_word(work: Work, contact: str) -> datetime | None:
    """When this contact last did something; None if nothing of the last 30 days."""
    row = work.run(_LAST, {"contact": contact}).first()
    return None if row is None else row.at
