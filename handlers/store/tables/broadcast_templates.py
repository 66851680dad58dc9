"""Texts the ward writes broadcasts by again and again."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from handlers.store.tables.keeping import keep
from knowledge.rows import Row

_OWN = "the ward's own words, no person's data; a broadcast names the version it was written by"


class BroadcastTemplateRow(Row, table=True):
    """A text with fields, under a name; its words stand in its versions."""

    __tablename__ = "broadcast_template"
    __table_args__ = (
        UniqueConstraint("commune", "folded"),
        {"sqlite_autoincrement": True, "info": keep(_OWN)},
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    name: str
    folded: str
    """The name without marks: two that differ by marks alone are one."""
    created_at: datetime
    retired_at: datetime | None = None
    """Nothing new is written by it from then on."""


class BroadcastTemplateVersionRow(Row, table=True):
    """The words of one version; never changed."""

    __tablename__ = "broadcast_template_version"
    __table_args__ = ({"info": keep(_OWN)},)

    template: int = Field(foreign_key="broadcast_template.id", primary_key=True)
    version: int = Field(primary_key=True)
    words: str
    written_by: int
    """The officer who wrote it."""
    at: datetime
