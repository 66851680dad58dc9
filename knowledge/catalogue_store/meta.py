"""The catalogue's counter: every process rebuilds its index when it moves."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.catalogue_store.rows import content_hash, to_body
from knowledge.catalogue_store.tables import CatalogueMeta
from knowledge.procedures import Procedure
from knowledge.rows import table_of

_META: Final = table_of(CatalogueMeta)

_FIRST: Final = {
    "id": 1,
    "version": 0,
    "shipped_hash": "",
    "changed_at": datetime(1970, 1, 1, tzinfo=UTC),
}


def catalogue_version(session: Session) -> int:
    """The counter; 0 before anything was loaded."""
    found: int | None = session.execute(select(_META.c.version)).scalar_one_or_none()
    return found or 0


def hold(session: Session) -> None:
    """Let one writer of the catalogue work at a time; the others wait for its commit.

    On SQLite the write transaction itself does that; on PostgreSQL the counter's row is locked.
    """
    from sqlalchemy.dialects import postgresql, sqlite

    if session.get_bind().dialect.name == "sqlite":
        session.execute(sqlite.insert(_META).values(_FIRST).on_conflict_do_nothing())
        return
    session.execute(postgresql.insert(_META).values(_FIRST).on_conflict_do_nothing())
    session.execute(select(_META.c.version).with_for_update())


def bump(session: Session, now: datetime, *, shipped: str | None = None, by: int = 1) -> None:
    """Move the counter, and note which shipped records are loaded; `hold` comes before."""
    values: dict[str, object] = {"version": _META.c.version + by, "changed_at": now}
    if shipped is not None:
        values["shipped_hash"] = shipped
    session.execute(update(_META).where(_META.c.id == 1).values(values))


def shipped_hash(session: Session) -> str:
    """Hash of the shipped records last loaded."""
    found: str | None = session.execute(select(_META.c.shipped_hash)).scalar_one_or_none()
    return found or ""


def shipped_hash_of(procedures: Iterable[Procedure]) -> str:
    """One hash over all shipped records."""
    return content_hash("\n".join(sorted(to_body(procedure) for procedure in procedures)))
