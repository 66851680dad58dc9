"""What is known of messages that are read back from a provider: who wrote, and what we sent."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, or_, select, update

from handlers.messages import Inbound
from handlers.store.tables import InboundRow, OutboxRow, ZaloOaRow, table_of
from handlers.store.unit_of_work import Work

IN_DOUBT: Final = timedelta(hours=1)
"""A message that may have gone went so long after it was queued at most."""

_ROW = table_of(ZaloOaRow)
_INBOUND = table_of(InboundRow)
_OUTBOX = table_of(OutboxRow)
_UNTIL = select(_ROW.c.read_until).where(_ROW.c.endpoint == bindparam("for_endpoint"))
_SET = (
    update(_ROW)
    .where(
        _ROW.c.endpoint == bindparam("for_endpoint"),
        or_(_ROW.c.read_until.is_(None), _ROW.c.read_until < bindparam("till")),
    )
    .values(read_until=bindparam("till"))
)
_BY_ID = select(_INBOUND.c.id).where(
    _INBOUND.c.endpoint == bindparam("of_endpoint"), _INBOUND.c.external_id == bindparam("known_as")
)
_SAID = select(_INBOUND.c.payload).where(
    _INBOUND.c.contact == bindparam("of_contact"),
    _INBOUND.c.received_at.between(bindparam("first"), bindparam("last")),
)
_OURS = (
    select(_OUTBOX.c.id)
    .where(
        _OUTBOX.c.contact == bindparam("of_contact"),
        or_(
            _OUTBOX.c.provider_ids.like(bindparam("holding")),
            # Nobody told us the id of what is in doubt: it may be this very message.
            _OUTBOX.c.status.in_(("unknown", "sending"))
            & _OUTBOX.c.created_at.between(bindparam("first"), bindparam("last")),
        ),
    )
    .limit(1)
)


def read_until(work: Work, endpoint: str) -> datetime | None:
    """Until when everything was read back; None before the first look."""
    found: datetime | None = work.run(_UNTIL, {"for_endpoint": endpoint}).scalar()
    return found


def set_read_until(work: Work, endpoint: str, till: datetime) -> None:
    """Everything until then was read back; it never moves back."""
    work.run(_SET, {"for_endpoint": endpoint, "till": till})


def is_known(
    work: Work, inbound: Inbound, contact: str | None, at: datetime, near: timedelta
) -> bool:
    """Whether this came in already: by its id, or (should ids differ) by the same words then."""
    endpoint = inbound.address.endpoint
    by_id = work.run(_BY_ID, {"of_endpoint": endpoint, "known_as": inbound.external_id})
    if by_id.first() is not None:
        return True
    if contact is None:
        return False
    rows: Sequence[Any] = work.run(
        _SAID, {"of_contact": contact, "first": at - near, "last": at + near}
    ).all()
    return any(_same(row.payload, inbound) for row in rows)


def is_ours(work: Work, contact: str, provider_id: str, at: datetime) -> bool:
    """Whether a message to this contact may be one of ours."""
    values = {
        "of_contact": contact,
        "holding": f'%"{provider_id}"%',
        "first": at - IN_DOUBT,
        "last": at,
    }
    return work.run(_OURS, values).first() is not None


def _same(payload: str | None, inbound: Inbound) -> bool:
    told = json.loads(payload) if payload else {}
    mine = (str(inbound.kind), inbound.text, inbound.action)
    return (told.get("kind"), told.get("text", ""), told.get("action", "")) == mine
