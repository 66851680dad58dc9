"""The catalogue's counter: every process rebuilds its index when it moves."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col, select

from knowledge.catalogue_store.rows import content_hash, to_body
from knowledge.catalogue_store.tables import CatalogueMeta
from knowledge.procedures import Procedure


def catalogue_version(session: Session) -> int:
    """The counter; 0 before anything was loaded."""
    found = session.execute(select(CatalogueMeta.version)).scalar_one_or_none()
    return found or 0


def bump(session: Session, now: datetime, *, shipped: str | None = None, by: int = 1) -> None:
    """Move the counter, and note which shipped records are loaded."""
    values: dict[str, object] = {"version": CatalogueMeta.version + by, "changed_at": now}
    if shipped is not None:
        values["shipped_hash"] = shipped
    moved = session.execute(update(CatalogueMeta).where(col(CatalogueMeta.id) == 1).values(values))
    if moved.rowcount == 0:  # type: ignore[attr-defined]
        session.add(CatalogueMeta(version=by, shipped_hash=shipped or "", changed_at=now))
        session.flush()


def shipped_hash(session: Session) -> str:
    """Hash of the shipped records last loaded."""
    return session.execute(select(CatalogueMeta.shipped_hash)).scalar_one_or_none() or ""


def shipped_hash_of(procedures: Iterable[Procedure]) -> str:
    """One hash over all shipped records."""
    return content_hash("\n".join(sorted(to_body(procedure) for procedure in procedures)))
