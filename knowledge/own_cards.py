"""Cards of one commune, made from what its officers answered.

A shipped card (`knowledge/data/cards.yaml`) holds for every commune; these stand in the database
beside the overlays, each with who answered, when, and until when the text is to be looked at again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from knowledge.feedback.ready import unfilled
from knowledge.guidance import Card
from knowledge.redaction.masking import masked
from knowledge.text.folding import fold

KEY: Final = "own_"
"""What the key of such a card begins with; its number follows."""
LONGEST_TITLE: Final = 60
LONGEST_PHRASE: Final = 80
"""Letters of a way to ask; a story is no way people put it."""
MOST_PHRASES: Final = 12
LONGEST_BODY: Final = 1_500
SHORTEST_BODY: Final = 20
REVIEW_AFTER: Final = timedelta(days=90)
"""As a record of the catalogue (P-9)."""
FURTHEST: Final = timedelta(days=366)
"""From today to the latest day a text may be left alone until."""


@dataclass(frozen=True, slots=True)
class CardText:
    """What a citizen reads, and how they ask for it."""

    title: str
    phrases: tuple[str, ...]
    body: str

    def tidied(self) -> "CardText":
        """Without spare blanks and lines, each way to ask once."""
        said = {fold(one): " ".join(one.split()) for one in reversed(self.phrases)}
        phrases = tuple(reversed([words for key, words in said.items() if key]))
        lines = (" ".join(line.split()) for line in self.body.splitlines())
        return CardText(" ".join(self.title.split()), phrases, "\n".join(filter(None, lines)))


@dataclass(frozen=True, slots=True)
class OwnCard:
    """One such card as it stands."""

    number: int
    text: CardText
    answered_by: str
    answered_on: date
    review_by: date

    @property
    def key(self) -> str:
        """As actions and records of answers name it."""
        return f"{KEY}{self.number}"

    def as_card(self) -> Card:
        """As flows show it, with where it comes from."""
        return Card(
            key=self.key,
            title=self.text.title,
            phrases=self.text.phrases,
            body=tuple(self.text.body.splitlines()),
            source=source_of(self.answered_by, self.answered_on, self.review_by),
            review_by=self.review_by,
        )


@dataclass(frozen=True, slots=True)
class Drafted:
    """A card as an officer proposes it."""

    text: CardText
    kept: tuple[str, ...]
    """Stretches that look private and, the officer says, are not."""
    answered_by: str
    answered_on: date
    review_by: date
    replaces: int | None = None

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        return source_of(self.answered_by, self.answered_on, self.review_by)


def source_of(by: str, on: date, until: date) -> str:
    """Who answered, when, and until when it is to be looked at again."""
    return f"{by} trả lời ngày {on:%d/%m/%Y}, xem lại trước ngày {until:%d/%m/%Y}"


class Flaw(StrEnum):
    """What a draft lacks."""

    TITLE = "title"
    PHRASES = "phrases"
    PHRASE = "phrase"
    BODY = "body"
    BRACES = "braces"
    UNFILLED = "unfilled"
    REVIEW = "review"


def flaws(text: CardText) -> tuple[Flaw, ...]:
    """What keeps a tidied draft from being kept, apart from the names in its body."""
    title, asked = text.title, text.phrases
    found = {
        Flaw.TITLE: not 0 < len(title) <= LONGEST_TITLE or masked(title) != title,
        Flaw.PHRASES: not 0 < len(asked) <= MOST_PHRASES,
        Flaw.PHRASE: any(len(one) > LONGEST_PHRASE or masked(one) != one for one in asked),
        Flaw.BODY: not SHORTEST_BODY <= len(text.body) <= LONGEST_BODY,
        Flaw.BRACES: any(mark in one for one in (title, text.body) for mark in "{}"),
        Flaw.UNFILLED: bool(unfilled(f"{title}\n{text.body}")),
    }
    return tuple(flaw for flaw, wrong in found.items() if wrong)


@dataclass(frozen=True, slots=True)
class Private:
    """A stretch of the body that may name a person."""

    words: str
    kind: str
    locked: bool = False
    """Never to be kept, whoever says so."""


Reader = Callable[[str], Iterable[Private]]
"""Finds what may name a person in a text."""


def left_private(body: str, kept: Iterable[str], read: Reader) -> tuple[Private, ...]:
    """What still stands in the body that nobody said may stay."""
    stays = {fold(one) for one in kept}
    return tuple(one for one in read(body) if one.locked or fold(one.words) not in stays)
