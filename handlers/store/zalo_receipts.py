"""Receipts of an Official Account: marked at once, or kept until their message is known as sent.

Zalo is at times quicker than the process that sent: the message is written down within its lease
of half a minute, by whichever process, and the receipt may have come to another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, select

from handlers.store import outbox
from handlers.store.contacts import find_contact
from handlers.store.inserting import insert_new
from handlers.store.tables import ZaloReceiptRow, table_of
from handlers.store.unit_of_work import Work

HOLDS: Final = timedelta(minutes=10)
"""So long a receipt waits, a start in between included; a clerk's own messages are never known."""
SOME: Final = 500
"""Looked at together."""
_OURS: Final = "row:"

_ROW = table_of(ZaloReceiptRow)
_COLUMNS: Final = ("endpoint", "name", "contact", "at")
_WAITING = (
    select(_ROW.c.name, _ROW.c.contact)
    .where(_ROW.c.endpoint == bindparam("of_endpoint"), _ROW.c.at > bindparam("since"))
    .order_by(_ROW.c.at)
    .limit(SOME)
)
_DROP = delete(_ROW).where(
    _ROW.c.endpoint == bindparam("of_endpoint"), _ROW.c.name == bindparam("of_name")
)


@dataclass(frozen=True, slots=True)
class Early:
    """A receipt whose message is not known yet."""

    name: str
    contact: str | None


def of_messages(
    work: Work, endpoint: str, user: str, messages: Sequence[str], now: datetime
) -> bool:
    """Mark a person's messages as delivered; whether some are kept until they are known."""
    contact = find_contact(work, endpoint, user)
    if contact is None:
        return False
    unknown = outbox.mark_delivered(work, contact, messages)
    for name in unknown:
        _keep(work, endpoint, name, contact, now)
    return bool(unknown)


def of_row(work: Work, endpoint: str, row: int, now: datetime) -> bool:
    """The same of a template by phone, named by our own number."""
    if outbox.mark_row_delivered(work, endpoint, row):
        return False
    _keep(work, endpoint, f"{_OURS}{row}", None, now)
    return True


def waiting(work: Work, endpoint: str, now: datetime) -> list[Early]:
    """Those to be tried again."""
    rows = work.run(_WAITING, {"of_endpoint": endpoint, "since": now - HOLDS}).all()
    return [Early(row.name, row.contact) for row in rows]


def settle(work: Work, endpoint: str, early: Sequence[Early]) -> int:
    """Mark those whose message is known by now; how many go on waiting."""
    left = 0
    for one in early:
        if _known(work, endpoint, one):
            work.run(_DROP, {"of_endpoint": endpoint, "of_name": one.name})
        else:
            left += 1
    return left


def _known(work: Work, endpoint: str, one: Early) -> bool:
    if one.contact is None:
        return outbox.mark_row_delivered(work, endpoint, int(one.name.removeprefix(_OURS)))
    return not outbox.mark_delivered(work, one.contact, (one.name,))


def _keep(work: Work, endpoint: str, name: str, contact: str | None, now: datetime) -> None:
    row = {"endpoint": endpoint, "name": name, "contact": contact, "at": now}
    work.run(insert_new(_ROW, work.dialect, _COLUMNS), row)
