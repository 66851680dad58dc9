"""Cases of feedback: what was said, what was done, who said it under seal."""

from datetime import date, datetime

from sqlmodel import Field, Index, UniqueConstraint

from handlers.store.tables.keeping import Purge, Rule, keep
from knowledge.rows import Row


class CaseRow(Row, table=True):
    """One case. Words are kept 24 months; then only what counting needs."""

    __tablename__ = "feedback_case"
    __table_args__ = (
        UniqueConstraint("commune", "day", "number", name="uq_feedback_case_commune_day_number"),
        Index("ix_feedback_case_commune_state", "commune", "state"),
        {
            "info": keep(
                "24 months, then without words and sender (domain §9)",
                Rule(
                    "received_at",
                    730,
                    Purge.CLEAR,
                    clears=("matter", "place", "contact", "secret_hash", "dossier", "late_reason"),
                ),
            )
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    day: date
    number: int
    """Counts within the commune's day; both make the reference `PA-YYMMDD-NNN`."""
    secret_hash: str | None
    """Of the six characters that open it from another chat."""
    contact: str | None = Field(default=None, foreign_key="contact.id", index=True)
    """Where it came from; null once forgotten, or entered at the desk."""
    kind: str
    state: str
    matter: str | None
    place: str | None = None
    dossier: int | None = None
    urgent: bool = False
    anonymous: bool = False
    """Without a name: a hint, not counted as feedback (F-2)."""
    unit: str = ""
    """Key of the unit in the settings; empty: the desk lead."""
    officer: int | None = Field(default=None, foreign_key="officer.id")
    """Who has taken it."""
    about: str = "nobody"
    """Whom it is about: nobody, officer, head, unclear."""
    about_officer: int | None = Field(default=None, foreign_key="officer.id")
    named: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})
    """Ids of everybody else it names, as JSON: they do not see it either."""
    version: int = 0
    """Moves with every act; of two officers at once one wins."""
    received_at: datetime = Field(index=True)
    first_due: datetime
    forward_due: datetime
    answer_due: datetime
    first_reply_at: datetime | None = None
    waiting_since: datetime | None = None
    pauses: str = "[]"
    """Stretches waited for the citizen, as JSON pairs of moments."""
    answered_at: datetime | None = None
    reopened_at: datetime | None = None
    closed_at: datetime | None = None
    late_reason: str | None = None
    joined_to: int | None = Field(default=None, foreign_key="feedback_case.id")
    score: int | None = None
    criterion: str | None = None
    solved: bool | None = None
    rated_at: datetime | None = None
    """When it was rated first; changeable for a week (R-1)."""


class CaseEventRow(Row, table=True):
    """One thing that happened to a case; never changed."""

    __tablename__ = "feedback_event"
    __table_args__ = (
        {
            "info": keep(
                "with its case: words 24 months",
                Rule("at", 730, Purge.CLEAR, clears=("words", "said")),
            )
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    case: int = Field(foreign_key="feedback_case.id", index=True)
    at: datetime = Field(index=True)
    act: str
    by: str
    """`citizen`, `officer:<id>` or `system`."""
    words: str | None = None
    internal: bool = False
    """A note among colleagues; never told to the citizen."""
    note: str = ""
    """A word or two of ours: from which kind to which, why refused. No citizen's words."""
    said: str | None = None
    """Of a sender's words: the channel's ids of their messages, each with its lines, as JSON."""
    corrects: int | None = None
    """The event whose words are said anew; null where that is not known."""


class CasePartyRow(Row, table=True):
    """Who the reporter is, sealed with a key that is not in the database."""

    __tablename__ = "feedback_party"
    __table_args__ = ({"info": keep("24 months, sealed", Rule("created_at", 730))},)

    case: int = Field(primary_key=True, foreign_key="feedback_case.id")
    sealed: str
    created_at: datetime = Field(index=True)


class CaseCallRow(Row, table=True):
    """A call back that was promised; the number lies under seal beside the case."""

    __tablename__ = "feedback_call"
    __table_args__ = ({"info": keep("with its case: 24 months", Rule("at", 730))},)

    case: int = Field(primary_key=True, foreign_key="feedback_case.id")
    start: datetime
    until: datetime
    at: datetime = Field(index=True)


class CaseFileRow(Row, table=True):
    """A picture or file that belongs to a case."""

    __tablename__ = "feedback_file"
    __table_args__ = ({"info": keep("with its case: 24 months", Rule("at", 730))},)

    case: int = Field(primary_key=True, foreign_key="feedback_case.id")
    attachment: int = Field(primary_key=True)
    at: datetime = Field(index=True)
