"""What a gateway reports of messages it took: kept at once, told by the message's row when it may.

A report may come before the row says `sent`, twice, and in any order. A part that arrived has
arrived, whatever is said later; a message arrived when all its parts did, and failed when one did.
What stood as `unknown` is unknown no more.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, or_, select, update

from handlers.store import contacts, joins, outbox
from handlers.store import outbox_statements as sql
from handlers.store.inserting import insert_new
from handlers.store.states import ContactState, OutboxStatus
from handlers.store.tables import ReceiptRow, table_of
from handlers.store.unit_of_work import Work

UNREACHABLE: Final = "unreachable"
"""The reason that ends all we start ourselves with a person, until they write."""
SOME: Final = 200
"""Messages settled in one transaction."""

_ROW = table_of(ReceiptRow)
_COLUMNS: Final = ("outbox", "part", "parts", "endpoint", "arrived", "reason", "settled", "at")
_SETTLED_IN: Final = ("sent", "unknown", "delivered", "failed")
_NAMED: Final = ("sent", "delivered", "failed")
"""Of these it is written down under which ids they left."""
_MESSAGE = (
    select(sql.OUTBOX.c.status, sql.OUTBOX.c.provider_ids)
    .where(
        sql.OUTBOX.c.id == bindparam("row_id"), sql.OUTBOX.c.endpoint == bindparam("of_endpoint")
    )
    .with_for_update()
)
"""The message's row is held from here to the commit: reports of two parts in two transactions of
PostgreSQL would each miss the other, and the message would never count as arrived."""
_CHANGE = (
    update(_ROW)
    .where(
        _ROW.c.outbox == bindparam("row_id"),
        _ROW.c.part == bindparam("of_part"),
        ~_ROW.c.arrived,
        or_(_ROW.c.arrived != bindparam("now_arrived"), _ROW.c.reason != bindparam("why")),
    )
    .values(arrived=bindparam("now_arrived"), reason=bindparam("why"), settled=False)
)
_OPEN = (
    select(_ROW.c.outbox)
    .join(sql.OUTBOX, sql.OUTBOX.c.id == _ROW.c.outbox)
    .where(
        _ROW.c.endpoint == bindparam("of_endpoint"),
        ~_ROW.c.settled,
        sql.OUTBOX.c.status.in_(_SETTLED_IN),
    )
    .distinct()
    .limit(SOME)
)
_OF = select(_ROW.c.part, _ROW.c.parts, _ROW.c.arrived, _ROW.c.reason).where(
    _ROW.c.outbox == bindparam("row_id")
)
_HOLD = select(sql.OUTBOX.c.id).where(sql.OUTBOX.c.id == bindparam("row_id")).with_for_update()
_DONE = update(_ROW).where(_ROW.c.outbox == bindparam("row_id")).values(settled=True)
_FORGET = delete(_ROW).where(_ROW.c.outbox == bindparam("row_id"))
_TELL = (
    update(sql.OUTBOX)
    .where(
        sql.OUTBOX.c.id == bindparam("row_id"),
        sql.OUTBOX.c.status.in_(("sent", "unknown", "failed")),
    )
    .values(status=bindparam("new_status"), reason=bindparam("why"))
    .returning(sql.OUTBOX.c.contact)
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One report about one part of a message."""

    name: str
    """The channel's id of the part, as it was given when it left."""
    outbox: int
    part: int
    parts: int
    arrived: bool
    reason: str = ""


def note(work: Work, endpoint: str, receipt: Receipt, now: datetime) -> bool:
    """Keep a report, and settle its message if that has left; False for no message of this one."""
    key = {"row_id": receipt.outbox, "of_endpoint": endpoint}
    message = work.run(_MESSAGE, key).first()
    if message is None or not _left_as(message, receipt.name):
        return False
    row = {
        "outbox": receipt.outbox,
        "part": receipt.part,
        "parts": receipt.parts,
        "endpoint": endpoint,
        "arrived": receipt.arrived,
        "reason": receipt.reason,
        "settled": False,
        "at": now,
    }
    if work.run(insert_new(_ROW, work.dialect, _COLUMNS), row).first() is None:
        change = {"now_arrived": receipt.arrived, "why": receipt.reason}
        work.run(_CHANGE, {"row_id": receipt.outbox, "of_part": receipt.part, **change})
    if message.status in _SETTLED_IN:
        _settle(work, receipt.outbox, now)
    return True


def waiting(work: Work, endpoint: str) -> Sequence[int]:
    """Messages that have left since something was reported of them."""
    return [int(one) for one in work.run(_OPEN, {"of_endpoint": endpoint}).scalars()]


def settle(work: Work, rows: Sequence[int], now: datetime) -> None:
    """Write down what was reported of these messages."""
    for row in sorted(rows):  # in one order, or two processes would wait for one another
        work.run(_HOLD, {"row_id": row})
        _settle(work, row, now)


def _left_as(message: Any, name: str) -> bool:  # noqa: ANN401 - a result row
    """Whether a message may have left under this id; one still on its way, or in doubt, may."""
    return message.status not in _NAMED or name in json.loads(message.provider_ids)


def _settle(work: Work, row_id: int, now: datetime) -> None:
    found = work.run(_OF, {"row_id": row_id}).all()
    end = _end(found)
    if end is not None:
        status, reason = end
        values = {"row_id": row_id, "new_status": status, "why": reason}
        contact = work.run(_TELL, values).scalar()
        if contact is not None and reason == UNREACHABLE:
            _unreachable(work, row_id, contact, now)
    work.run(_DONE, {"row_id": row_id})


def _unreachable(work: Work, row_id: int, contact: str, now: datetime) -> None:
    """Nothing more is started there; a notice goes to another chat of the same person."""
    contacts.mark_contact(work, contact, ContactState.BLOCKED)
    outbox.hold_pushes(work, contact, UNREACHABLE)
    if joins.take_back(work, row_id, contact, now):
        work.run(_FORGET, {"row_id": row_id})


def _end(found: Sequence[Any]) -> tuple[OutboxStatus, str | None] | None:
    """What all reports of a message come to; None while parts are missing."""
    failed = [one.reason for one in found if not one.arrived]
    if failed:
        reason = UNREACHABLE if UNREACHABLE in failed else failed[0]
        return OutboxStatus.FAILED, reason
    whole = bool(found) and len({one.part for one in found}) >= max(one.parts for one in found)
    return (OutboxStatus.DELIVERED, None) if whole else None
