"""Writing versions: a new row each time, the earlier one ends the day before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, update
from sqlalchemy.orm import Session
from sqlmodel import col, select

from knowledge.catalogue_store.meta import bump, hold, shipped_hash, shipped_hash_of
from knowledge.catalogue_store.rows import (
    KnownVersion,
    bodies,
    columns_of,
    in_parts,
    known_versions,
    local_day,
    read_body,
)
from knowledge.catalogue_store.tables import ProcedureVersion
from knowledge.comparing import carried_over
from knowledge.procedures import CatalogueState, Procedure, Rank
from knowledge.versions import Admission, VersionSpan, admission, place, standing_on

End = tuple[str, int, date]
"""Code, version, its last day."""

_TABLE: Final = ProcedureVersion.__table__  # type: ignore[attr-defined]
_END: Final = (
    update(_TABLE)
    .where(_TABLE.c.code == bindparam("on_code"), _TABLE.c.version == bindparam("on_version"))
    .values(effective_to=bindparam("last"))
)


class Outcome(StrEnum):
    """What became of a record."""

    PUBLISHED = "published"
    DRAFT = "draft"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Written:
    """One record's outcome and the version it has now."""

    code: str
    outcome: Outcome
    version: int
    ends: tuple[tuple[int, date], ...] = ()
    """Of a staged version: which earlier ones end when it is published, and when."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where records come from: rank, name of the source, and the import that brings them."""

    rank: Rank
    name: str
    batch: str | None = None


def write_versions(
    session: Session, procedures: Sequence[Procedure], origin: Origin, now: datetime
) -> tuple[Written, ...]:
    """Add a version for each record that differs from the last one of the same rank.

    The counter moves when anything a citizen could be told has changed. A staged import (with a
    batch) neither ends the versions before it nor moves the counter: publishing does.
    """
    hold(session)
    known = known_versions(session, [p.code for p in procedures], batch=origin.batch)
    numbers = _highest(session, [p.code for p in procedures])
    results: list[Written] = []
    rows: list[dict[str, Any]] = []
    ended: list[End] = []
    for procedure in procedures:
        written, row, ends = _decide(session, procedure, known.get(procedure.code, []), origin, now)
        if row is not None:
            row["version"] = numbers[procedure.code] = numbers.get(procedure.code, 0) + 1
            rows.append(row)
            staged = origin.batch is not None
            ended += [] if staged else [(procedure.code, *end) for end in ends]
            ends = ends if staged else ()
            written = Written(procedure.code, written.outcome, row["version"], ends)
        results.append(written)
    end_versions(session, ended)
    if rows:
        session.execute(insert(ProcedureVersion), rows)
    if origin.batch is None and any(w.outcome is Outcome.PUBLISHED for w in results):
        bump(session, now)
    return tuple(results)


def upgrade_shipped(
    session: Session, procedures: Sequence[Procedure], now: datetime
) -> tuple[Written, ...]:
    """Load the shipped records that changed since the last time; doing it again does nothing."""
    wanted = shipped_hash_of(procedures)
    hold(session)
    if shipped_hash(session) == wanted:
        return ()
    results = write_versions(session, procedures, Origin(Rank.SHIPPED, "shipped"), now)
    bump(session, now, shipped=wanted, by=0)
    return results


def end_versions(session: Session, ends: Iterable[End]) -> None:
    """Set the last day of versions another one takes over from; their bodies stay as they are."""
    rows = [{"on_code": code, "on_version": version, "last": last} for code, version, last in ends]
    if rows:
        session.connection().execute(_END, rows)


def _highest(session: Session, codes: Sequence[str]) -> dict[str, int]:
    """Highest version of each code; staged ones count, so that numbers never meet."""
    query = select(ProcedureVersion.code, func.max(ProcedureVersion.version)).group_by(
        ProcedureVersion.code
    )
    found: dict[str, int] = {}
    for part in in_parts(codes):
        wanted = query.where(col(ProcedureVersion.code).in_(part))
        found.update((row[0], row[1]) for row in session.execute(wanted))
    return found


def _decide(
    session: Session,
    procedure: Procedure,
    known: list[KnownVersion],
    origin: Origin,
    now: datetime,
) -> tuple[Written, dict[str, Any] | None, tuple[tuple[int, date], ...]]:
    columns = columns_of(procedure)
    last = next((k for k in reversed(known) if k.span.rank is origin.rank), None)
    if last is not None and last.content_hash == columns["content_hash"]:
        return Written(procedure.code, Outcome.UNCHANGED, last.span.version), None, ()
    today = local_day(now)
    spans = [k.span for k in known]
    current = standing_on(spans, today)
    decided = admission(origin.rank, current.rank if current else None)
    row = {
        **columns,
        "rank": origin.rank.value,
        "origin": origin.name,
        "batch": origin.batch,
        "created_at": now,
    }
    if decided is Admission.DRAFT:
        row |= {"state": CatalogueState.DRAFT.value, "effective_from": None, "effective_to": None}
        return Written(procedure.code, Outcome.DRAFT, 0), row, ()
    start = _first_day(session, procedure, known, current, today)
    placing = place(spans, start, procedure.effective_to)
    row |= {
        "state": _stored_state(procedure, start, today).value,
        "effective_from": placing.start,
        "effective_to": placing.end,
    }
    return Written(procedure.code, Outcome.PUBLISHED, 0), row, placing.ends


def _first_day(
    session: Session,
    procedure: Procedure,
    known: list[KnownVersion],
    current: VersionSpan | None,
    today: date,
) -> date | None:
    """When a version starts to hold.

    The first of a code holds since its published date, or ever. A new legal text holds from its
    date, even one that was recorded late; a correction of the same text from the day it is made,
    so that what was told before stays answerable (P-2).
    """
    published = procedure.effective_from
    if current is None:
        return published
    if published is None:
        return today
    earlier = _body_of(session, known, current)
    same_text = earlier is not None and earlier.effective_from == published
    return today if same_text else published


def _body_of(
    session: Session, known: list[KnownVersion], current: VersionSpan | None
) -> Procedure | None:
    if current is None:
        return None
    row = next(k for k in known if k.span.version == current.version)
    return read_body(bodies(session, [row.id])[row.id])


def _stored_state(procedure: Procedure, start: date | None, today: date) -> CatalogueState:
    if procedure.state is CatalogueState.ACTIVE and start is not None and start > today:
        return CatalogueState.FUTURE
    return procedure.state


def accept_draft(session: Session, code: str, by: str, now: datetime) -> int | None:
    """Put the newest draft of a code in force by an officer's decision, as a new version.

    Returns the version's number, None when the newest version is no draft.
    """
    known = known_versions(session, [code]).get(code, [])
    if not known or known[-1].span.state is not CatalogueState.DRAFT:
        return None
    draft = read_body(bodies(session, [known[-1].id])[known[-1].id])
    current = standing_on([one.span for one in known], local_day(now))
    whole = carried_over(draft, _body_of(session, known, current))
    (written,) = write_versions(session, [whole], Origin(Rank.OFFICER, by), now)
    return written.version
