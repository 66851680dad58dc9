"""What the flow that makes cards from answers reads: the port, and a card as it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from handlers.officers import Officer
from handlers.ward import Ward
from knowledge.feedback.codes import CaseCode
from knowledge.own_cards import Private


@dataclass(frozen=True, slots=True)
class CardSource:
    """An answered question as a card may be made of it."""

    matter: str
    answer: str
    answered_by: str
    answered_on: date


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A card as the flow reads it."""

    number: int
    title: str
    state: str


class Cards(Protocol):
    """Reads answered questions and the cards made of them."""

    def source(
        self, ward: Ward, officer: Officer, code: CaseCode, now: datetime
    ) -> CardSource | None:
        """The answered question, if this officer may teach from it."""
        ...

    def private(
        self, ward: Ward, officer: Officer, code: CaseCode, text: str, now: datetime
    ) -> tuple[Private, ...]:
        """What in a text may name somebody."""
        ...

    def one(self, commune: str, number: int) -> CardSeen | None:
        """A card by its number."""
        ...


class NoCards:
    """Of a dialogue in memory: nothing was answered."""

    def source(
        self, ward: Ward, officer: Officer, code: CaseCode, now: datetime
    ) -> CardSource | None:
        """None."""
        del ward, officer, code, now
        return None

    def private(
        self, ward: Ward, officer: Officer, code: CaseCode, text: str, now: datetime
    ) -> tuple[Private, ...]:
        """Nothing."""
        del ward, officer, code, text, now
        return ()

    def one(self, commune: str, number: int) -> CardSeen | None:
        """None."""
        del commune, number
        return None
