"""What officers' flows read of cases: the port, and a case as one officer may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.messages import Block, Button
from handlers.officers import Officer
from handlers.ward import Ward
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.reviews import Review
from knowledge.feedback.states import CaseAct


@dataclass(frozen=True, slots=True)
class Looked:
    """A case as one officer may see it."""

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...]
    able: frozenset[CaseAct]
    """What this officer may do to it now."""
    holder: str | None = None
    """Who has it, when it is somebody else."""
    late: bool = False
    kind: FeedbackKind = FeedbackKind.SERVICE
    unit: str = ""
    """The name of the unit it is of, empty without one."""
    matter: str = ""


class CaseDesk(Protocol):
    """Reads cases for officers; what one may not see is as if it were not there."""

    def look(self, ward: Ward, officer: Officer, code: CaseCode, now: datetime) -> Looked | None:
        """The case, if this officer may see it."""
        ...

    def number(self, ward: Ward, officer: Officer, code: CaseCode) -> str | None:
        """The number of who asked for a call; only for who holds the question."""
        ...

    def review(
        self, ward: Ward, code: CaseCode | None, words: str, *, in_group: bool = False
    ) -> Review:
        """What the check finds in an answer, and the points of the report."""
        ...

    def faults(self, ward: Ward, code: CaseCode, words: str) -> Review:
        """What no words to a sender may hold, be they a question or a refusal."""
        ...

    def colleague(self, ward: Ward, code: CaseCode, name: str) -> int | None:
        """The officer of that name, if the case may be given to them."""
        ...

    def takers(self, ward: Ward, code: CaseCode) -> tuple[tuple[int, str], ...]:
        """Officers it is likely given to: id and name."""
        ...


class NoDesk:
    """The desk of a dialogue in memory: nothing is there."""

    def look(self, ward: Ward, officer: Officer, code: CaseCode, now: datetime) -> Looked | None:
        """Nothing."""
        del ward, officer, code, now
        return None

    def number(self, ward: Ward, officer: Officer, code: CaseCode) -> str | None:
        """None."""
        del ward, officer, code
        return None

    def review(
        self, ward: Ward, code: CaseCode | None, words: str, *, in_group: bool = False
    ) -> Review:
        """Nothing."""
        del ward, code, words, in_group
        return Review()

    def faults(self, ward: Ward, code: CaseCode, words: str) -> Review:
        """Nothing."""
        del ward, code, words
        return Review()

    def colleague(self, ward: Ward, code: CaseCode, name: str) -> int | None:
        """Nobody."""
        del ward, code, name
        return None

    def takers(self, ward: Ward, code: CaseCode) -> tuple[tuple[int, str], ...]:
        """Nobody."""
        del ward, code
        return ()
