"""Tables of the register's copy. Moments are aware UTC, closed sets and lists are text.

No name, address, phone or id number of a person has a column here; of the digits on a receipt
only keyed hashes are kept, to compare (L-1). Everything goes with its dossier when that is purged.
"""

from datetime import date, datetime

from sqlmodel import Field, Index, UniqueConstraint

from knowledge.rows import Row


class DossierRow(Row, table=True):
    """One dossier: what the register says, and what its events add up to."""

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("commune", "code", name="uq_dossier_commune_code"),
        Index("ix_dossier_commune_status", "commune", "status"),
        Index("ix_dossier_commune_falls_due", "commune", "falls_due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    code: str
    token: str = Field(unique=True)
    """Random; the name of the dossier in links and QR codes."""
    procedure: str | None = None
    procedure_name: str
    version: int | None = None
    field: str
    officer: str
    way: str | None = None
    return_way: str | None = None
    submitted_at: datetime | None = Field(default=None, index=True)
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    original_due_at: datetime | None = None
    printed_due_at: datetime | None = None
    due_moved_at: datetime | None = None
    expected_at: datetime | None = None
    falls_due_at: datetime | None = None
    """What staff are warned by: the printed date, later by pauses; else the one of our clock."""
    computed_due_at: datetime | None = None
    alarm_at: datetime | None = None
    """Dates of our own clock, while the register printed none."""
    fiscal_due_at: datetime | None = None
    fiscal_original_due_at: datetime | None = None
    fiscal_printed_due_at: datetime | None = None
    fiscal_moved_at: datetime | None = None
    fiscal_expected_at: datetime | None = None
    done_at: datetime | None = Field(default=None, index=True)
    returned_at: datetime | None = None
    ended_at: datetime | None = Field(default=None, index=True)
    """Returned, rejected or stopped: the retention counts from here."""
    lateness: str | None = None
    cause: str
    status: str
    status_at: datetime | None = None
    raw_status: str
    flags: str = "[]"
    """JSON list of flags."""
    row_hash: str = ""
    """Keyed hash of the row last read: an equal row needs no second look."""
    copied_at: datetime | None = None
    created_at: datetime
    changed_at: datetime = Field(index=True)


class DossierEventRow(Row, table=True):
    """One change of status; its number grows in the order we learnt of it and is never reused."""

    __tablename__ = "dossier_event"
    __table_args__ = (
        UniqueConstraint("dossier", "at", "status", name="uq_dossier_event_dossier_at_status"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    dossier: int = Field(foreign_key="dossier.id", ondelete="CASCADE")
    at: datetime
    status: str
    raw: str
    note: str = ""
    closing: date | None = None
    items: str = "[]"
    reason: str = ""
    given: bool = False
    learnt_at: datetime
    """When we learnt of it: an event is news only for so long after."""


class DossierFactorRow(Row, table=True):
    """A second factor of a dossier, as a keyed hash."""

    __tablename__ = "dossier_factor"

    dossier: int = Field(foreign_key="dossier.id", ondelete="CASCADE", primary_key=True)
    hash: str = Field(primary_key=True)


class DossierApologyRow(Row, table=True):
    """Phiếu xin lỗi và hẹn lại (mẫu 04)."""

    __tablename__ = "dossier_apology"
    __table_args__ = (
        UniqueConstraint("dossier", "new_due_at", name="uq_dossier_apology_dossier_new_due"),
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    dossier: int = Field(foreign_key="dossier.id", ondelete="CASCADE")
    at: datetime
    new_due_at: datetime
    reason: str
    approved: bool = False
    """The head approved it as a second one; the first needs none (D-15)."""
    by: int | None = None
    """The officer; None: told by the register."""


class DossierConfirmationRow(Row, table=True):
    """What the desk said about a finished result."""

    __tablename__ = "dossier_confirmation"

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    dossier: int = Field(foreign_key="dossier.id", ondelete="CASCADE", index=True)
    at: datetime
    by: int
    ready: bool


class DossierOverrideRow(Row, table=True):
    """A rule set aside for one dossier, by whom and why."""

    __tablename__ = "dossier_override"

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    dossier: int = Field(foreign_key="dossier.id", ondelete="CASCADE", index=True)
    rule: str
    at: datetime
    by: int
    reason: str


class RegisterCopyRow(Row, table=True):
    """One reading of the register that came to its end, with counts."""

    __tablename__ = "register_copy"
    __table_args__ = (Index("ix_register_copy_commune_copied", "commune", "copied_at"),)

    id: int | None = Field(default=None, primary_key=True)
    commune: str
    source: str
    """Kind of source: file, folder, feed."""
    name: str
    """File's name or feed's, never a path."""
    digest: str = ""
    """Hash of the file, so that a watched folder reads it once; empty for a feed."""
    copied_at: datetime
    read_at: datetime
    complete: bool = False
    report: str = "{}"
    """Counts and refused lines with reasons, as JSON; no codes, no words of the rows."""
