"""Which database this is, how far it has sent, and whether it waits for a person."""

from datetime import datetime

from sqlmodel import Field

from handlers.store.tables.keeping import keep
from knowledge.rows import Row


class GuardRow(Row, table=True):
    """One row: what tells a database restored from a backup from the one that went on."""

    __tablename__ = "guard"
    __table_args__ = ({"info": keep("one row, no personal data")},)

    id: int = Field(primary_key=True)
    installation: str
    beats: int
    """Grows before anything leaves; a file outside the database keeps the highest it has seen.
    On PostgreSQL the sequence `guard_beat` does, for which no sender waits."""
    alive_at: datetime
    """When a process last said that it runs on this database."""
    held_at: datetime | None = None
    """Since when nothing of before leaves: somebody has to say what may."""
    why: str = ""
    left_until: datetime | None = None
    """What was due until then may have left already."""
    restored_until: datetime | None = None
    """Set by who decided: notices of moments up to then are not told again."""
