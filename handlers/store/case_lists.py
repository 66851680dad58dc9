"""Statements of lists of cases: narrow rows to choose from, words only of what is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, or_, select

from handlers.store.cases import Row
from handlers.store.tables import CaseRow, table_of
from handlers.store.unit_of_work import Work
from knowledge.feedback.states import OPEN, About, CaseState

_CASE = table_of(CaseRow)
_COLUMNS: Final = (
    "id", "commune", "day", "number", "kind", "state", "urgent", "anonymous", "unit", "officer",
    "about", "about_officer", "named", "received_at", "answer_due", "waiting_since", "pauses",
    "reopened_at",
)  # fmt: skip
_TEXTS = select(_CASE.c.id, _CASE.c.matter).where(_CASE.c.id.in_(bindparam("ids", expanding=True)))

_OF_KIND = (
    select(*(_CASE.c[name] for name in (*_COLUMNS, "matter", "answered_at")))
    .where(
        _CASE.c.commune == bindparam("of_commune"),
        _CASE.c.kind == bindparam("of_kind"),
        _CASE.c.id < bindparam("before"),
    )
    .order_by(_CASE.c.id.desc())
    .limit(bindparam("most"))
)

_BESIDE = (
    select(*(_CASE.c[name] for name in (*_COLUMNS, "matter", "place")))
    .where(
        _CASE.c.commune == bindparam("of_commune"),
        or_(*(_CASE.c.state == state.value for state in sorted(OPEN))),
        _CASE.c.kind == bindparam("of_kind"),
        _CASE.c.anonymous == bindparam("nameless"),
        _CASE.c.about == About.NOBODY.value,
        _CASE.c.named == "[]",
        _CASE.c.received_at.between(bindparam("since"), bindparam("until")),
        _CASE.c.id != bindparam("this"),
    )
    .order_by(_CASE.c.received_at.desc())
    .limit(bindparam("most"))
)
MOST_BESIDE: Final = 200
"""Cases one is compared with: more of one kind are not open in a ward."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: an officer who leads nothing is given only what may be theirs."""

    commune: str
    states: frozenset[CaseState]
    me: int | None = None
    """None: every row."""
    units: tuple[str, ...] = ()
    stands_in: tuple[int, ...] = ()
    """Officers away, whose work they have."""
    words: bool = False
    """Matter and place too, to be searched."""


@lru_cache(maxsize=256)
def _statement(asked: Asked, *, back: bool) -> Select[Any]:
    """One of the few lists there are, built once; no `IN`, so that it is run prepared."""
    names = (*_COLUMNS, "matter", "place") if asked.words else _COLUMNS
    found = select(*(_CASE.c[name] for name in names)).where(
        _CASE.c.commune == asked.commune,
        or_(*(_CASE.c.state == state.value for state in sorted(asked.states))),
    )
    if asked.me is not None:
        hands = (_CASE.c.officer == one for one in (asked.me, *asked.stands_in))
        units = (_CASE.c.unit == unit for unit in asked.units)
        found = found.where(or_(*hands, *units))
    if not back:
        return found
    older = found.where(_CASE.c.id < bindparam("before"))
    return older.order_by(_CASE.c.id.desc()).limit(bindparam("most"))


def rows(work: Work, asked: Asked) -> list[Row]:
    """All of them."""
    return list(work.run(_statement(asked, back=False)).all())


def older(work: Work, asked: Asked, before: int, most: int) -> list[Row]:
    """The newest below an id."""
    values = {"before": before, "most": most}
    return list(work.run(_statement(asked, back=True), values).all())


def texts(work: Work, ids: Iterable[int]) -> dict[int, str]:
    """Matters by id, of one page."""
    found = work.run(_TEXTS, {"ids": list(ids)}).all()
    return {row.id: row.matter or "" for row in found}


def beside(work: Work, row: Row, since: datetime, until: datetime) -> list[Row]:
    """Open cases of the same kind that came about the same time, both named or both not.

    None is about anybody: such a one is kept apart from every other.
    """
    values = {
        "of_commune": row.commune, "of_kind": row.kind, "nameless": bool(row.anonymous),
        "since": since, "until": until, "this": row.id, "most": MOST_BESIDE,
    }  # fmt: skip
    return list(work.run(_BESIDE, values).all())


def of_kind(work: Work, commune: str, kind: str, before: int, most: int) -> list[Row]:
    """The newest of one kind below an id, whatever their state, with their words."""
    values = {"of_commune": commune, "of_kind": kind, "before": before, "most": most}
    return list(work.run(_OF_KIND, values).all())
