"""Communes, endpoints, contacts, officers, consent: who and where."""

from datetime import date, datetime

from sqlmodel import Field, Index, UniqueConstraint

from handlers.store.states import ContactState
from handlers.store.tables.keeping import Purge, Rule, keep
from knowledge.rows import Row


class CommuneRow(Row, table=True):
    """A commune served by this installation; its key stands on every row of its own."""

    __tablename__ = "commune"
    __table_args__ = ({"info": keep("settings, no personal data")},)

    key: str = Field(primary_key=True)
    name: str
    created_at: datetime


class EndpointRow(Row, table=True):
    """One bot, one OA, one web site."""

    __tablename__ = "endpoint"
    __table_args__ = (
        UniqueConstraint("channel", "account", name="uq_endpoint_channel_account"),
        {"info": keep("settings, no personal data")},
    )

    id: str = Field(primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    channel: str
    account: str
    created_at: datetime


class ReceiverRow(Row, table=True):
    """Which process receives for an endpoint, and until when it need not be asked again."""

    __tablename__ = "receiver"
    __table_args__ = ({"info": keep("one row an endpoint, no personal data")},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    holder: str
    until: datetime


class ContactRow(Row, table=True):
    """One chat on one endpoint. The raw chat id stands here, and in `set_aside`."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("endpoint", "chat", "thread", name="uq_contact_endpoint_chat_thread"),
        {
            "info": keep(
                "needed to answer and to push what was asked for",
                Rule("seen_at", 730, Purge.CLEAR, clears=("chat", "thread", "person")),
                Rule(
                    "erased_at",
                    1,
                    Purge.CLEAR,
                    clears=("chat", "thread", "person"),
                    where=(("state", (ContactState.ERASED,)),),
                ),
            )
        },
    )

    id: str = Field(primary_key=True)
    """Opaque; the only name of this chat in other tables, keys and logs."""
    commune: str = Field(foreign_key="commune.key")
    endpoint: str = Field(foreign_key="endpoint.id")
    chat: str | None
    """The channel's chat id; of the web only a hash of the cookie. Null once forgotten."""
    thread: str | None = ""
    person: str | None = Field(default=None, index=True)
    """Joins the contacts of one person, with consent of both sides."""
    state: str = ContactState.ACTIVE
    consent: str | None = None
    """Version of the privacy text agreed to."""
    stopped_at: datetime | None = None
    """Asked never to be written to first."""
    erased_at: datetime | None = None
    seen_at: datetime = Field(index=True)
    created_at: datetime


class ConsentRow(Row, table=True):
    """What a person chose when shown the purpose notice (Law 91/2025)."""

    __tablename__ = "consent"
    __table_args__ = (
        {"info": keep("proof of the choice: while in use and 24 months", Rule("at", 730))},
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    contact: str = Field(foreign_key="contact.id", index=True)
    version: str
    agreed: bool
    channel: str
    at: datetime


class OfficerRow(Row, table=True):
    """Who answers for the ward."""

    __tablename__ = "officer"
    __table_args__ = (
        UniqueConstraint("commune", "name", name="uq_officer_commune_name"),
        Index("uq_officer_contact", "contact", unique=True),
        {"info": keep("while in office; acts of theirs are named by id")},
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    name: str
    roles: str = "[]"
    """JSON list of role names."""
    superior: int | None = Field(default=None, foreign_key="officer.id")
    contact: str | None = Field(default=None, foreign_key="contact.id")
    """The chat they are reached in and known by; a person alone, never a group."""
    register_name: str | None = None
    """How the one-stop software names them, where it is not by `name`."""
    stand_in: int | None = None
    """Officer who gets their work while they are away."""
    away_until: date | None = None
    """Last day away; the work goes to the stand-in up to and with it."""
    left_at: datetime | None = None
    created_at: datetime


class StaffLinkRow(Row, table=True):
    """A one-time code that ties an officer to the chat it is typed in. Only its hash is kept."""

    __tablename__ = "staff_link"
    __table_args__ = ({"info": keep("spent or out of date: 30 days", Rule("expires_at", 30))},)

    code_hash: str = Field(primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    officer: int = Field(foreign_key="officer.id", index=True)
    created_at: datetime
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None


class CommuneActRow(Row, table=True):
    """A recorded act of the head, such as going live, with what was shown to them."""

    __tablename__ = "commune_act"
    __table_args__ = ({"info": keep("a public act of the ward")},)

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key", index=True)
    act: str
    by_whom: str
    at: datetime
    shown: str = "{}"
    """What the head saw when acting, as JSON: gaps, hotline, privacy text."""
