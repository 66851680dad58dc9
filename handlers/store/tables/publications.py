"""What the ward has shown of cases on its public page."""

from datetime import date, datetime

from sqlmodel import Field

from handlers.store.tables.keeping import Purge, Rule, keep
from knowledge.rows import Row


class PublicationRow(Row, table=True):
    """Question and answer of one case as a head published them; nothing of who asked."""

    __tablename__ = "feedback_publication"
    __table_args__ = (
        {
            "sqlite_autoincrement": True,  # its number is an address and must never come back
            "info": keep(
                "24 months after it was published; at once without words when withdrawn",
                Rule("published_at", 730, Purge.CLEAR, clears=("question", "answer", "pictures")),
            ),
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key", index=True)
    case: int = Field(foreign_key="feedback_case.id", index=True)
    kind: str
    unit: str
    """As shown: the ward itself where a case is about an officer."""
    question: str | None
    answer: str | None
    pictures: str | None = None
    """Keys of the blocked copies in the file store, as a JSON list."""
    answered_on: date
    published_at: datetime = Field(index=True)
    published_by: int = Field(foreign_key="officer.id")
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    """`officer:<id>`, `citizen` or `system`: the case was opened again, or is about somebody."""
