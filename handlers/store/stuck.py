"""Messages nobody sends: due long since while nothing leaves, or lost with their sender."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, bindparam, case, func, or_, select

from handlers.store.states import OutboxStatus
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
    _OUTBOX.c.status == OutboxStatus.QUEUED.value,
    _OUTBOX.c.attempts == 0,
    _OUTBOX.c.due <= _before,
    _OUTBOX.c.expires_at > bindparam("now"),
    _OUTBOX.c.endpoint.not_in(_moving),
)
"""A long broadcast has copies that wait for hours in good order: something leaves meanwhile."""
_lost = and_(_OUTBOX.c.status == OutboxStatus.SENDING.value, _OUTBOX.c.lease <= _before)
_STUCK = (
    select(
        _ENDPOINT.c.id,
        _ENDPOINT.c.channel,
        func.count().label("number"),
        func.min(case((_lost, _OUTBOX.c.lease), else_=_OUTBOX.c.due)).label("since"),
    )
    .join(_ENDPOINT, _ENDPOINT.c.id == _OUTBOX.c.endpoint)
    .where(_OUTBOX.c.commune == bindparam("of_commune"), or_(_untried, _lost))
    .group_by(_ENDPOINT.c.id, _ENDPOINT.c.channel)
    .order_by(_ENDPOINT.c.id)
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """So many messages of an endpoint go nowhere."""

    endpoint: str
    channel: str
    number: int
    since: datetime


def stuck(work: Work, commune: str, now: datetime) -> list[Stuck]:
    """By endpoint, what nobody sends."""
    rows = work.run(_STUCK, {"of_commune": commune, "before": now - LONG, "now": now})
    return [Stuck(row.id, row.channel, int(row.number), row.since) for row in rows]
