"""What was said, counted, run and done: no words of citizens."""

from datetime import date, datetime

from sqlmodel import Field, Index

from handlers.store.tables.keeping import Purge, Rule, keep
from knowledge.rows import Row


class ToldRow(Row, table=True):
    """One answer without its question: for corrections, sampling and reform reports."""

    __tablename__ = "told"
    __table_args__ = (
        Index("ix_told_code_part", "code", "part"),
        {
            "info": keep(
                "24 months for reports; whom it was told is forgotten at `expires_at`",
                Rule("expires_at", 0, Purge.CLEAR, clears=("contact",)),
                Rule("at", 730),
            )
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    channel: str
    contact: str | None = Field(default=None, index=True)
    """The recipient key; null once it has expired or been erased."""
    at: datetime = Field(index=True)
    expires_at: datetime = Field(index=True)
    outcome: str
    code: str | None = None
    version: int | None = None
    part: str | None = None
    value: str | None = None
    confidence: float | None = None
    style: str
    asked_back: bool = False
    abandoned: bool = False
    """Asked back, and the person never chose."""


class CounterRow(Row, table=True):
    """A named count per local day."""

    __tablename__ = "counter"
    __table_args__ = ({"info": keep("numbers only")},)

    commune: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    name: str = Field(primary_key=True)
    count: int = 0


class JobRunRow(Row, table=True):
    """Which slot of which job has run; its insertion decides which process acts."""

    __tablename__ = "job_run"
    __table_args__ = ({"info": keep("so that no slot runs twice: 7 days", Rule("at", 7))},)

    job: str = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    at: datetime


class AuditRow(Row, table=True):
    """Who did what, when; ids only."""

    __tablename__ = "audit"
    __table_args__ = ({"info": keep("accountability: 60 months", Rule("at", 1825))},)

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    who: str
    what: str
    about: str = ""
    at: datetime = Field(index=True)
