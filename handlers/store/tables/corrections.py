"""Figures as they stood when they were told, and what is put right of them."""

from datetime import date, datetime

from sqlmodel import Field, Index

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class CardFigureRow(Row, table=True):
    """What a part of a card said to whoever asked, from when until when."""

    __tablename__ = "card_figure"
    __table_args__ = (
        Index("ix_card_figure_code_part", "commune", "code", "part"),
        {"info": keep("while it is said; 180 days after, as long as it is known whom it was told",
                      Rule("until", 180))},
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    code: str
    part: str
    value: str
    """One line each; empty: nothing was known."""
    version: int | None = None
    since: datetime
    until: datetime | None = Field(default=None, index=True)


class FigureLookRow(Row, table=True):
    """The catalogue the figures were last read from."""

    __tablename__ = "figure_look"
    __table_args__ = ({"info": keep("one row a commune: where the reading stands")},)

    commune: str = Field(primary_key=True, foreign_key="commune.key")
    version: int
    on: date


class CorrectionRow(Row, table=True):
    """A figure that changed, for those who were told the old one."""

    __tablename__ = "correction"
    __table_args__ = (
        Index("ix_correction_commune_state", "commune", "state"),
        {
            "sqlite_autoincrement": True,
            "info": keep("24 months: what was put right, when and by whom", Rule("found_at", 730)),
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    figure: int = Field(unique=True)
    """The figure that holds now: one change makes one correction."""
    code: str
    part: str
    title: str
    """Name of the procedure when it changed."""
    value: str
    version: int | None = None
    holds_from: date
    state: str
    mistake: bool = False
    """Ours: an apology goes with it."""
    found_at: datetime
    since: datetime | None = None
    """Whoever was told from then on gets it; set when it is sent."""
    sent_by: int | None = None
    sent_at: datetime | None = None
    cursor: str = ""
    """The last contact queued; goes on in the transaction that queued it."""
    queued: int = 0
    finished_at: datetime | None = None
