"""What came in and where each conversation stands."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from handlers.messages import FileState
from handlers.store.states import FileKeeping, InboundStatus
from handlers.store.tables.keeping import Purge, Rule, keep
from knowledge.rows import Row, index_over


class InboundRow(Row, table=True):
    """One thing a person sent, stored before it is confirmed to the channel."""

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("endpoint", "external_id", name="uq_inbound_endpoint_external_id"),
        index_over("status = 'stored'", "ix_inbound_waiting", "contact", "id"),
        index_over("speaker is not null", "ix_inbound_speaker", "speaker"),
        {
            "sqlite_autoincrement": True,  # ids name outbox keys and must never come back
            "info": keep("to handle and to repair: 30 days", Rule("received_at", 30)),
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    endpoint: str = Field(foreign_key="endpoint.id")
    external_id: str
    contact: str = Field(foreign_key="contact.id", index=True)
    speaker: str | None = None
    """Of a group: the contact of who spoke, if they ever wrote alone."""
    payload: str | None
    """The inbound as JSON; null once erased."""
    status: str = InboundStatus.STORED
    attempts: int = 0
    error: str | None = None
    """Class name of the last failure, never its message."""
    received_at: datetime = Field(index=True)
    said_at: datetime | None = None
    """When the person did it, as the channel told; never after `received_at`."""
    handled_at: datetime | None = None


class SetAsideRow(Row, table=True):
    """Something that could not be read or taken in, as it came; written before it is confirmed."""

    __tablename__ = "set_aside"
    __table_args__ = (
        UniqueConstraint("endpoint", "external_id", name="uq_set_aside_endpoint_external_id"),
        {
            "sqlite_autoincrement": True,
            "info": keep("to be read after an upgrade: 30 days", Rule("received_at", 30)),
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    endpoint: str = Field(foreign_key="endpoint.id")
    external_id: str
    chat: str | None = None
    """The channel's id, not a contact: who never wrote has none."""
    speaker: str | None = None
    raw: str | None
    reason: str
    received_at: datetime = Field(index=True)


class AttachmentRow(Row, table=True):
    """A file a person sent; the bytes live in the file store beside the database."""

    __tablename__ = "attachment"
    __table_args__ = (
        {
            "info": keep(
                "as long as the inbound it came with: 30 days; of a case 24 months",
                Rule("created_at", 30, where=(("keeping", (FileKeeping.INBOUND,)),)),
                Rule("created_at", 730),
            )
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    contact: str = Field(foreign_key="contact.id", index=True)
    inbound: int | None = None
    keeping: str = Field(
        default=FileKeeping.INBOUND, sa_column_kwargs={"server_default": FileKeeping.INBOUND.value}
    )
    """What it belongs to decides how long it is kept."""
    ref: str | None
    name: str | None
    mime: str
    size: int
    sha256: str | None = None
    state: str = FileState.ANNOUNCED
    reason: str | None = None
    """Why it was refused, lost, or not worth keeping, as a word."""
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often its message was begun: counted before, so that a fatal file is given up."""
    created_at: datetime


class ConversationRow(Row, table=True):
    """One chat's state; born with its contact."""

    __tablename__ = "conversation"
    __table_args__ = (
        {
            "info": keep(
                "24 hours after the last message (`expires_at`), counters stay",
                Rule(
                    "expires_at",
                    0,
                    Purge.CLEAR,
                    clears=("draft", "offered", "subject"),
                ),
            )
        },
    )

    contact: str = Field(primary_key=True, foreign_key="contact.id")
    commune: str
    step: str = "idle"
    draft: str | None = None
    offered: str | None = None
    subject: str | None = None
    version: int = 0
    expires_at: datetime | None = Field(default=None, index=True)
    lapsed: bool = False
    """A step or a choice was open when its time ran out; the next answer says so kindly."""
    held_until: datetime | None = None
    held_by: str | None = None
    last_seq: int = 0
    """Highest `seq` given to an outbox row of this contact."""
    last_line: int = 0
    """Highest `seq` given to a transcript line of this contact."""
