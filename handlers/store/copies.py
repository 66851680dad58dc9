"""Statements about a whole database: what a copy of it holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, inspect, select, text
from sqlmodel import SQLModel

from handlers.store import attachments
from handlers.store.tables import (
    AttachmentRow,
    AuditRow,
    CaseRow,
    CommuneRow,
    ContactRow,
    GuardRow,
    InboundRow,
    OfficerRow,
    OutboxRow,
    table_of,
)
from handlers.store.unit_of_work import Work

COUNTED: Final = tuple(
    table_of(row)
    for row in (ContactRow, InboundRow, CaseRow, OutboxRow, AttachmentRow, OfficerRow, AuditRow)
)
"""What an officer can compare with what they know; `dossier` too."""
BACKED_UP: Final = "database.backed_up"
_REVISION = text("SELECT version_num FROM alembic_version")
_SNAPSHOT = text("SELECT pg_export_snapshot()")
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND usename = current_user AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
_SINCE = {
    column.table.name: select(func.count()).where(column > bindparam("moment"))
    for column in (
        table_of(ContactRow).c.created_at,
        table_of(InboundRow).c.received_at,
        table_of(CaseRow).c.received_at,
        table_of(AuditRow).c.at,
    )
}
_COMMUNE = table_of(CommuneRow)
_AUDIT = table_of(AuditRow)
_INSTALLATION = select(table_of(GuardRow).c.installation)
_NEWEST = select(func.max(_AUDIT.c.at)).where(_AUDIT.c.what == bindparam("what"))


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds."""

    revision: str
    communes: tuple[str, ...]
    counts: dict[str, int]
    installation: str
    """As the guard knows it; empty before the first start."""
    tables: tuple[str, ...]
    """Ours, of those that are there; the table of migrations and the guard's sequence too."""


def contents(work: Work) -> Contents | None:
    """Of a database of any version; None where there is none of ours."""
    seen = inspect(work.connection)
    there = set(seen.get_table_names())
    if "alembic_version" not in there:
        return None
    ours = [*sorted(there & set(SQLModel.metadata.tables)), "alembic_version"]
    if work.dialect == "postgresql" and "guard_beat" in seen.get_sequence_names():
        ours.append("guard_beat")
    wanted = [*(one.name for one in COUNTED), "dossier"]
    counts = {name: _count(work, name) for name in wanted if name in there}
    keys = sorted(work.run(select(_COMMUNE.c.key)).scalars()) if "commune" in there else []
    revision = str(work.run(_REVISION).scalar() or "")
    installation = str(work.run(_INSTALLATION).scalar() or "") if "guard" in there else ""
    return Contents(revision, tuple(keys), counts, installation, tuple(ours))


def _count(work: Work, name: str) -> int:
    table = SQLModel.metadata.tables[name]
    return int(work.run(select(func.count()).select_from(table)).scalar() or 0)


def since(work: Work, moment: datetime) -> dict[str, int]:
    """Rows written after a moment, by table; the database must be of this version."""
    values = {"moment": moment}
    return {name: int(work.run(one, values).scalar() or 0) for name, one in _SINCE.items()}


def others(work: Work) -> int:
    """How many other connections our user has to this PostgreSQL database."""
    return int(work.run(_OTHERS).scalar() or 0)


def kept_keys(work: Work) -> set[str]:
    """Keys of the files its rows name; the database must be of this version."""
    return attachments.kept_keys(work)


def snapshot(work: Work) -> str:
    """A name under which PostgreSQL shows another session the same moment."""
    return str(work.run(_SNAPSHOT).scalar())


def last_backup(work: Work) -> datetime | None:
    """When the last backup was made, of this database's own knowledge."""
    found: datetime | None = work.run(_NEWEST, {"what": BACKED_UP}).scalar()
    return found
