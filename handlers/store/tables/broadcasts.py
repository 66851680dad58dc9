"""What the ward writes to many at once, and who asked for it."""

from datetime import date, datetime

from sqlmodel import Field, Index

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class BroadcastRow(Row, table=True):
    """One text to many; what became of each recipient stands in the outbox."""

    __tablename__ = "broadcast"
    __table_args__ = (
        Index("ix_broadcast_commune_state", "commune", "state"),
        Index("uq_broadcast_series_occurrence", "series", "occurrence", unique=True),
        {
            "sqlite_autoincrement": True,
            "info": keep(
                "24 months after it ended; one never sent 24 months",
                Rule("finished_at", 730),
                Rule("created_at", 730, where=(("state", ("draft",)),)),
            ),
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    topic: str
    audience: str
    field: str = ""
    """Of followers: only dossiers of this field; of own limits: the procedure's code."""
    dossier_status: str = ""
    """Of followers: only dossiers in this state."""
    areas: str = "[]"
    """Only people who chose one of these neighbourhoods, as JSON; empty: wherever they live."""
    words: str
    """The text with its fields, as written."""
    values: str = "{}"
    """What the fields stand for, as JSON."""
    version: int = 1
    written_by: int
    """The officer who wrote this version."""
    approved_version: int = 0
    approved_by: int | None = None
    state: str
    reason: str | None = None
    """Why it is paused, when nobody paused it."""
    urgent: bool = False
    due: datetime | None = None
    expires_at: datetime | None = None
    created_at: datetime
    started_at: datetime | None = None
    cursor: str = ""
    """The last contact queued; goes on in the transaction that queued it."""
    queued: int = 0
    queued_at: datetime | None = None
    """When the last recipient was queued."""
    moved_at: datetime | None = None
    """When queueing last went on."""
    finished_at: datetime | None = None
    figures: str | None = None
    """The final report as JSON: numbers only, kept when the outbox has forgotten."""
    summed_at: datetime | None = None
    """When it was written down for good; until then the copies tell more."""
    repeats: str | None = None
    """When it comes again, as JSON; each time is a row of its own."""
    next_on: date | None = None
    series: int | None = None
    """The one that repeats, of a time of it; with `occurrence` nothing is made twice."""
    occurrence: date | None = None
    approved_size: int | None = None
    """Recipients an approval taken over from the one that repeats covers."""
    template: int | None = None
    """The kept text its words are, unchanged; null: words of its own."""
    template_version: int | None = None


class BroadcastRecipientRow(Row, table=True):
    """One row of an officer's file of recipients: a person, or why it has none."""

    __tablename__ = "broadcast_recipient"
    __table_args__ = (
        Index("uq_broadcast_recipient_contact", "broadcast", "contact", unique=True),
        Index("ix_broadcast_recipient_contact", "contact"),
        {"info": keep("60 days after the file was read; its values go at the end", Rule("at", 60))},
    )

    id: int | None = Field(default=None, primary_key=True)
    broadcast: int = Field(foreign_key="broadcast.id")
    line: int
    """As the spreadsheet shows it."""
    who: str
    """A dossier's code, or the last three digits of a number: for the call list."""
    bar: str = ""
    """`handlers.recipient_sheet.Bar`; empty: it goes to the contact."""
    contact: str | None = Field(default=None, foreign_key="contact.id")
    values: str | None = None
    """What the text's fields are for this person, as JSON."""
    at: datetime = Field(index=True)


class SubscriptionRow(Row, table=True):
    """A chat's choice about the commune's news; a stop is kept, so that it holds."""

    __tablename__ = "subscription"
    __table_args__ = ({"info": keep("the choice itself, until the chat is erased")},)

    contact: str = Field(primary_key=True, foreign_key="contact.id")
    commune: str
    muted: str = ""
    """Topics not wanted, each between commas: `,tax,health,`."""
    created_at: datetime | None = None
    """When news was asked for; null: it never was."""
    stopped_at: datetime | None = None
    neighbourhood: str = ""
    """Where they said they live, as the commune's settings name it; empty: not said."""
