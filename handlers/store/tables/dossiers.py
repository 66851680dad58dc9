"""What citizens do about dossiers: look-ups, consent codes for relatives, ratings."""

from datetime import datetime

from sqlmodel import Field, Index, UniqueConstraint

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class LookUpRow(Row, table=True):
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


class FollowCodeRow(Row, table=True):
    """A consent code one contact made, so that a relative may follow a dossier (L-5)."""

    __tablename__ = "follow_code"
    __table_args__ = (
        UniqueConstraint("code_hash", name="uq_follow_code_code_hash"),
        {
            "info": keep(
                "the consent: 90 days after it ended at the latest", Rule("holds_until", 90)
            )
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    code_hash: str
    contact: str = Field(foreign_key="contact.id", index=True)
    """Who gave it."""
    dossier: int
    created_at: datetime
    use_by: datetime
    holds_until: datetime = Field(index=True)
    taker: str | None = Field(default=None, index=True)
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class RatingRow(Row, table=True):
    """What the owner of a dossier thinks of how it was handled; without a name (R-2)."""

    __tablename__ = "rating"
    __table_args__ = ({"info": keep("for the reports of two years: 24 months", Rule("at", 730))},)

    dossier: int = Field(primary_key=True)
    commune: str
    score: int
    criterion: str | None = None
    """Of a low score: one of the six groups of the checklist."""
    words: str | None = None
    at: datetime = Field(index=True)
    """Of the first answer; it may be changed for a week."""
