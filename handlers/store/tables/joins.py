"""One-time codes that join a person's chats; which chats are joined stands on the contact."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class JoinCodeRow(Row, table=True):
    """A code made in one chat to be typed in another. Only its hash is kept."""

    __tablename__ = "join_code"
    __table_args__ = ({"info": keep("spent or out of date: 30 days", Rule("expires_at", 30))},)

    code_hash: str = Field(primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    contact: str = Field(foreign_key="contact.id", index=True)
    created_at: datetime
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None


class CodeTextRow(Row, table=True):
    """The message that was answered with a one-time code, while its words still stand."""

    __tablename__ = "code_text"
    __table_args__ = ({"info": keep("until the code is spent or over", Rule("wipe_at", 1))},)

    code_hash: str = Field(primary_key=True)
    inbound: int = Field(primary_key=True, sa_type=BigInteger)
    wipe_at: datetime = Field(index=True)
