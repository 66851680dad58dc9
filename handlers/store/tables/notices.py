"""Who follows what, whom to remind, and the ledger of every notice promised."""

from datetime import date, datetime

from sqlmodel import Field, UniqueConstraint

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row, index_over


class FollowRow(Row, table=True):
    """A contact that asked to be told about a dossier; stopped by one tap (L-5)."""

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("contact", "dossier", name="uq_follow_contact_dossier"),
        index_over("next_at is not null", "ix_follow_look", "commune", "next_at"),
        {
            "info": keep(
                "while followed; 90 days after it was stopped or the dossier was over",
                Rule("stopped_at", 90),
            )
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    contact: str = Field(foreign_key="contact.id")
    dossier: int = Field(index=True)
    relation: str = "self"
    """`self`, or `relative` by the consent code of the person whose dossier it is."""
    created_at: datetime
    stopped_at: datetime | None = Field(default=None, index=True)
    expires_at: datetime | None = None
    """Of a relative: until when the consent holds."""
    next_at: datetime | None = None
    """The earliest moment a notice may fall due; null: nothing is to come until something moves."""
    looked_at: datetime | None = None
    """When a sweep last looked; null: not since it was followed."""


class ReminderRow(Row, table=True):
    """A citizen's own limit they asked to be reminded of; the day of birth or death is not kept."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("contact", "code", "last_day", name="uq_reminder_contact_code_day"),
        index_over("next_at is not null", "ix_reminder_look", "commune", "next_at"),
        {"info": keep("until the day is over and 30 days more", Rule("last_day", 30))},
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    contact: str = Field(foreign_key="contact.id")
    code: str
    """The procedure."""
    last_day: date = Field(index=True)
    last_open: date
    """The last day before it on which the desk is open."""
    created_at: datetime
    stopped_at: datetime | None = None
    next_at: datetime | None = None


class NoticeRow(Row, table=True):
    """One notice we owed to one contact, and what became of the promise; no words."""

    __tablename__ = "notice"
    __table_args__ = (
        {"info": keep("to count promises kept: 24 months, no names", Rule("at", 730))},
    )

    key: str = Field(primary_key=True)
    """The outbox row has the same key; a warning told in a list to an officer has none."""
    commune: str
    kind: str
    channel: str
    contact: str | None = Field(default=None, index=True)
    dossier: int | None = Field(default=None, index=True)
    state: str
    """`handlers.store.states.NoticeState`."""
    moment: datetime
    at: datetime = Field(index=True)
    """When it was decided."""
