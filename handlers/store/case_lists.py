"""Statements of lists of cases: narrow rows to choose from, words only of what is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, bindparam, or_, select

from handlers.store.cases import Row
from handlers.store.tables import CaseRow, table_of
from handlers.store.unit_of_work import Work
from knowledge.feedback.states import CaseState

_CASE = table_of(CaseRow)
_COLUMNS: Final = (
    "id", "commune", "day", "number", "kind", "state", "urgent", "anonymous", "unit", "officer",
    "about", "about_officer", "named", "received_at", "answer_due", "waiting_since", "pauses",
    "reopened_at",
)  # fmt: skip
_NARROW = select(*(_CASE.c[name] for name in _COLUMNS)).where(
    _CASE.c.commune == bindparam("commune"),
    _CASE.c.state.in_(bindparam("states", expanding=True)),
)
_theirs = or_(
    _CASE.c.officer == bindparam("me"), _CASE.c.unit.in_(bindparam("units", expanding=True))
)
_NEWEST = (_CASE.c.id < bindparam("before"),)


def _older(statement: Select[Any]) -> Select[Any]:
    return statement.where(*_NEWEST).order_by(_CASE.c.id.desc()).limit(bindparam("most"))


_ALL, _THEIRS = _NARROW, _NARROW.where(_theirs)
_ALL_OLDER, _THEIRS_OLDER = _older(_ALL), _older(_THEIRS)
_TEXTS = select(_CASE.c.id, _CASE.c.matter, _CASE.c.place).where(
    _CASE.c.id.in_(bindparam("ids", expanding=True))
)
CHUNK: Final = 400
"""Ids of one statement; SQLite takes some thousand parameters."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: an officer who leads nothing is given only what may be theirs."""

    commune: str
    states: frozenset[CaseState]
    me: int | None = None
    """None: every row."""
    units: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """As the statements are handed them."""
        found: dict[str, Any] = {"commune": self.commune, "states": sorted(self.states)}
        return found if self.me is None else {**found, "me": self.me, "units": list(self.units)}


def rows(work: Work, asked: Asked) -> list[Row]:
    """All of them, without words."""
    return list(work.run(_ALL if asked.me is None else _THEIRS, asked.values).all())


def older(work: Work, asked: Asked, before: int, most: int) -> list[Row]:
    """The newest below an id, without words."""
    statement = _ALL_OLDER if asked.me is None else _THEIRS_OLDER
    return list(work.run(statement, {**asked.values, "before": before, "most": most}).all())


def texts(work: Work, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Matter and place by id."""
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), CHUNK):
        for row in work.run(_TEXTS, {"ids": wanted[start : start + CHUNK]}).all():
            found[row.id] = (row.matter or "", row.place or "")
    return found
