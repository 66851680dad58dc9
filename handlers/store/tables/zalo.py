"""What the Zalo Official Account keeps: its rotating pair of tokens, and how it is to be called."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from handlers.store.tables.keeping import keep


class ZaloOaRow(SQLModel, table=True):
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
