"""What the ward writes to many, on a public page as well."""

from datetime import datetime

from sqlmodel import Field

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class AnnouncementRow(Row, table=True):
    """A broadcast to everybody, marked to be read by anybody."""

    __tablename__ = "announcement"
    __table_args__ = (
        {
            "sqlite_autoincrement": True,
            "info": keep(
                "24 months after it was shown or withdrawn; no person's data",
                Rule("published_at", 730),
                Rule("withdrawn_at", 730),
            ),
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key", index=True)
    broadcast: int = Field(unique=True)
    topic: str
    text: str | None = None
    """As it left, its fields filled; None before it began, and after it was withdrawn."""
    body: str | None = None
    """The same as a reply with its check code, as JSON."""
    marked_by: int
    """The officer who wants it public."""
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None
