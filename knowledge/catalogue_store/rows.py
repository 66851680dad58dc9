"""From values to rows and back, and the queries every other module here shares."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, Select, or_, select
from sqlalchemy.orm import Session

from knowledge.catalogue import name_key
from knowledge.catalogue_store.tables import CatalogueImport, ProcedureVersion
from knowledge.procedures import CatalogueState, Procedure, Rank
from knowledge.rows import table_of
from knowledge.versions import VersionSpan

T = TypeVar("T")
LOCAL: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_MANY: Final = 400
"""Codes in one IN list: well below SQLite's limit of variables."""
VERSION: Final = table_of(ProcedureVersion)
IMPORT: Final = table_of(CatalogueImport)
_LIGHT: Final[Select[*tuple[Any, ...]]] = select(
    VERSION.c.id,
    VERSION.c.batch,
    VERSION.c.content_hash,
    VERSION.c.code,
    VERSION.c.version,
    VERSION.c.rank,
    VERSION.c.state,
    VERSION.c.effective_from,
    VERSION.c.effective_to,
    VERSION.c.replaced_by,
)


def local_day(now: datetime) -> date:
    """The date at the ward."""
    return now.astimezone(LOCAL).date()


def to_body(procedure: Procedure) -> str:
    """The record as JSON, without what says nothing."""
    return procedure.model_dump_json(exclude_defaults=True)


def content_hash(body: str) -> str:
    """Short name of a body; equal bodies need no new version."""
    return hashlib.sha256(body.encode()).hexdigest()[:32]


def columns_of(procedure: Procedure) -> dict[str, Any]:
    """The columns a version repeats from its record, and the record itself."""
    body = to_body(procedure)
    announcement = procedure.announcement
    return {
        "code": procedure.code,
        "announcement": announcement.number if announcement else None,
        "source_url": procedure.source_url,
        "checked_on": procedure.checked_on,
        "review_by": procedure.review_by,
        "replaced_by": procedure.replaced_by,
        "name": procedure.name,
        "name_key": name_key(procedure.name),
        "field": procedure.field,
        "content_hash": content_hash(body),
        "body": body,
    }


class KnownVersion:
    """A stored version without its body."""

    __slots__ = ("batch", "content_hash", "id", "span")

    def __init__(self, row: RowMapping) -> None:
        self.id: int = row["id"]
        self.batch: str | None = row["batch"]
        self.content_hash: str = row["content_hash"]
        self.span = VersionSpan(
            row["code"],
            row["version"],
            Rank(row["rank"]),
            CatalogueState(row["state"]),
            row["effective_from"],
            row["effective_to"],
            row["replaced_by"],
        )


def known_versions(
    session: Session, codes: Iterable[str] | None = None, *, batch: str | None = None
) -> dict[str, list[KnownVersion]]:
    """Published versions by code, and those of the running import `batch` if one is given."""
    query = visible(_LIGHT, batch)
    grouped: dict[str, list[KnownVersion]] = {}
    wanted = (
        [query]
        if codes is None
        else [query.where(VERSION.c.code.in_(part)) for part in in_parts(codes)]
    )
    for row in (row for one in wanted for row in session.execute(one).mappings()):
        known = KnownVersion(row)
        grouped.setdefault(known.span.code, []).append(known)
    for versions in grouped.values():
        versions.sort(key=lambda known: known.span.version)
    return grouped


def visible(query: Select[*tuple[Any, ...]], batch: str | None = None) -> Select[*tuple[Any, ...]]:
    """Leave out what an import has staged and not yet published."""
    published = select(IMPORT.c.batch).where(IMPORT.c.published_at.is_not(None))
    mine = VERSION.c.batch
    seen = or_(mine.is_(None), mine.in_(published))
    return query.where(seen if batch is None else or_(seen, mine == batch))


def bodies(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Bodies by row id."""
    found: dict[int, str] = {}
    for part in in_parts(ids):
        query = select(VERSION.c.id, VERSION.c.body).where(VERSION.c.id.in_(part))
        found.update((row.id, row.body) for row in session.execute(query))
    return found


def read_body(body: str) -> Procedure:
    """The record a body holds."""
    return Procedure.model_validate_json(body)


def in_parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Values in lists short enough for one IN."""
    listed = list(values)
    for at in range(0, len(listed), _MANY):
        yield listed[at : at + _MANY]
