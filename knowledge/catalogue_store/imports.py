"""An import: staged in short transactions, seen by nobody, published by one flip."""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from knowledge.catalogue_store.meta import bump, catalogue_version, hold
from knowledge.catalogue_store.rows import KnownVersion, known_versions, local_day
from knowledge.catalogue_store.tables import CatalogueImport, ProcedureVersion
from knowledge.catalogue_store.versions import (
    End,
    Origin,
    Outcome,
    Written,
    end_versions,
    write_versions,
)
from knowledge.procedures import CatalogueState, Procedure, Rank
from knowledge.versions import Admission, admission, place, standing_on

CHUNK: Final = 50
"""Records staged in one transaction: 15 to 40 ms on SQLite; the chat may wait 200 at most."""
ABANDONED_AFTER: Final = timedelta(hours=1)
"""An import still unpublished by then was killed; its rows are cleared by the next one."""

Transaction = Callable[[], AbstractContextManager[Session]]
"""Opens a write transaction that commits when its block ends well."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who imports what."""

    files: tuple[str, ...]
    by: str
    rank: Rank = Rank.IMPORT


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the records of one import."""

    batch: str
    written: tuple[Written, ...]

    def count(self, outcome: Outcome) -> int:
        """How many had this outcome."""
        return sum(one.outcome is outcome for one in self.written)


def run_import(
    transaction: Transaction,
    procedures: Sequence[Procedure],
    source: Source,
    now: datetime,
    report: dict[str, Any] | None = None,
) -> Imported:
    """Stage and publish; whatever goes wrong, the database is left as it was."""
    batch = f"{now:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
    origin = Origin(source.rank, source.by or ", ".join(source.files), batch)
    with transaction() as session:
        before = catalogue_version(session)
        _clear_abandoned(session, now)
        session.add(
            CatalogueImport(
                batch=batch,
                files=", ".join(source.files),
                started_by=source.by,
                started_at=now,
            )
        )
    try:
        written: list[Written] = []
        for at in range(0, len(procedures), CHUNK):
            with transaction() as session:
                written += write_versions(session, procedures[at : at + CHUNK], origin, now)
        with transaction() as session:
            settled = _publish(session, (batch, before), written, now, report or {})
    except BaseException:
        with transaction() as session:
            _discard(session, [batch])
        raise
    return Imported(batch, settled)


def _publish(
    session: Session,
    run: tuple[str, int],
    written: Sequence[Written],
    now: datetime,
    report: dict[str, Any],
) -> tuple[Written, ...]:
    """Let everybody see the batch, deciding anew only if somebody wrote in the meantime."""
    batch, before = run
    hold(session)
    settled, ends = tuple(written), [(one.code, *end) for one in written for end in one.ends]
    if catalogue_version(session) != before:
        settled, ends = _decide_again(session, batch, written, now)
    end_versions(session, ends)
    counts = Counter(one.outcome.value for one in settled)
    session.execute(
        update(CatalogueImport)
        .where(col(CatalogueImport.batch) == batch)
        .values(published_at=now, report=json.dumps({**report, "outcomes": counts}))
    )
    if any(one.outcome is Outcome.PUBLISHED for one in settled):
        bump(session, now)
    return settled


def _decide_again(
    session: Session, batch: str, written: Sequence[Written], now: datetime
) -> tuple[tuple[Written, ...], list[End]]:
    codes = [one.code for one in written if one.outcome is not Outcome.UNCHANGED]
    known = known_versions(session, codes, batch=batch)
    ends: list[End] = []
    settled = tuple(
        _settle(session, one, known.get(one.code, []), (batch, now), ends) for one in written
    )
    return settled, ends


def _settle(
    session: Session,
    one: Written,
    known: Sequence[KnownVersion],
    run: tuple[str, datetime],
    ends: list[End],
) -> Written:
    if one.outcome is not Outcome.PUBLISHED:
        return one
    batch, now = run
    staged = next(k for k in known if k.span.version == one.version)
    others = [k.span for k in known if k.batch != batch]
    current = standing_on(others, local_day(now))
    if admission(staged.span.rank, current.rank if current else None) is Admission.DRAFT:
        _set(session, staged.id, state=CatalogueState.DRAFT.value, effective_from=None)
        return Written(one.code, Outcome.DRAFT, one.version)
    placing = place(others, staged.span.start, staged.span.end)
    if placing.end != staged.span.end:
        _set(session, staged.id, effective_to=placing.end)
    ends += [(one.code, *end) for end in placing.ends]
    return one


def _set(session: Session, version_id: int, **values: object) -> None:
    session.execute(
        update(ProcedureVersion).where(col(ProcedureVersion.id) == version_id).values(values)
    )


def _clear_abandoned(session: Session, now: datetime) -> None:
    query = select(col(CatalogueImport.batch)).where(
        col(CatalogueImport.published_at).is_(None),
        col(CatalogueImport.started_at) < now - ABANDONED_AFTER,
    )
    if batches := list(session.execute(query).scalars()):
        _discard(session, batches)


def _discard(session: Session, batches: Sequence[str]) -> None:
    session.execute(delete(ProcedureVersion).where(col(ProcedureVersion.batch).in_(batches)))
    session.execute(delete(CatalogueImport).where(col(CatalogueImport.batch).in_(batches)))
