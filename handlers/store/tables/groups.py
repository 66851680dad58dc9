"""Officers' groups: whose cases a chat works on, what stands there, drafts of answers."""

from datetime import datetime

from sqlalchemy import false
from sqlmodel import Field, Index, UniqueConstraint

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class StaffGroupRow(Row, table=True):
    """A group of officers: made by its one-time code, joined when the code is typed in the chat."""

    __tablename__ = "staff_group"
    __table_args__ = (
        UniqueConstraint("code_hash", name="uq_staff_group_code_hash"),
        Index("ix_staff_group_contact", "contact"),
        {"info": keep("which chat is whose; no person's data")},
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    unit: str = ""
    """Key of the unit whose cases it works on; empty: what has no unit, the one-stop desk's."""
    code_hash: str | None = None
    """Of the code that joins a chat; null once used."""
    made_by: str
    created_at: datetime
    expires_at: datetime
    """Until when the code may be typed."""
    contact: str | None = Field(default=None, foreign_key="contact.id")
    """The group's chat itself, never one of its topics."""
    joined_at: datetime | None = None
    ended_at: datetime | None = None
    ended_why: str = ""
    """`removed`: the bot was put out; `ended`: by the administrator; `replaced`."""
    plain_until: datetime | None = None
    """Topics did not work: until then cases stand in the group itself."""


class GroupPostRow(Row, table=True):
    """A case that stands in a group, and its topic there."""

    __tablename__ = "group_post"
    __table_args__ = (
        Index("ix_group_post_contact_thread", "contact", "thread"),
        {"info": keep("with its case: 24 months", Rule("at", 730))},
    )

    case: int = Field(primary_key=True, foreign_key="feedback_case.id")
    contact: str = Field(primary_key=True, foreign_key="contact.id")
    name: str
    """Of the talk: the case's reference."""
    thread: str | None = None
    """The channel's id of the topic, once it was made."""
    closed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Of the topic: nobody writes there while the case rests."""
    at: datetime = Field(index=True)
    ended_at: datetime | None = None
    """Withdrawn from the group: it may not stand there any more."""


class StaffMenuRow(Row, table=True):
    """The commands a chat of officers was last given."""

    __tablename__ = "staff_menu"
    __table_args__ = ({"info": keep("which menu a chat shows; no person's data")},)

    contact: str = Field(primary_key=True, foreign_key="contact.id")
    shown: str
    """A mark of chat and commands: another one is written."""
    at: datetime


class CaseDraftRow(Row, table=True):
    """An answer being written in a group: many may write at once, so it is no chat's step."""

    __tablename__ = "case_draft"
    __table_args__ = ({"info": keep("until it is sent, at most 3 days", Rule("created_at", 3))},)

    id: str = Field(primary_key=True)
    """Of the message it came in: the same message makes the same draft."""
    case: int = Field(foreign_key="feedback_case.id", index=True)
    officer: int = Field(foreign_key="officer.id")
    words: str
    override: str = ""
    late: str = ""
    created_at: datetime = Field(index=True)
