"""Messages that did not arrive, as values: what is known of one, and what came of an act."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.messages import ChannelName
from knowledge.feedback.codes import CaseCode


class Trouble(StrEnum):
    """Why something did not arrive."""

    UNKNOWN = "unknown"
    """It may have arrived: nobody repeats it unasked."""
    GONE = "gone"
    """The person blocked us, left, or does not exist."""
    TRIED = "tried"
    """Every try failed."""
    REFUSED = "refused"
    """The channel found our message wrong."""
    LATE = "late"
    """It waited until it was of no use."""


class Outcome(StrEnum):
    """What came of an act."""

    DONE = "done"
    DENIED = "denied"
    """Not theirs to see or to do: said as if it were not there."""
    MAY_REPEAT = "may_repeat"
    """It may have arrived; nobody has said that it did not."""
    NOBODY = "nobody"
    """There is nobody to write to."""
    ERASED = "erased"
    """Its words are gone."""
    TOO_LATE = "too_late"
    """What it says is of no use any more."""
    OTHERS = "others"
    """Somebody was faster."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One message, without its words."""

    id: int
    key: str
    kind: str
    status: str
    reason: str
    attempts: int
    written_at: datetime
    ended_at: datetime
    expires_at: datetime
    channel: ChannelName
    subject: str
    """What it was about, as the channel's ids lead back to it."""
    erased: bool
    """Its words are gone."""
    reachable: bool
    """The channel lets us write to this person, as far as we know, and they want it."""
    dossier: int | None
    officer: str
    """Name of the officer it was for; empty for others."""
    provider_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One message as an officer may see it."""

    letter: Undelivered
    trouble: Trouble
    case: CaseCode | None = None
    dossier: str = ""

    @property
    def repeatable(self) -> Outcome:
        """Whether it may be sent again: `DONE`, `MAY_REPEAT` (ask first), or why not."""
        if self.letter.erased:
            return Outcome.ERASED
        if not self.letter.reachable:
            return Outcome.NOBODY
        return Outcome.MAY_REPEAT if self.trouble is Trouble.UNKNOWN else Outcome.DONE


def trouble_of(letter: Undelivered) -> Trouble:
    """Why a message did not arrive."""
    if letter.status == "unknown":
        return Trouble.UNKNOWN
    if letter.reason == "unreachable":
        return Trouble.GONE
    if letter.status == "expired":
        return Trouble.LATE
    return Trouble.TRIED if letter.status == "dead" else Trouble.REFUSED
