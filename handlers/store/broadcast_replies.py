"""Which broadcast somebody answers: by the message replied to, or by what they got last."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, bindparam, exists, literal, select

from handlers.feedback.news_ports import FRESH, SentNews
from handlers.messages import Address, Paragraph
from handlers.store.codec import reply_from_json
from handlers.store.states import InboundStatus, OutboxStatus
from handlers.store.tables import InboundRow, OutboxRow, table_of
from handlers.store.unit_of_work import Store, Work

_OUTBOX = table_of(OutboxRow)
_INBOUND = table_of(InboundRow)
_ARRIVED: Final = (OutboxStatus.SENT, OutboxStatus.DELIVERED, OutboxStatus.UNKNOWN)
_mine = (
    _OUTBOX.c.contact == bindparam("contact"),
    _OUTBOX.c.broadcast.is_not(None),
    _OUTBOX.c.status.in_(_ARRIVED),
)
_quoted = literal('%"', String) + bindparam("provider_id", type_=String) + literal('"%', String)
_OF_MESSAGE = select(_OUTBOX.c.broadcast).where(
    _OUTBOX.c.contact == bindparam("contact"),
    _OUTBOX.c.broadcast.is_not(None),
    _OUTBOX.c.provider_ids.like(_quoted),
)
_OF_NUMBER = select(_OUTBOX.c.broadcast, _OUTBOX.c.body, _OUTBOX.c.finished_at).where(
    *_mine, _OUTBOX.c.broadcast == bindparam("number")
)
_said_since = exists().where(
    _INBOUND.c.contact == _OUTBOX.c.contact,
    _INBOUND.c.received_at > _OUTBOX.c.finished_at,
    _INBOUND.c.status != InboundStatus.STORED,
)
_LATELY = (
    select(_OUTBOX.c.broadcast, _OUTBOX.c.body, _OUTBOX.c.finished_at)
    .where(*_mine, _OUTBOX.c.finished_at >= bindparam("since"), ~_said_since)
    .order_by(_OUTBOX.c.seq.desc())
    .limit(1)
)


def of_message(work: Work, contact: str, provider_id: str) -> int | None:
    """The broadcast whose copy in this chat has this id of the channel."""
    values = {"contact": contact, "provider_id": provider_id}
    found: int | None = work.run(_OF_MESSAGE, values).scalar()
    return found


def sent(work: Work, contact: str, number: int) -> SentNews | None:
    """The broadcast of this number as this chat got it; None: it did not, or it is forgotten."""
    return _read(work.run(_OF_NUMBER, {"contact": contact, "number": number}))


def lately(work: Work, contact: str, now: datetime) -> SentNews | None:
    """The broadcast this chat got within a day and has written nothing after."""
    return _read(work.run(_LATELY, {"contact": contact, "since": now - FRESH}))


class StoredNews:
    """The `NewsSent` of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def answered(self, address: Address, number: int) -> SentNews | None:
        """The broadcast of this number, if this chat got it."""
        with self._store.glance() as work:
            return sent(work, address.contact, number)

    def lately(self, address: Address, now: datetime) -> SentNews | None:
        """The broadcast this chat got within a day and has written nothing after."""
        with self._store.glance() as work:
            return lately(work, address.contact, now)


def _read(rows: Any) -> SentNews | None:  # noqa: ANN401 - result rows
    row = rows.first()
    if row is None or row.body is None or row.finished_at is None:
        return None
    return SentNews(int(row.broadcast), _words(row.body), row.finished_at)


def _words(body: str) -> str:
    """The first words of the letter, which stand between its heading and why it came."""
    said = [one.text for one in reply_from_json(body).blocks if isinstance(one, Paragraph)]
    return " ".join(said[0].split()) if said else ""
