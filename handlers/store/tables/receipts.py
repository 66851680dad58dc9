"""What gateways told about messages of ours."""

from datetime import datetime

from sqlmodel import Field

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row, index_over


class ReceiptRow(Row, table=True):
    """One part of a message: whether it arrived, as the gateway says."""

    __tablename__ = "receipt"
    __table_args__ = (
        index_over("not settled", "ix_receipt_open", "endpoint", "outbox"),
        {"info": keep("as long as the message's row: 30 days", Rule("at", 30))},
    )

    outbox: int = Field(primary_key=True)
    part: int = Field(primary_key=True)
    """From 1."""
    parts: int
    endpoint: str
    arrived: bool
    reason: str
    """Of a failure, as a word."""
    settled: bool = False
    """Its message's row says so too."""
    at: datetime = Field(index=True)
