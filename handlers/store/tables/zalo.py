"""What the Zalo Official Account keeps: its rotating pair of tokens, and how it is to be called."""

from datetime import datetime

from sqlmodel import Field

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class ZaloOaRow(Row, table=True):
    """One Official Account; tokens are sealed with a key outside the database."""

    __tablename__ = "zalo_oa"
    __table_args__ = ({"info": keep("settings of the account, no personal data")},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    access: str
    refresh: str
    issued_at: datetime
    expires_at: datetime
    old_access: str | None = None
    """The pair before, kept until the next one."""
    old_refresh: str | None = None
    spent_at: datetime | None = None
    """Since when the refresh token may be spent: written before it is sent anywhere."""
    holder: str | None = None
    """The process that refreshes, and until when nobody else may."""
    held_until: datetime | None = None
    trouble: str | None = None
    """A word; set: nothing goes until an administrator logs in again."""
    message_api: str = Field(default="v3", sa_column_kwargs={"server_default": "v3"})
    """`v2` once v3 said that this kind of account is not served there."""
    read_until: datetime | None = None
    """Until when what Zalo has was read back; None before the first look."""
    about: str | None = None
    """What Zalo last told of the account, as JSON: type, package, whether it is verified."""
    about_at: datetime | None = None


class ZaloPackageRow(Row, table=True):
    """Messages an account's package still holds, as Zalo told and as they left since."""

    __tablename__ = "zalo_package"
    __table_args__ = ({"info": keep("sums only")},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    remaining: int = 0
    told_at: datetime | None = None
    landed: int = 0
    """Reservations that ended with a message, by which Zalo's answer is set right."""


class ZaloPhoneQuotaRow(Row, table=True):
    """Templates an account may still send by phone today, as Zalo told."""

    __tablename__ = "zalo_phone_quota"
    __table_args__ = ({"info": keep("sums only")},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    daily: int | None = None
    remaining: int
    told_at: datetime


class ZaloReservationRow(Row, table=True):
    """A message of the package that is on its way: nobody knows yet whether it went."""

    __tablename__ = "zalo_reservation"
    __table_args__ = (
        {"info": keep("until it went or not, at most a day", Rule("at", 1)),
         "sqlite_autoincrement": True},
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    endpoint: str = Field(foreign_key="endpoint.id", index=True)
    at: datetime = Field(index=True)


class ZaloReceiptRow(Row, table=True):
    """A receipt that came before its message was written down as sent."""

    __tablename__ = "zalo_receipt"
    __table_args__ = ({"info": keep("until its message is known, at most a day", Rule("at", 1))},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    name: str = Field(primary_key=True)
    """Zalo's id of the message; of a template by phone `row:` and our own number of it."""
    contact: str | None = Field(default=None, foreign_key="contact.id", index=True)
    at: datetime = Field(index=True)
