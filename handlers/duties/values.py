"""Values of the officers' acts over dossiers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from knowledge.dossiers.dossier import Dossier


class DraftState(StrEnum):
    """Where an apology slip stands before it counts."""

    OPEN = "open"
    """Waits for the head."""
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """The officer said it will be on time after all, or the dossier ended meanwhile."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Phiếu xin lỗi và đề nghị gia hạn (mẫu 04, TT 03/2025/TT-VPCP), drafted for the head."""

    id: int
    dossier: int
    by: int
    """The officer who drafted it."""
    at: datetime
    new_due_at: datetime
    reason: str
    state: DraftState = DraftState.OPEN
    decided_by: int | None = None
    decided_at: datetime | None = None
    note: str = ""


class Said(StrEnum):
    """What an officer said of a dossier, beside what the register's copy keeps."""

    ON_TIME = "on_time"
    EXPLAINED = "explained"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Word:
    """One thing an officer said of a dossier; the last of its kind counts."""

    kind: Said
    by: int
    at: datetime
    about: str = ""
    """Of `on_time`: the due date it was said of."""


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier with what officers said of it: all an act needs to know."""

    dossier: Dossier
    draft: Draft | None = None
    """The slip that waits for the head."""
    on_time: Word | None = None

    @property
    def said_on_time(self) -> bool:
        """Whether somebody said it will be on time, for the date that holds now."""
        due = self.dossier.watched_due_at
        return self.on_time is not None and due is not None and self.on_time.about == key_of(due)


def key_of(due: datetime) -> str:
    """A due date as it is kept with what was said of it."""
    return due.astimezone(UTC).isoformat(timespec="minutes")


class Why(StrEnum):
    """Why an act was not done."""

    NOT_ALLOWED = "not_allowed"
    NOT_YOURS = "not_yours"
    UNKNOWN = "unknown"
    NOT_DONE = "not_done"
    """Ready is confirmed of finished dossiers only; the register does not say so yet."""
    RETURNED = "returned"
    ENDED = "ended"
    PAUSED = "paused"
    NO_DUE_DATE = "no_due_date"
    NO_REASON = "no_reason"
    BLANK = "blank"
    """Words for a citizen with a place nobody filled in."""
    NOT_LATER = "not_later"
    """The new date must come after the one that holds."""
    DAY_OFF = "day_off"
    SAME_DATE = "same_date"
    """This very date was given before."""
    NEEDS_REASON = "needs_reason"
    """A second or late apology: signed only with a reason, kept as an override."""
    NOT_LATE = "not_late"
    EXPLAINED = "explained"
    """Somebody wrote the cause before."""
    NO_SUCH_RULE = "no_such_rule"
    MIRROR = "mirror"
    """Statuses are set in the one-stop software."""
    NO_PROCEDURE = "no_procedure"
    BAD_CODE = "bad_code"
    BAD_DIGITS = "bad_digits"
    NO_PREFIX = "no_prefix"
    """Nothing is set from which a dossier's code could be made."""
    EXISTS = "exists"
    """A dossier of this code is kept already."""
    NEEDS_DATE = "needs_date"
    """The record gives no single limit: the officer names the date."""
    RULE = "rule"
    """A rule it would break blocks it; the head may set the rule aside."""


@dataclass(frozen=True, slots=True)
class Done:
    """It was done; the dossier as it is now."""

    dossier: Dossier


@dataclass(frozen=True, slots=True)
class Already:
    """Somebody did it before: who and when."""

    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not done."""

    why: Why
    rule: str = ""
    """Name of the rule it would break, `knowledge/data/rules/dossiers.yaml`."""


Outcome = Done | Already | Refused
Objection = Already | Refused | None
"""What stands against an act; None: nothing."""
