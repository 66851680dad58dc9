"""Statements of figures as they stood: what a part of a card said, from when until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select, update

from handlers.store.inserting import insert_new
from handlers.store.tables import CardFigureRow, FigureLookRow, table_of
from handlers.store.unit_of_work import Work

_FIGURE = table_of(CardFigureRow)
_LOOK = table_of(FigureLookRow)
_LAST = select(_LOOK.c.version, _LOOK.c.on).where(_LOOK.c.commune == bindparam("of_commune"))
_LOOKED = (
    update(_LOOK)
    .where(_LOOK.c.commune == bindparam("of_commune"))
    .values(version=bindparam("seen_version"), on=bindparam("seen_on"))
)
_columns = (
    _FIGURE.c.id, _FIGURE.c.code, _FIGURE.c.part, _FIGURE.c.value, _FIGURE.c.version,
    _FIGURE.c.since, _FIGURE.c.until,
)  # fmt: skip
_OF = _FIGURE.c.commune == bindparam("of_commune")
_NOW = select(*_columns).where(_OF, _FIGURE.c.until.is_(None))
_PAST = (
    select(*_columns)
    .where(_OF, _FIGURE.c.code == bindparam("of_code"), _FIGURE.c.part == bindparam("of_part"))
    .order_by(_FIGURE.c.since)
)
_END = (
    update(_FIGURE)
    .where(_FIGURE.c.id.in_(bindparam("ids", expanding=True)))
    .values(until=bindparam("ended"))
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a part said, while it said so."""

    id: int
    code: str
    part: str
    lines: tuple[str, ...]
    version: int | None
    since: datetime
    until: datetime | None = None


def last_look(work: Work, commune: str) -> tuple[int, date] | None:
    """The catalogue's version and day the figures were last read from."""
    row = work.run(_LAST, {"of_commune": commune}).first()
    return (int(row.version), row.on) if row is not None else None


def looked(work: Work, commune: str, version: int, on: date) -> None:
    """The figures have been read from this catalogue."""
    row = {"commune": commune, "version": version, "on": on}
    if work.run(insert_new(_LOOK, work.dialect, tuple(row)), row).first() is None:
        work.run(_LOOKED, {"of_commune": commune, "seen_version": version, "seen_on": on})


def in_force(work: Work, commune: str) -> dict[tuple[str, str], Figure]:
    """The figures that are said now, by code and part."""
    rows = work.run(_NOW, {"of_commune": commune})
    return {(row.code, row.part): _read(row) for row in rows}


def past(work: Work, commune: str, code: str, part: str) -> list[Figure]:
    """Everything a part has said, oldest first."""
    values = {"of_commune": commune, "of_code": code, "of_part": part}
    return [_read(row) for row in work.run(_PAST, values)]


def end(work: Work, ids: Sequence[int], now: datetime) -> None:
    """These are said no more."""
    if ids:
        work.run(_END, {"ids": list(ids), "ended": now})


def begin(
    work: Work,
    commune: str,
    found: Iterable[tuple[str, str, tuple[str, ...], int | None]],
    now: datetime,
) -> dict[tuple[str, str], int]:
    """These are said from now on (code, part, lines, version); their numbers."""
    rows = [
        {
            "commune": commune,
            "code": code,
            "part": part,
            "value": "\n".join(lines),
            "version": version,
            "since": now,
        }
        for code, part, lines, version in found
    ]
    if not rows:
        return {}
    made = insert(_FIGURE).returning(_FIGURE.c.id, _FIGURE.c.code, _FIGURE.c.part)
    return {(row.code, row.part): int(row.id) for row in work.connection.execute(made, rows)}


def _read(row: object) -> Figure:
    known = row._asdict()  # type: ignore[attr-defined]
    value = known.pop("value")
    return Figure(lines=tuple(value.split("\n")) if value else (), **known)
