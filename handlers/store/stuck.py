"""Messages nobody sends: due long since while nothing leaves, or lost with their sender."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select

from handlers.store import outbox_statements as sql
from handlers.store.tables import EndpointRow, OutboxRow, table_of
from handlers.store.unit_of_work import Work

LONG: Final = timedelta(minutes=30)
"""Due so long without a try while nothing else left: no channel is open, or its sender died."""

_OUTBOX = table_of(OutboxRow)
_ENDPOINT = table_of(EndpointRow)
_before = bindparam("before", type_=_OUTBOX.c.due.type)
_moving = (
    select(_OUTBOX.c.endpoint).where(_OUTBOX.c.finished_at >= _before).distinct().scalar_subquery()
)
_untried = and_(
    _OUTBOX.c.status == sql.QUEUED,
    _OUTBOX.c.attempts == 0,
    _OUTBOX.c.due <= _before,
    _OUTBOX.c.expires_at > bindparam("now"),
    _OUTBOX.c.endpoint.not_in(_moving),
)
"""A long broadcast has copies that wait for hours in good order: something leaves meanwhile."""
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


_STUCK = (_of(_untried, _OUTBOX.c.due), _of(_lost, _OUTBOX.c.lease))


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
