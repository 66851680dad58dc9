"""What communes say about procedures, each saying a new row."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from knowledge.catalogue_store.meta import bump, hold
from knowledge.catalogue_store.rows import content_hash, local_day
from knowledge.catalogue_store.tables import OverlayVersion
from knowledge.overlay import Overlay
from knowledge.rows import table_of

_OVERLAY: Final = table_of(OverlayVersion)


def load_overlays(session: Session, commune: str) -> dict[str, Overlay]:
    """What `commune` says today, by code."""
    return {
        code: Overlay.model_validate_json(row.body)
        for code, row in _latest(session, commune).items()
    }


def overlay_on(session: Session, commune: str, code: str, day: date) -> Overlay | None:
    """What `commune` said of `code` on `day`: a later change holds for nothing before it (P-2).

    Before it said anything, what it said first: a ward that fills in its sheet writes down what
    held already.
    """
    query = select(_OVERLAY).where(_OVERLAY.c.commune == commune, _OVERLAY.c.code == code)
    rows = session.execute(query.order_by(_OVERLAY.c.version)).all()
    said = [row for row in rows if local_day(row.created_at) <= day] or rows[:1]
    return Overlay.model_validate_json(said[-1].body) if said else None


def save_overlays(
    session: Session, commune: str, overlays: Iterable[Overlay], origin: str, now: datetime
) -> int:
    """Add what changed; returns how many did and moves the counter if any."""
    hold(session)
    latest = _latest(session, commune)
    rows: list[dict[str, Any]] = []
    for overlay in overlays:
        body = overlay.model_dump_json(exclude_defaults=True)
        earlier = latest.get(overlay.code)
        if earlier is not None and earlier.content_hash == content_hash(body):
            continue
        rows.append(
            {
                "commune": commune,
                "code": overlay.code,
                "version": (earlier.version if earlier else 0) + 1,
                "body": body,
                "content_hash": content_hash(body),
                "origin": origin,
                "created_at": now,
            }
        )
    if rows:
        session.execute(insert(_OVERLAY), rows)
        bump(session, now)
    return len(rows)


def _latest(session: Session, commune: str) -> dict[str, Row[Any]]:
    query = select(_OVERLAY).where(_OVERLAY.c.commune == commune).order_by(_OVERLAY.c.version)
    return {row.code: row for row in session.execute(query)}
