"""Statements of the texts broadcasts are written by: names, and versions that are never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from handlers.store.inserting import insert_new
from handlers.store.tables import (
    BroadcastTemplateRow,
    BroadcastTemplateVersionRow,
    table_of,
)
from handlers.store.unit_of_work import Work
from knowledge.text.folding import fold

_ROW = table_of(BroadcastTemplateRow)
_VERSION = table_of(BroadcastTemplateVersionRow)
_COLUMNS = ("commune", "name", "folded", "created_at")
_newest = (
    select(_VERSION.c.template, func.max(_VERSION.c.version).label("version"))
    .group_by(_VERSION.c.template)
    .subquery()
)
_ALL = (
    select(
        _ROW.c.id, _ROW.c.commune, _ROW.c.name, _ROW.c.retired_at,
        _VERSION.c.version, _VERSION.c.words, _VERSION.c.written_by, _VERSION.c.at,
    )
    .join(_newest, _newest.c.template == _ROW.c.id)
    .join(
        _VERSION,
        (_VERSION.c.template == _ROW.c.id) & (_VERSION.c.version == _newest.c.version),
    )
    .where(_ROW.c.commune == bindparam("of_commune"))
    .order_by(_ROW.c.retired_at.is_not(None), _ROW.c.folded)
)  # fmt: skip
_ONE = _ALL.where(_ROW.c.id == bindparam("number"))
_NAMED = _ALL.where(_ROW.c.folded == bindparam("folded"))
_HOLD = select(_ROW.c.id).where(_ROW.c.id == bindparam("number")).with_for_update()
_VERSIONS = (
    select(_VERSION.c.version, _VERSION.c.words, _VERSION.c.written_by, _VERSION.c.at)
    .where(_VERSION.c.template == bindparam("number"))
    .order_by(_VERSION.c.version.desc())
)


@dataclass(frozen=True, slots=True)
class Template:
    """A text as its newest version has it."""

    id: int
    commune: str
    name: str
    retired_at: datetime | None
    version: int
    words: str
    written_by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One version; its words stay as they are."""

    version: int
    words: str
    written_by: int
    at: datetime


def add(work: Work, commune: str, name: str, now: datetime) -> int | None:
    """Write a name down; None when the commune has it already, whatever its marks."""
    row = {"commune": commune, "name": name, "folded": fold(name), "created_at": now}
    made: int | None = work.run(insert_new(_ROW, work.dialect, _COLUMNS), row).scalar()
    return made


def add_version(work: Work, number: int, one: Version) -> None:
    """Write a version down."""
    row = {"template": number, "version": one.version, "words": one.words}
    row |= {"written_by": one.written_by, "at": one.at}
    work.connection.execute(insert(_VERSION).values(**row))


def find(work: Work, commune: str, number: int, *, hold: bool = False) -> Template | None:
    """One by its number; `hold` keeps other writers from it until the commit."""
    if hold:
        work.run(_HOLD, {"number": number})
    return _read(work.run(_ONE, {"of_commune": commune, "number": number}).first())


def named(work: Work, commune: str, name: str) -> Template | None:
    """One by its name, however its marks were typed."""
    return _read(work.run(_NAMED, {"of_commune": commune, "folded": fold(name)}).first())


def listed(work: Work, commune: str) -> list[Template]:
    """All of a commune by name, retired ones last."""
    rows = work.run(_ALL, {"of_commune": commune})
    return [Template(**row._asdict()) for row in rows]


def versions(work: Work, number: int) -> list[Version]:
    """Every version, the newest first."""
    return [Version(**row._asdict()) for row in work.run(_VERSIONS, {"number": number})]


def retire(work: Work, number: int, now: datetime) -> None:
    """Nothing new is written by it."""
    statement = update(_ROW).where(_ROW.c.id == number).values(retired_at=now)
    work.connection.execute(statement)


def _read(row: Any) -> Template | None:  # noqa: ANN401 - a result row
    return None if row is None else Template(**row._asdict())
