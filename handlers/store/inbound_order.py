"""Which message of a chat is next, and whether it was overtaken: by when each was said."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, bindparam, func, literal_column, or_, select

from handlers.store.tables import (
    ContactRow,
    ConversationRow,
    EndpointRow,
    InboundRow,
    OfficerRow,
    table_of,
)
from handlers.store.unit_of_work import Work

_INBOUND = table_of(InboundRow)
_CONTACT = table_of(ContactRow)
_CONVERSATION = table_of(ConversationRow)
_ENDPOINT = table_of(EndpointRow)
_OFFICER = table_of(OfficerRow)

# Spelt out in the statement, not bound: only so does the index of what waits serve it.
_STORED = literal_column("'stored'", String)

_asked = _INBOUND.alias("asked")
_asked_said = select(_asked.c.said_at).where(_asked.c.id == bindparam("last")).scalar_subquery()
_NEXT = (
    select(
        _INBOUND.c.id,
        _INBOUND.c.endpoint,
        _INBOUND.c.commune,
        _INBOUND.c.contact,
        _INBOUND.c.external_id,
        _INBOUND.c.payload,
        _INBOUND.c.received_at,
        _INBOUND.c.said_at,
        _ENDPOINT.c.channel,
        _CONTACT.c.state,
        _CONTACT.c.chat,
        _CONTACT.c.thread,
        _CONTACT.c.consent,
        _CONTACT.c.seen_at,
        _CONVERSATION.c.step,
        _CONVERSATION.c.draft,
        _CONVERSATION.c.offered,
        _CONVERSATION.c.subject,
        _CONVERSATION.c.version,
        _CONVERSATION.c.expires_at,
        _CONVERSATION.c.lapsed,
        _CONVERSATION.c.held_until,
        _INBOUND.c.speaker,
        _OFFICER.c.id.label("officer"),
        _OFFICER.c.name.label("officer_name"),
        _OFFICER.c.roles,
        _OFFICER.c.superior,
    )
    .join(_ENDPOINT, _ENDPOINT.c.id == _INBOUND.c.endpoint)
    .join(_CONTACT, _CONTACT.c.id == _INBOUND.c.contact)
    .join(_CONVERSATION, _CONVERSATION.c.contact == _INBOUND.c.contact)
    # Who speaks: in a group the one who spoke, else the chat itself. No group is an officer.
    .outerjoin(
        _OFFICER,
        and_(
            _OFFICER.c.contact == func.coalesce(_INBOUND.c.speaker, _INBOUND.c.contact),
            _OFFICER.c.left_at.is_(None),
        ),
    )
    .where(
        _INBOUND.c.contact
        == select(_asked.c.contact).where(_asked.c.id == bindparam("last")).scalar_subquery(),
        _INBOUND.c.status == _STORED,
        or_(
            _INBOUND.c.said_at < _asked_said,
            # Where a channel tells no moment, its order is that of arriving.
            and_(
                func.coalesce(_INBOUND.c.said_at <= _asked_said, True),
                _INBOUND.c.id <= bindparam("last"),
            ),
        ),
    )
    .order_by(_INBOUND.c.said_at.nulls_first(), _INBOUND.c.id)
    .limit(1)
)
_SAID_LATER = (
    select(_INBOUND.c.id)
    .where(
        _INBOUND.c.contact == bindparam("contact"),
        _INBOUND.c.status != _STORED,
        _INBOUND.c.said_at > bindparam("said_at"),
    )
    .limit(1)
)


def next_stored(work: Work, last: str) -> Any | None:  # noqa: ANN401 - a result row
    """The oldest unhandled inbound of the contact of `last`, up to `last`, with its state.

    Oldest by when it was said, where the channel tells: deliveries overtake one another.
    """
    return work.run(_NEXT, {"last": int(last)}).first()


def handled_later(work: Work, contact: str, said_at: datetime) -> bool:
    """Whether something this contact said after that moment was handled already."""
    values = {"contact": contact, "said_at": said_at}
    return work.run(_SAID_LATER, values).scalar() is not None
