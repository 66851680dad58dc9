"""What officers say of dossiers, beside what the register's copy keeps."""

from datetime import datetime

from sqlmodel import Field, Index

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row, index_over


class ApologyDraftRow(Row, table=True):
    """An apology slip (mẫu 04) drafted for the head; signed, it becomes the dossier's apology."""

    __tablename__ = "apology_draft"
    __table_args__ = (
        index_over("state = 'open'", "uq_apology_draft_open", "dossier", unique=True),
        {"info": keep("proof of care: 24 months", Rule("at", 730))},
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    dossier: int = Field(index=True)
    by: int = Field(foreign_key="officer.id")
    at: datetime = Field(index=True)
    new_due_at: datetime
    reason: str
    state: str
    """`handlers.duties.values.DraftState`."""
    decided_by: int | None = Field(default=None, foreign_key="officer.id")
    decided_at: datetime | None = None
    note: str = ""
    """Why it was refused, or signed though a rule speaks against it."""


class DossierWordRow(Row, table=True):
    """One thing an officer said of a dossier: on time, why late, a status set at our desk."""

    __tablename__ = "dossier_word"
    __table_args__ = (
        Index("ix_dossier_word_dossier_kind", "dossier", "kind"),
        {"info": keep("accountability: 24 months", Rule("at", 730))},
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    dossier: int
    kind: str
    """`handlers.duties.values.Said`."""
    by: int = Field(foreign_key="officer.id")
    at: datetime = Field(index=True)
    about: str = ""
    words: str = ""
