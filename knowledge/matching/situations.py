"""What people tell when they want something: the matters each of their words speaks for.

A citizen often names no paper ("thẻ gãy đôi quẹt không ăn"). A linear model over words, pairs of
words and the lexicon's terms knows some seven thousand such texts of our own
(`tests/benchmarks/situations`); `python -m tests.benchmarks._situations --write` fits it.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from knowledge.matching.queries import Query
from knowledge.text.folding import fold_word

FILE: Final = Path(__file__).parents[1] / "data" / "situations.json"
SCALE: Final = 20.0
"""Whole numbers in the file are weights times this."""
ROUTE: Final = "route:"
CARD: Final = "card:"
NOTHING: Final = "none"
"""Key of what no office does."""


@dataclass(frozen=True, slots=True)
class Guess:
    """Matters a message may be about, likeliest first, with probabilities that add up to one."""

    rows: tuple[tuple[str, float], ...]

    def of(self, key: str) -> float:
        """Probability of one matter; nought where it is not known."""
        return next((share for one, share in self.rows if one == key), 0.0)


@dataclass(frozen=True)
class Situations:
    """The fitted model."""

    keys: Sequence[str]
    """Codes, and `route:`, `card:` or `none` keys."""
    bias: Sequence[float]
    weights: Mapping[str, Sequence[int]]
    """For each feature numbers of keys, each followed by its weight."""

    @cached_property
    def known(self) -> frozenset[str]:
        """The keys of which anything was told."""
        return frozenset(self.keys)

    def guess(self, query: Query) -> Guess:
        """The likeliest matters of a message."""
        known = [row for row in map(self.weights.get, features(query)) if row]
        scale = 1.0 / (SCALE * math.sqrt(max(1, len(known))))
        scores = list(self.bias)
        for row in known:
            for place in range(0, len(row), 2):
                scores[row[place]] += row[place + 1] * scale
        most = max(scores)
        shares = [math.exp(score - most) for score in scores]
        total = sum(shares)
        rows = ((key, share / total) for key, share in zip(self.keys, shares, strict=True))
        return Guess(tuple(sorted(rows, key=lambda row: -row[1])))


def features(query: Query) -> set[str]:
    """Folded words and neighbouring pairs as typed, and the terms they are read as."""
    said = [fold_word(word) for word in query.heard or query.typed]
    return {*said, *map(" ".join, pairwise(said)), *_terms(query)}


def _terms(query: Query) -> Iterable[str]:
    return (f"={term.word}" for term in query.terms)


@lru_cache(maxsize=1)
def shipped_situations() -> Situations:
    """The model that is shipped."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return Situations(told["keys"], told["bias"], told["weights"])
