"""Which pieces of an answer belong to which point, and what of the point they say.

A piece belongs to one point at most: the one it says most of, by words and pairs of words weighed
by how rare they are. Only what its own pieces say counts for a point: a word picked up in the
answer to another point answers nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from knowledge.feedback.coverage import told_pieces
from knowledge.feedback.nearness import shipped_nearness
from knowledge.feedback.points import SAYS_NOTHING
from knowledge.feedback.raising import Point, points_of
from knowledge.feedback.stop_words import has_marks
from knowledge.feedback.telling_words import telling
from knowledge.text.folding import fold_word, spelling, words

PAIR: Final = 2.0
"""What a pair of words counts beside a word: most Vietnamese words have two syllables."""
_AS_TYPED: Final = "|"
"""Between a gram without marks, by which its rarity is known, and as it was typed."""
RAREST: Final = 3
"""Words that say best what a point is about."""


@dataclass(frozen=True, slots=True)
class Owned:
    """How much of one point its own pieces say; shares are by weight, of what only it says."""

    point: Point
    share: float
    """Of its words, in the one piece that says most."""
    anywhere: float
    """Of its words, in the whole answer: what the other points' pieces say included."""
    pairs: float
    """Of its pairs of words, in the whole answer."""
    paired: bool
    """One of its pairs stands in a piece."""
    rare: float
    """Of its rarest words, in the whole answer."""
    pieces: int


@dataclass(frozen=True, slots=True)
class Grams:
    """Words and pairs of words of a text, as they are compared."""

    words: frozenset[str]
    pairs: frozenset[str]

    def less(self, others: Sequence["Grams"]) -> "Grams":
        """What only it says; all of it when it says nothing alone."""
        said = self.words.difference(*(one.words for one in others))
        together = self.pairs.difference(*(one.pairs for one in others))
        return Grams(said or self.words, together or self.pairs)


@lru_cache(maxsize=64)
def owned(reply: str, matter: str) -> tuple[Owned, ...]:
    """Each point of the matter, and what of it the answer's pieces say."""
    points = points_of(matter)
    exact = has_marks(words(matter)) and has_marks(words(reply))
    raised = [grams_of(telling(one.text), one.text, exact=exact) for one in points]
    alone = [one.less([other for other in raised if other is not one]) for one in raised]
    told = [(words(one.lower()), one) for one in told_pieces(reply)]
    pieces = [grams_of(said, one, exact=exact) for said, one in told]
    speaks = [[_speaks(mine, piece) for piece in pieces] for mine in alone]
    owner = [
        column.index(max(column)) if max(column) > 0 else -1 for column in zip(*speaks, strict=True)
    ]
    return tuple(
        _owned(
            point,
            mine,
            pieces,
            [one for one, whose in zip(pieces, owner, strict=True) if whose == number],
        )
        for number, (point, mine) in enumerate(zip(points, alone, strict=True))
    )


def _owned(point: Point, mine: Grams, pieces: Sequence[Grams], own: Sequence[Grams]) -> Owned:
    told = frozenset[str]().union(*(one.words for one in pieces))
    together = frozenset[str]().union(*(one.pairs for one in own))
    whole = weight(mine.words) or 1.0
    rarest = sorted(mine.words, key=lambda one: (-_rarity(one), one))[:RAREST]
    return Owned(
        point,
        max((weight(mine.words & one.words) for one in own), default=0.0) / whole,
        weight(mine.words & told) / whole,
        weight(mine.pairs & together) / (weight(mine.pairs) or 1.0),
        bool(mine.pairs & together),
        sum(one in told for one in rarest) / max(len(rarest), 1),
        len(own),
    )


def _speaks(mine: Grams, piece: Grams) -> float:
    return weight(mine.words & piece.words) + PAIR * weight(mine.pairs & piece.pairs)


def weight(grams: Collection[str]) -> float:
    """Of all, by how rare each is."""
    return sum(map(_rarity, grams))


def _rarity(gram: str) -> float:
    return shipped_nearness().rarity(gram.split(_AS_TYPED, maxsplit=1)[0])


def grams_of(said: Sequence[str], text: str, *, exact: bool) -> Grams:
    """The words and pairs of words, as typed where both sides have marks: "đền" is no "đến"."""
    return Grams(
        frozenset(_key((word,), exact=exact) for word in said),
        frozenset(
            _key(pair, exact=exact)
            for pair in pairwise(words(text.lower()))
            if not any(SAYS_NOTHING.holds(one, marked=exact) or one.isdigit() for one in pair)
        ),
    )


def _key(said: Sequence[str], *, exact: bool) -> str:
    plain = " ".join(map(fold_word, said))
    return f"{plain}{_AS_TYPED}{' '.join(map(spelling, said))}" if exact else plain
