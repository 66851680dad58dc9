"""Numbers of what waits, for health pages and metrics: each read through an index that is small."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import String, bindparam, func, literal_column, select

from handlers.store.outbox_statements import QUEUED, SENDING, WITHHELD
from handlers.store.states import InboundStatus, OutboxStatus, Priority
from handlers.store.tables import InboundRow, OutboxRow, table_of
from handlers.store.unit_of_work import Work

DAY: Final = timedelta(days=1)

_IN = table_of(InboundRow)
_OUT = table_of(OutboxRow)
# Spelt out: only so does the partial index serve it.
_STORED = literal_column("'stored'", String)
_WAITING = select(func.count().label("number"), func.min(_IN.c.received_at).label("oldest")).where(
    _IN.c.status == _STORED
)
_PARKED = select(func.count()).where(_IN.c.status == "parked")
_by = (_OUT.c.endpoint, _OUT.c.priority, _OUT.c.status)
_OPEN = (
    select(*_by, func.count().label("number"))
    .where(_OUT.c.status.in_((QUEUED, SENDING)))
    .group_by(*_by)
)
_WITHHELD = (
    select(*_by, func.count().label("number")).where(_OUT.c.status == WITHHELD).group_by(*_by)
)
_DUE = (
    select(_OUT.c.endpoint, func.min(_OUT.c.due).label("oldest"))
    .where(_OUT.c.status == QUEUED, _OUT.c.due <= bindparam("now"))
    .group_by(_OUT.c.endpoint)
)
_FINISHED = (
    select(_OUT.c.endpoint, _OUT.c.status, func.count().label("number"))
    .where(_OUT.c.finished_at > bindparam("since"))
    .group_by(_OUT.c.endpoint, _OUT.c.status)
)


@dataclass(frozen=True, slots=True)
class Heap:
    """So many rows of one kind."""

    endpoint: str
    priority: Priority
    status: OutboxStatus
    number: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What waits and what ended lately."""

    inbound: dict[InboundStatus, int]
    """Stored and parked."""
    oldest_stored: datetime | None
    outbox: tuple[Heap, ...]
    """Queued, being sent, withheld."""
    oldest_due: dict[str, datetime]
    """By endpoint."""
    finished: dict[tuple[str, OutboxStatus], int]
    """By endpoint and how it ended, of the last day."""


def figures(work: Work, now: datetime) -> Figures:
    """All of them, at one moment."""
    waiting = work.run(_WAITING).first()
    heaps = [*work.run(_OPEN).all(), *work.run(_WITHHELD).all()]
    finished = work.run(_FINISHED, {"since": now - DAY}).all()
    return Figures(
        inbound={
            InboundStatus.STORED: waiting.number,
            InboundStatus.PARKED: work.run(_PARKED).scalar_one(),
        },
        oldest_stored=waiting.oldest,
        outbox=tuple(_heap(row) for row in heaps),
        oldest_due={row.endpoint: row.oldest for row in work.run(_DUE, {"now": now}).all()},
        finished={(row.endpoint, OutboxStatus(row.status)): row.number for row in finished},
    )


def oldest_stored(work: Work) -> datetime | None:
    """When the oldest message came that is not answered yet."""
    found: datetime | None = work.run(_WAITING).first().oldest
    return found


def _heap(row: Any) -> Heap:  # noqa: ANN401 - a result row
    return Heap(row.endpoint, Priority(row.priority), OutboxStatus(row.status), row.number)
