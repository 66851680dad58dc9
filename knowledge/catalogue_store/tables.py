"""Tables of the catalogue. Enums are stored as their text, moments as aware UTC."""

from datetime import date, datetime

from sqlmodel import Field, Index, UniqueConstraint

from knowledge.rows import Row


class ProcedureVersion(Row, table=True):
    """One version of a record; its body is never changed, a correction is a new version."""

    __tablename__ = "procedure_version"
    __table_args__ = (
        UniqueConstraint("code", "version", name="uq_procedure_version_code_version"),
        Index("ix_procedure_version_state_code", "state", "code"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str
    version: int
    rank: str
    """`Rank`: officer, shipped or import."""
    state: str
    """`CatalogueState` as decided when written; `future` and expiry follow from the dates."""
    effective_from: date | None = None
    """First day it holds in this catalogue; None: since ever."""
    effective_to: date | None = None
    """Last day it holds; before `effective_from` when a later version took its place at once."""
    announcement: str | None = None
    source_url: str | None = None
    checked_on: date | None = None
    review_by: date | None = None
    replaced_by: str | None = None
    name: str
    name_key: str
    """Folded name, for sorting and searching on either database."""
    field: str
    content_hash: str = Field(index=True)
    body: str
    """The `Procedure` as JSON."""
    origin: str
    """Who or what brought it: an officer's name, "shipped", a file's name."""
    batch: str | None = Field(
        default=None, index=True, foreign_key="catalogue_import.batch", ondelete="CASCADE"
    )
    """The import that brought it; seen by nobody until that import is published."""
    created_at: datetime


class ProcedureAlias(Row, table=True):
    """A way people put it, learnt at the desk; survives versions of the record."""

    __tablename__ = "procedure_alias"
    __table_args__ = (UniqueConstraint("code", "phrase_key", name="uq_procedure_alias_code_key"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(index=True)
    phrase: str
    phrase_key: str
    state: str = "live"
    """`trial` until an officer lets it live."""
    added_by: str
    added_at: datetime
    tried_at: datetime | None = None
    verdict: str = ""
    """What the gate found last; empty: it passed, or was never tried."""


class AnswerCard(Row, table=True):
    """A card of one commune made from an officer's answer; its words are never changed."""

    __tablename__ = "answer_card"
    __table_args__ = (Index("ix_answer_card_commune_state", "commune", "state"),)

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    title: str
    phrases: str
    """Ways to ask for it, as JSON."""
    body: str
    kept: str = "[]"
    """Stretches the officer said name nobody private, as JSON."""
    answered_by: str
    answered_on: date
    review_by: date
    replaces: int | None = None
    """The card it takes the place of once it is live."""
    state: str = "trial"
    added_by: str
    added_at: datetime
    tried_at: datetime | None = None
    verdict: str = ""
    """What the gate found last; empty: it passed, or was never tried."""


class ProcedureForm(Row, table=True):
    """A form's address as the office gives it; survives versions of the record."""

    __tablename__ = "procedure_form"
    __table_args__ = (
        UniqueConstraint("commune", "code", "name_key", name="uq_procedure_form_commune_code_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    code: str
    name: str
    name_key: str
    form_code: str | None = None
    url: str | None = None
    added_by: str
    added_at: datetime


class OverlayVersion(Row, table=True):
    """What one commune says about one procedure; the highest version counts."""

    __tablename__ = "overlay_version"
    __table_args__ = (
        UniqueConstraint("commune", "code", "version", name="uq_overlay_version_commune_code"),
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    code: str
    version: int
    body: str
    """The `Overlay` as JSON."""
    content_hash: str
    origin: str
    created_at: datetime


class CatalogueMeta(Row, table=True):
    """One row: the counter every process watches to know when to rebuild its index."""

    __tablename__ = "catalogue_meta"

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    shipped_hash: str = ""
    """Hash of the shipped records last loaded."""
    changed_at: datetime


class CatalogueImport(Row, table=True):
    """One run of the import; unpublished when it failed or is still staging."""

    __tablename__ = "catalogue_import"

    batch: str = Field(primary_key=True)
    files: str
    started_by: str
    started_at: datetime
    published_at: datetime | None = None
    report: str = "{}"
    """Counts of what was written, drafted, flagged and refused, as JSON."""


class Recheck(Row, table=True):
    """An officer's answer to "vẫn đúng?": who said so, when, by which source."""

    __tablename__ = "procedure_recheck"

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    code: str = Field(index=True)
    version: int
    """The version that was looked at."""
    made_version: int | None = None
    """The version the answer made."""
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    source: str | None = None
