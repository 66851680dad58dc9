"""What leaves: the outbox, its rates, what became of it, and the web channel's transcript."""

from datetime import datetime

from sqlmodel import Field, Index, UniqueConstraint

from handlers.store.states import AfterCrash, OutboxStatus
from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row, index_over

DONE = tuple(
    str(status)
    for status in OutboxStatus
    if status
    not in {
        OutboxStatus.QUEUED,
        OutboxStatus.SENDING,
        OutboxStatus.WITHHELD,
        OutboxStatus.HELD,
    }
)


class OutboxRow(Row, table=True):
    """One message we promised to send, stored with the reason for sending it."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key", name="uq_outbox_key"),
        UniqueConstraint("contact", "seq", name="uq_outbox_contact_seq"),
        # Over the rows that still matter: the table keeps a month of those that do not.
        index_over("status = 'queued'", "ix_outbox_due", "endpoint", "priority", "due"),
        index_over(
            "status in ('queued', 'sending')", "ix_outbox_open", "contact", "priority", "seq"
        ),
        index_over("status = 'sending'", "ix_outbox_lease", "endpoint", "lease"),
        index_over("status = 'withheld'", "ix_outbox_withheld", "contact"),
        index_over("broadcast is not null", "ix_outbox_broadcast", "broadcast", "status"),
        {
            "sqlite_autoincrement": True,
            "info": keep(
                "30 days after it left or was given up",
                Rule("finished_at", 30, where=(("status", DONE),)),
            ),
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    """Names the reason, so that queueing twice is harmless: `reply:<inbound>:<n>`."""
    commune: str
    endpoint: str = Field(foreign_key="endpoint.id")
    contact: str = Field(foreign_key="contact.id")
    seq: int
    """Order within the contact."""
    kind: str
    priority: int
    due: datetime
    expires_at: datetime
    status: str = OutboxStatus.QUEUED
    lease: datetime | None = None
    """While `sending`: until when the holder may send."""
    holder: str | None = None
    attempts: int = 0
    parts_sent: int = 0
    provider_ids: str = "[]"
    after_crash: str = AfterCrash.RESEND
    body: str | None
    """The `Reply` as JSON; null once erased."""
    reason: str | None = None
    """Why it waits or was given up, as a word."""
    created_at: datetime
    finished_at: datetime | None = Field(default=None, index=True)
    broadcast: int | None = None
    """The broadcast it is a copy of."""


class ChannelRateRow(Row, table=True):
    """A token bucket shared by all senders: of an endpoint (`scope` empty) or a part of it."""

    __tablename__ = "channel_rate"
    __table_args__ = ({"info": keep("numbers only")},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    scope: str = Field(default="", primary_key=True)
    per_second: float
    burst: float
    tokens: float
    filled_at: datetime
    paused_until: datetime | None = None


class CallPlaceRow(Row, table=True):
    """A place for a call on an endpoint, shared by all senders (`handlers.store.call_places`)."""

    __tablename__ = "call_place"
    __table_args__ = ({"info": keep("numbers only")},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    place: int = Field(primary_key=True)
    free_at: datetime
    """The moment it may be used again."""


class ChatPaceRow(Row, table=True):
    """The pace of one chat, held for all processes; a group's topics share one row."""

    __tablename__ = "chat_pace"
    __table_args__ = ({"info": keep("numbers only, of chats just written to", Rule("full_at", 1))},)

    contact: str = Field(primary_key=True, foreign_key="contact.id")
    full_at: datetime
    """The moment the chat may again be sent as much at once as its pace allows."""
    paused_until: datetime | None = None
    paused_at: datetime | None = None
    """When we were told to pause: a later hour than now tells that the clock was set back."""


class SentMessageRow(Row, table=True):
    """A message that names a subject, by the channel's id: replies to it find their case."""

    __tablename__ = "sent_message"
    __table_args__ = (
        Index("ix_sent_message_subject", "contact", "subject"),
        {"info": keep("as long as a case may be answered: 24 months", Rule("at", 730))},
    )

    contact: str = Field(primary_key=True, foreign_key="contact.id")
    provider_id: str = Field(primary_key=True)
    endpoint: str
    subject: str
    outbox_id: int
    at: datetime


class SentFileRow(Row, table=True):
    """A file already uploaded to a channel: its id there, so that it is uploaded once a bot."""

    __tablename__ = "sent_file"
    __table_args__ = ({"info": keep("no longer than the file it copies: 30 days", Rule("at", 30))},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    key: str = Field(primary_key=True)
    """Of the file store."""
    kind: str
    """How it was sent: an id of a picture cannot be sent as a document."""
    file_id: str
    at: datetime = Field(index=True)


class TranscriptRow(Row, table=True):
    """A line of a web chat: what was said (by its inbound) or what we replied."""

    __tablename__ = "transcript"
    __table_args__ = (
        UniqueConstraint("contact", "key", name="uq_transcript_contact_key"),
        {"info": keep("the page's own thread: 30 days", Rule("at", 30))},
    )

    contact: str = Field(primary_key=True, foreign_key="contact.id")
    seq: int = Field(primary_key=True)
    key: str
    """Names the part delivered, so that sending it again adds no line."""
    at: datetime = Field(index=True)
    inbound_id: int | None = None
    reply: str | None = None
    """The `Reply` as JSON."""
