"""What the flow reads: its own cases, a fresh reference, the seal, whom words are about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.messages import Address
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom words are about, as far as names of the staff and titles tell."""

    about: About = About.NOBODY
    officer: int | None = None
    named: frozenset[int] = frozenset()
    """Everybody else who is named."""
    reviewer: bool = False
    """Whether somebody may see a case about the head."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its sender sees it."""

    id: int
    code: CaseCode
    kind: FeedbackKind
    state: CaseState
    unit: str
    received_at: datetime
    answer_due: datetime
    answered_at: datetime | None = None
    answer: str | None = None
    """The latest answer, refusal or word of forwarding."""
    asked: str | None = None
    """What the ward asked the sender last, while it waits."""
    reopened: bool = False
    anonymous: bool = False
    held: bool = False
    """Somebody has taken it."""
    rated_at: datetime | None = None

    @property
    def rated(self) -> bool:
        """Whether its latest answer was judged: the one before it does not count for this one."""
        if self.rated_at is None:
            return False
        return self.answered_at is None or self.rated_at >= self.answered_at


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A message that is part of a case."""

    case: CaseView
    where: tuple[int, int]
    """The event that keeps its words, and which of that event's messages it is."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A reference nobody has, and its secret."""

    code: CaseCode
    secret: str


class Cases(Protocol):
    """Reads cases for their senders."""

    def fresh(self, commune: str, now: datetime) -> Fresh:
        """The next reference of the day; another process may take it first."""
        ...

    def seal(self, code: CaseCode, name: str, phone: str, *, to_call: bool = False) -> str:
        """Who the sender is, unreadable without the key; `to_call`: a number officers read."""
        ...

    def concern(self, commune: str, text: str) -> Concern:
        """Whom words are about."""
        ...

    def mine(self, address: Address) -> tuple[CaseView, ...]:
        """Cases of this chat, newest first."""
        ...

    def own(self, address: Address, code: CaseCode) -> CaseView | None:
        """A case, if it is of this chat."""
        ...

    def said(self, address: Address, message: str) -> SaidPart | None:
        """The case of this chat that a message is part of, by the channel's id."""
        ...

    def opened(self, code: CaseCode, secret: str) -> CaseView | None:
        """A case by its reference and secret; unknown and wrong look alike."""
        ...


class NoCases:
    """Keeps nothing: for `ask`, `eval` and greetings."""

    def fresh(self, commune: str, now: datetime) -> Fresh:
        """The first reference of the day."""
        return Fresh(CaseCode(commune, now.date(), 1), "MAUMAU")

    def seal(self, code: CaseCode, name: str, phone: str, *, to_call: bool = False) -> str:
        """Nothing."""
        del code, name, phone, to_call
        return ""

    def concern(self, commune: str, text: str) -> Concern:
        """Nobody."""
        del commune, text
        return Concern()

    def mine(self, address: Address) -> tuple[CaseView, ...]:
        """None."""
        del address
        return ()

    def own(self, address: Address, code: CaseCode) -> CaseView | None:
        """None."""
        del address, code
        return None

    def said(self, address: Address, message: str) -> SaidPart | None:
        """None."""
        del address, message
        return None

    def opened(self, code: CaseCode, secret: str) -> CaseView | None:
        """None."""
        del code, secret
        return None
