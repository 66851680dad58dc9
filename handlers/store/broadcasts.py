"""Statements of broadcasts: the text and its state. Copies for each recipient: `broadcasting`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.repeats import AHEAD
from handlers.store.audiences import PHONED, SILENT, SIZES, UNWANTED
from handlers.store.codec import dumps
from handlers.store.inserting import insert_new
from handlers.store.tables import BroadcastRow, table_of
from handlers.store.unit_of_work import Work
from handlers.zalo_account import FREE_FOR, WRITES_FOR

_ROW = table_of(BroadcastRow)
_S = BroadcastState
_OF = (_ROW.c.commune == bindparam("of_commune"), _ROW.c.id == bindparam("number"))
_FIND = select(_ROW).where(*_OF)
_HOLD = _FIND.with_for_update()
_WRITTEN = select(_ROW).where(
    _ROW.c.commune == bindparam("of_commune"),
    _ROW.c.written_by == bindparam("by"),
    _ROW.c.created_at == bindparam("at"),
)
_LIST = (
    select(_ROW)
    .where(_ROW.c.commune == bindparam("of_commune"))
    .order_by(_ROW.c.id.desc())
    .limit(bindparam("most"))
)
_TO_DO = (
    select(_ROW.c.id)
    .where(
        _ROW.c.commune == bindparam("of_commune"),
        or_(
            _ROW.c.state.in_((_S.SENDING, _S.PAUSED)),
            (_ROW.c.state == _S.SCHEDULED) & (_ROW.c.due <= bindparam("now")),
            (_ROW.c.state == _S.CANCELLED) & _ROW.c.figures.is_(None),
            (_ROW.c.state == _S.REPEATING) & (_ROW.c.due <= bindparam("soon")),
        ),
    )
    .order_by(_ROW.c.urgent.desc(), _ROW.c.id)
)
_TO_SUM_UP = (
    select(_ROW)
    .where(
        _ROW.c.figures.is_not(None),
        _ROW.c.summed_at.is_(None),
        _ROW.c.started_at <= bindparam("begun_before"),
    )
    .limit(1)
    .with_for_update(skip_locked=True)
)
_WAITING = (
    select(_ROW)
    .where(
        _ROW.c.series == bindparam("of_series"),
        _ROW.c.state.in_((_S.SCHEDULED, _S.PAUSED)),
        _ROW.c.started_at.is_(None),
    )
    .order_by(_ROW.c.id)
    .with_for_update()
)


def add(work: Work, row: Mapping[str, Any]) -> int:
    """Write a draft down; its number."""
    made = work.connection.execute(insert(_ROW).values(**row).returning(_ROW.c.id))
    return int(made.scalar_one())


def add_occurrence(work: Work, row: Mapping[str, Any]) -> int | None:
    """Write down one time of what repeats; None when it is there already."""
    statement = insert_new(_ROW, work.dialect, tuple(row))
    made: int | None = work.run(statement, row).scalar()
    return made


def waiting_of(work: Work, series: int) -> list[Broadcast]:
    """The times of one that repeats that have not begun; held until the commit."""
    return [_read(row) for row in work.run(_WAITING, {"of_series": series})]


def find(work: Work, commune: str, number: int, *, hold: bool = False) -> Broadcast | None:
    """A broadcast by its number; `hold` keeps other writers from it until the commit."""
    statement = _HOLD if hold else _FIND
    row = work.run(statement, {"of_commune": commune, "number": number}).first()
    return None if row is None else _read(row)


def written(work: Work, commune: str, officer: int, at: datetime) -> Broadcast | None:
    """The one an officer wrote down at a moment."""
    row = work.run(_WRITTEN, {"of_commune": commune, "by": officer, "at": at}).first()
    return None if row is None else _read(row)


def newest(work: Work, commune: str, most: int) -> list[Broadcast]:
    """The last ones, newest first."""
    return [_read(row) for row in work.run(_LIST, {"of_commune": commune, "most": most})]


def to_do(work: Work, commune: str, now: datetime) -> list[int]:
    """Numbers of those the job has to look at, urgent ones first."""
    values = {"of_commune": commune, "now": now, "soon": now + AHEAD}
    return [int(one) for one in work.run(_TO_DO, values).scalars()]


def to_sum_up(work: Work, begun_before: datetime) -> Broadcast | None:
    """One that ended, began so long ago and has no figures for good; held until the commit."""
    row = work.run(_TO_SUM_UP, {"begun_before": begun_before}).first()
    return None if row is None else _read(row)


def change(work: Work, broadcast: Broadcast, **values: Any) -> None:  # noqa: ANN401 - columns
    """Set columns of one held before."""
    statement = update(_ROW).where(_ROW.c.id == broadcast.id).values(**values)
    work.connection.execute(statement)


@dataclass(frozen=True, slots=True)
class Size:
    """Recipients on one endpoint by what is known of them: `""` nothing, `paid`, or why barred."""

    endpoint: str
    channel: str
    account: str
    people: Mapping[str, int]


def sizes(work: Work, broadcast: Broadcast, now: datetime) -> list[Size]:
    """How many it would go to now, by endpoint."""
    silence = {"heard_since": now - WRITES_FOR, "free_since": now - FREE_FOR}
    rows = work.run(SIZES[broadcast.audience], {**broadcast.whom(now), **silence}).all()
    found: dict[str, Size] = {}
    for row in rows:
        one = found.get(row.id) or Size(row.id, row.channel, row.account, {})
        found[row.id] = replace(one, people={**one.people, row.bar: int(row.number)})
    return list(found.values())


def unwanted(work: Work, broadcast: Broadcast, now: datetime) -> dict[str, int]:
    """How many it means who do not want it: said stop, or muted its topic."""
    rows = work.run(UNWANTED[broadcast.audience], broadcast.whom(now))
    return {str(row.said): int(row.number) for row in rows}


def silent(work: Work, broadcast: Broadcast, endpoint: str, since: datetime, now: datetime) -> int:
    """How many on an endpoint have not written since a moment."""
    values = {**broadcast.whom(now), "on_endpoint": endpoint, "heard_since": since}
    return int(work.run(SILENT[broadcast.audience], values).scalar_one())


def phoned(work: Work, broadcast: Broadcast, endpoint: str, now: datetime) -> int:
    """How many on an endpoint are silent too long for words, and gave a phone number."""
    values = {**broadcast.whom(now), "on_endpoint": endpoint, "heard_since": now - WRITES_FOR}
    return int(work.run(PHONED[broadcast.audience], values).scalar_one())


def size(work: Work, broadcast: Broadcast, now: datetime) -> int:
    """How many it would go to now, barred ones with them."""
    return sum(sum(one.people.values()) for one in sizes(work, broadcast, now))


def _read(row: Any) -> Broadcast:  # noqa: ANN401 - a result row
    columns = row._asdict()
    columns["values"] = json.loads(columns["values"])
    columns["state"] = BroadcastState(columns["state"])
    columns["audience"] = Audience(columns["audience"])
    columns["areas"] = tuple(json.loads(columns["areas"]))
    columns["urgent"] = bool(columns["urgent"])
    return Broadcast(**columns)


def areas_json(areas: Sequence[str]) -> str:
    """The neighbourhoods of a broadcast as they are kept."""
    return dumps(list(areas))


def values_json(values: Mapping[str, str]) -> str:
    """The fields of a text as they are kept."""
    return dumps(dict(values))
