"""What becomes of an officer's act, and what they give for it."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.feedback.codes import CaseCode
from knowledge.feedback.reviews import Fault


class Refused(StrEnum):
    """Why an act was not done."""

    GONE = "gone"
    """Unknown, or not to be seen: one answer for both."""
    NOT_NOW = "not_now"
    TAKEN = "taken"
    NEEDS_REASON = "needs_reason"
    BLANK = "blank"
    """Words for the sender with a place nobody filled in."""
    LATE_REASON = "late_reason"
    UNKNOWN_OFFICER = "unknown_officer"
    NAMED = "named"
    """A name is left that may never stand on a public page."""
    NEEDS_KEY = "needs_key"
    """The sender's name lies under the ward's key: a holder's passphrase compares it."""
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act."""

    code: CaseCode
    refused: Refused | None = None
    faults: tuple[Fault, ...] = ()
    by: str = ""
    """Who was faster."""

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return self.refused is None and not self.faults


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or other words that leave, as their officer gives them."""

    words: str
    override: str = ""
    """Why it leaves although the check sent it back."""
    late_reason: str = ""

    @property
    def reason(self) -> dict[str, str]:
        """What a case keeps of why it is late."""
        return {"late_reason": self.late_reason} if self.late_reason.strip() else {}
