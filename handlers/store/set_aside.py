"""What could not be read or taken in: kept once, counted, read again, removed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, select

from handlers.set_aside import Unread
from handlers.store.inserting import insert_new
from handlers.store.tables import EndpointRow, SetAsideRow, table_of
from handlers.store.unit_of_work import Work

AT_ONCE: Final = 50
"""Read together: each may be a megabyte."""

_ROW = table_of(SetAsideRow)
_ENDPOINT = table_of(EndpointRow)
_COLUMNS = ("commune", "endpoint", "external_id", "chat", "speaker", "raw", "reason", "received_at")
_COUNTS = (
    select(
        _ROW.c.endpoint,
        _ROW.c.reason,
        func.count().label("number"),
        func.min(_ROW.c.received_at).label("oldest"),
    )
    .group_by(_ROW.c.endpoint, _ROW.c.reason)
    .order_by(_ROW.c.endpoint, _ROW.c.reason)
)
_AFTER = (
    select(_ROW, _ENDPOINT.c.channel, _ENDPOINT.c.account)
    .join(_ENDPOINT, _ENDPOINT.c.id == _ROW.c.endpoint)
    .where(_ROW.c.id > bindparam("after"), _ROW.c.raw.is_not(None))
    .order_by(_ROW.c.id)
    .limit(AT_ONCE)
)
_REMOVE = delete(_ROW).where(_ROW.c.id == bindparam("row_id")).returning(_ROW.c.id)


@dataclass(frozen=True, slots=True)
class Heap:
    """So many of an endpoint for one reason."""

    endpoint: str
    reason: str
    number: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """One of them, to be read again."""

    id: int
    endpoint: str
    channel: str
    account: str
    raw: str
    at: datetime


def keep(work: Work, unread: Unread, commune: str) -> bool:
    """Keep it; False if it was kept before."""
    row = {
        "commune": commune,
        "endpoint": unread.endpoint,
        "external_id": unread.external_id,
        "chat": unread.chat,
        "speaker": unread.speaker,
        "raw": unread.raw,
        "reason": unread.reason,
        "received_at": unread.at,
    }
    return work.run(insert_new(_ROW, work.dialect, _COLUMNS), row).first() is not None


def heaps(work: Work) -> list[Heap]:
    """How many are kept, by endpoint and reason."""
    rows = work.run(_COUNTS).all()
    return [Heap(row.endpoint, row.reason, int(row.number), row.oldest) for row in rows]


def after(work: Work, last: int) -> list[Kept]:
    """The next of those that can be read again, in the order they came."""
    return [_kept(row) for row in work.run(_AFTER, {"after": last}).all()]


def remove(work: Work, number: int) -> bool:
    """It was taken in after all: nothing of it stays here; False if somebody else removed it."""
    work.erased = True
    return work.run(_REMOVE, {"row_id": number}).first() is not None


def _kept(row: Any) -> Kept:  # noqa: ANN401 - a result row
    return Kept(row.id, row.endpoint, row.channel, row.account, row.raw, row.received_at)
