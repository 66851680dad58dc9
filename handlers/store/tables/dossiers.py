"""What citizens do about dossiers: look-ups, consent codes for relatives, ratings."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from handlers.store.tables.keeping import Rule, keep


class LookUpRow(SQLModel, table=True):
    """One look-up under one hashed name: of the person who asked, or of the code asked about."""

    __tablename__ = "lookup_attempt"
    __table_args__ = (
        Index("ix_lookup_attempt_name_at", "name", "at"),
        {"info": keep("to stop guessing; keyed hashes only: 90 days", Rule("at", 90))},
    )

    name: str = Field(primary_key=True)
    """Keyed hash; without the key beside the database it names nobody."""
    number: int = Field(primary_key=True)
    """Counts up per name: two processes cannot both write the same try."""
    commune: str
    failed: bool
    at: datetime = Field(index=True)
