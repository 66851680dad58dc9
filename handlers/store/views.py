"""Read-only lists for the console, `doctor`, health and tests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from handlers.messages import Reply
from handlers.store.codec import reply_from_json
from handlers.store.personal import StoredPersonalRecords
from handlers.store.states import InboundStatus, OutboxStatus
from handlers.store.tables import InboundRow, OutboxRow, table_of
from handlers.store.unit_of_work import Work

__all__ = [
    "Health",
    "Letter",
    "Parked",
    "StoredPersonalRecords",
    "Stuck",
    "given_up",
    "health",
    "letters",
    "parked",
    "stuck",
]

_INBOUND = table_of(InboundRow)
_OUTBOX = table_of(OutboxRow)
_BY_STATUS = select(_OUTBOX.c.status, func.count().label("number")).group_by(_OUTBOX.c.status)
_INBOUND_BY_STATUS = select(_INBOUND.c.status, func.count().label("number")).group_by(
    _INBOUND.c.status
)
_OLDEST = select(func.min(_INBOUND.c.received_at)).where(_INBOUND.c.status == "stored")
_PARKED = (
    select(
        _INBOUND.c.id, _INBOUND.c.endpoint, _INBOUND.c.contact, _INBOUND.c.error,
        _INBOUND.c.received_at,
    )
    .where(_INBOUND.c.status == "parked")
    .order_by(_INBOUND.c.id)
)  # fmt: skip
_LETTERS = (
    select(
        _OUTBOX.c.id, _OUTBOX.c.key, _OUTBOX.c.contact, _OUTBOX.c.seq, _OUTBOX.c.kind,
        _OUTBOX.c.status, _OUTBOX.c.reason, _OUTBOX.c.attempts, _OUTBOX.c.due, _OUTBOX.c.body,
    )
    .order_by(_OUTBOX.c.contact, _OUTBOX.c.seq)
)  # fmt: skip
_OF_CONTACT = _LETTERS.where(_OUTBOX.c.contact == bindparam("contact"))
_GIVEN_UP = _LETTERS.where(_OUTBOX.c.status.in_(("dead", "failed", "unknown", "withheld")))


@dataclass(frozen=True, slots=True)
class Parked:
    """An inbound that failed three times; its words are not shown."""

    id: int
    endpoint: str
    contact: str
    error: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One row of the outbox as people see it."""

    id: int
    key: str
    contact: str
    seq: int
    kind: str
    status: OutboxStatus
    reason: str | None
    attempts: int
    due: datetime
    reply: Reply | None
    """None once erased."""


@dataclass(frozen=True, slots=True)
class Health:
    """How much waits, for health pages and metrics."""

    inbound: dict[InboundStatus, int]
    outbox: dict[OutboxStatus, int]
    oldest_stored: datetime | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """What somebody has to look at."""

    parked: int
    dead: int


def stuck(work: Work) -> Stuck:
    """How many inbounds could not be handled and how many messages could not be sent."""
    found = health(work)
    dead = found.outbox.get(OutboxStatus.DEAD, 0) + found.outbox.get(OutboxStatus.FAILED, 0)
    return Stuck(found.inbound.get(InboundStatus.PARKED, 0), dead)


def parked(work: Work) -> tuple[Parked, ...]:
    """Inbounds that could not be handled, oldest first."""
    return tuple(_parked(row) for row in work.run(_PARKED).all())


def letters(work: Work, contact: str) -> tuple[Letter, ...]:
    """Everything queued for a contact, in its order."""
    return tuple(_letter(row) for row in work.run(_OF_CONTACT, {"contact": contact}).all())


def given_up(work: Work) -> tuple[Letter, ...]:
    """Dead letters, and what was refused, withheld or of unknown fate."""
    return tuple(_letter(row) for row in work.run(_GIVEN_UP).all())


def health(work: Work) -> Health:
    """What waits and what happened, by status."""
    return Health(
        inbound={
            InboundStatus(row.status): row.number for row in work.run(_INBOUND_BY_STATUS).all()
        },
        outbox={OutboxStatus(row.status): row.number for row in work.run(_BY_STATUS).all()},
        oldest_stored=work.run(_OLDEST).scalar(),
    )


def _parked(row: Any) -> Parked:  # noqa: ANN401 - a result row
    return Parked(row.id, row.endpoint, row.contact, row.error, row.received_at)


def _letter(row: Any) -> Letter:  # noqa: ANN401 - a result row
    return Letter(
        id=row.id,
        key=row.key,
        contact=row.contact,
        seq=row.seq,
        kind=row.kind,
        status=OutboxStatus(row.status),
        reason=row.reason,
        attempts=row.attempts,
        due=row.due,
        reply=reply_from_json(row.body) if row.body is not None else None,
    )
