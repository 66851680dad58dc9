"""Records due for a look: who was asked, who answered "vẫn đúng", by which source."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from knowledge.catalogue import review_is_near
from knowledge.catalogue_store.rows import bodies, known_versions, local_day, read_body
from knowledge.catalogue_store.tables import Recheck
from knowledge.catalogue_store.versions import Origin, write_versions
from knowledge.procedures import Procedure, Rank
from knowledge.versions import standing_on

SOON: Final = timedelta(days=14)
"""How long before a record's day officers are asked."""


class Records(Protocol):
    """The records of a day: the catalogue, or what a ward knows."""

    @property
    def on(self) -> date: ...  # noqa: D102 - as in the catalogue
    @property
    def versions(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def stale(self) -> Set[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Due:
    """A record to look at, and why."""

    procedure: Procedure
    version: int
    stale: bool
    """Already said with a reservation; otherwise it will be soon."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An officer's word that a record is still right."""

    commune: str
    code: str
    by: str
    source: str
    review_by: date | None = None
    """When it must be looked at next, if the officer says so."""


def due_for_recheck(
    catalogue: Records, procedures: Iterable[Procedure], within: timedelta = SOON
) -> tuple[Due, ...]:
    """Active records whose day has passed or is near, in the order given."""
    return tuple(
        Due(procedure, catalogue.versions[procedure.code], procedure.code in catalogue.stale)
        for procedure in procedures
        if review_is_near(procedure, catalogue.on, within)
    )


def answered_since(session: Session, since: datetime) -> frozenset[str]:
    """Codes somebody has looked at from a moment on."""
    found = select(col(Recheck.code)).where(col(Recheck.answered_at) >= since)
    return frozenset(session.execute(found).scalars())


def confirm(session: Session, confirmation: Confirmation, now: datetime) -> int | None:
    """Record that a record is still right: a new version of officer's rank, checked today.

    Returns the version's number, None when the code has no record.
    """
    today = local_day(now)
    known = known_versions(session, [confirmation.code]).get(confirmation.code, [])
    standing = standing_on([one.span for one in known], today)
    if standing is None:
        return None
    row = next(one for one in known if one.span.version == standing.version)
    procedure = read_body(bodies(session, [row.id])[row.id])
    confirmed = procedure.model_copy(
        update={
            "checked_on": today,
            "review_by": _next_review(procedure, confirmation, today),
            "source": _with_source(procedure.source, confirmation, today),
        }
    )
    (written,) = write_versions(session, [confirmed], Origin(Rank.OFFICER, confirmation.by), now)
    session.add(
        Recheck(
            commune=confirmation.commune,
            code=confirmation.code,
            version=standing.version,
            made_version=written.version,
            answered_at=now,
            answered_by=confirmation.by,
            source=confirmation.source,
        )
    )
    session.flush()
    return written.version


def _next_review(procedure: Procedure, confirmation: Confirmation, today: date) -> date | None:
    """The officer's date, else the record's own while it lies ahead."""
    if confirmation.review_by is not None:
        return confirmation.review_by
    own = procedure.review_by
    return own if own is not None and own > today else None


def _with_source(source: str | None, confirmation: Confirmation, today: date) -> str:
    said = f"{confirmation.source} (cán bộ đối chiếu {today:%d/%m/%Y})"
    return f"{source}; {said}" if source and confirmation.source not in source else said
