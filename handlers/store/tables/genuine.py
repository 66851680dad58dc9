"""Which check codes were given out, and what people asked about that was not ours."""

from datetime import datetime

from sqlmodel import Field

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class CheckCodeRow(Row, table=True):
    """A check code by keyed digests: nothing of its words, or of who was written to."""

    __tablename__ = "check_code"
    __table_args__ = ({"info": keep("400 days: a year's notices can be checked", Rule("at", 400))},)

    name: str = Field(primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    kind: str
    day: str
    text: str = Field(index=True)
    lines: str
    at: datetime = Field(index=True)


class DoubtRow(Row, table=True):
    """Somebody asked about what we did not write: keyed digests of it and of its asker.

    The asker's is that day's, or the next one's where they asked again within 24 hours.
    """

    __tablename__ = "doubt"
    __table_args__ = ({"info": keep("30 days: a wave of fakes is told", Rule("at", 30))},)

    commune: str = Field(foreign_key="commune.key", primary_key=True)
    day: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    sure: bool
    """False: perhaps only mistyped."""
    at: datetime = Field(index=True)
