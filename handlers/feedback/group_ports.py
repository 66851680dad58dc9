"""What the flow of officers' groups reads: which group a chat is, its cases, drafts, colleagues."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.messages import Button
from handlers.ward import Ward
from knowledge.feedback.codes import CaseCode


@dataclass(frozen=True, slots=True)
class Here:
    """An officers' group as a message of it finds it."""

    contact: str
    """The group's chat itself, whichever topic the message came from."""
    units: frozenset[str]
    case: CaseCode | None = None
    """What the topic is about."""


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """An answer being written in a group."""

    id: str
    code: CaseCode
    officer: int
    name: str
    """Of who writes it, for colleagues."""
    words: str
    override: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case that waits in a group."""

    code: CaseCode
    due: datetime
    holder: str


class Groups(Protocol):
    """Reads officers' groups."""

    def here(self, contact: str) -> Here | None:
        """The group this chat is, or whose topic it is."""
        ...

    def code_for(self, commune: str, code_hash: str, now: datetime) -> str | None:
        """The unit a one-time code joins a group to, while it holds."""
        ...

    def shows(self, here: Here, code: CaseCode) -> tuple[Button, ...] | None:
        """What can be done from a case's card in this group; None: it does not stand here."""
        ...

    def open_here(self, here: Here, ward: Ward, officer: int) -> tuple[Waiting, ...]:
        """The open cases of a group that an officer may see, what falls due first before."""
        ...

    def draft(self, name: str) -> GroupDraft | None:
        """An answer being written."""
        ...

    def takers(self, ward: Ward, code: CaseCode) -> tuple[tuple[int, str], ...]:
        """Officers a case is likely handed to: those of its unit who may hold it."""
        ...


class NoGroups:
    """Of a dialogue in memory: no chat is a group of officers."""

    def here(self, contact: str) -> Here | None:
        """None."""
        del contact
        return None

    def code_for(self, commune: str, code_hash: str, now: datetime) -> str | None:
        """None."""
        del commune, code_hash, now
        return None

    def shows(self, here: Here, code: CaseCode) -> tuple[Button, ...] | None:
        """Nothing."""
        del here, code
        return None

    def open_here(self, here: Here, ward: Ward, officer: int) -> tuple[Waiting, ...]:
        """None."""
        del here, ward, officer
        return ()

    def draft(self, name: str) -> GroupDraft | None:
        """None."""
        del name
        return None

    def takers(self, ward: Ward, code: CaseCode) -> tuple[tuple[int, str], ...]:
        """Nobody."""
        del ward, code
        return ()
