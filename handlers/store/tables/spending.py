"""What pushes have cost, and the numbers people gave to be reached by."""

from datetime import datetime

from sqlmodel import Field

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class ChannelSpendRow(Row, table=True):
    """Đồng spent on an endpoint in one month in Viet Nam; reserved before a message leaves.

    Where a day has a limit of its own, each day has a row beside its month's.
    """

    __tablename__ = "channel_spend"
    __table_args__ = ({"info": keep("sums only")},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    month: str = Field(primary_key=True)
    """`2026-11`; of a day `2026-11-26`."""
    spent: int = 0


class ContactPhoneRow(Row, table=True):
    """A number a person handed over to be told of their dossier by; sealed."""

    __tablename__ = "contact_phone"
    __table_args__ = ({"info": keep("until erased, at most 24 months", Rule("at", 730))},)

    contact: str = Field(primary_key=True, foreign_key="contact.id")
    phone: str
    """Sealed with a key outside the database."""
    at: datetime
