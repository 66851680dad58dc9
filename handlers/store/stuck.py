"""Messages nobody sends: due long since while nothing leaves, or lost with their sender."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select, tuple_

from handlers.store import outbox_statements as sql
from handlers.store.states import OutboxStatus
from handlers.store.tables import EndpointRow, OutboxRow, table_of
from handlers.store.unit_of_work import Work

LONG: Final = timedelta(minutes=30)
"""Due so long while nothing of its class left: no channel is open, or its sender died. A try that
is put back moves what is due forward, so a row that was tried before counts like any other."""

_OUTBOX = table_of(OutboxRow)
_ENDPOINT = table_of(EndpointRow)
_before = bindparam("before", type_=_OUTBOX.c.due.type)
_left = (_OUTBOX.c.finished_at >= _before, _OUTBOX.c.status != OutboxStatus.EXPIRED.value)
_class = (_OUTBOX.c.endpoint, _OUTBOX.c.priority)
_moving = select(*_class).where(*_left).distinct()
"""Endpoints and priorities of which something left. An answer goes out with the turn it answers, so
it says nothing about what the sweep has to send; and what only ran out has not left."""
_waiting = and_(
    _OUTBOX.c.status == sql.QUEUED,
    _OUTBOX.c.due <= _before,
    _OUTBOX.c.expires_at > bindparam("now"),
    tuple_(*_class).not_in(_moving),
)
"""A long broadcast has copies that wait for hours in good order: others of it leave meanwhile."""
_lost = and_(_OUTBOX.c.status == sql.SENDING, _OUTBOX.c.lease <= _before)


def _of(condition: ColumnElement[bool], since: ColumnElement[Any]) -> Select[Any]:
    """Each condition apart, over the index of the rows that still matter: a month lies behind."""
    return (
        select(
            _ENDPOINT.c.id,
            _ENDPOINT.c.channel,
            func.count().label("number"),
            func.min(since).label("since"),
        )
        .join(_OUTBOX, _ENDPOINT.c.id == _OUTBOX.c.endpoint)
        .where(_ENDPOINT.c.commune == bindparam("of_commune"), condition)
        .group_by(_ENDPOINT.c.id, _ENDPOINT.c.channel)
    )


_here = _OUTBOX.c.endpoint == _ENDPOINT.c.id
_mine = _OUTBOX.c.broadcast == bindparam("number")
_overdue = and_(
    _mine,
    _OUTBOX.c.due != _OUTBOX.c.expires_at,  # a paused one rests
    _OUTBOX.c.status == sql.QUEUED,
    _OUTBOX.c.due <= _before,
)
_standing = select(_ENDPOINT.c.id).where(
    exists(select(_OUTBOX.c.id).where(_here, _overdue)),
    ~exists(select(_OUTBOX.c.id).where(_here, _mine, *_left)),
)
_COPIES = select(func.count()).where(_overdue, _OUTBOX.c.endpoint.in_(_standing))
_STUCK = (_of(_waiting, _OUTBOX.c.due), _of(_lost, _OUTBOX.c.lease))


@dataclass(frozen=True, slots=True)
class Stuck:
    """So many messages of an endpoint go nowhere."""

    endpoint: str
    channel: str
    number: int
    since: datetime


def stuck(work: Work, commune: str, now: datetime) -> list[Stuck]:
    """By endpoint, what nobody sends."""
    values = {"of_commune": commune, "before": now - LONG, "now": now}
    found: dict[str, Stuck] = {}
    for row in (one for statement in _STUCK for one in work.run(statement, values)):
        had = found.get(row.id)
        number, since = int(row.number), row.since
        if had is not None:
            number, since = number + had.number, min(since, had.since)
        found[row.id] = Stuck(row.id, row.channel, number, since)
    return [found[endpoint] for endpoint in sorted(found)]


def stuck_copies(work: Work, number: int, before: datetime) -> int:
    """Copies of a broadcast due since before a moment, on endpoints none of it left by since then.

    Each channel counts by itself: one that moves says nothing about another.
    """
    return int(work.run(_COPIES, {"number": number, "before": before}).scalar_one())
