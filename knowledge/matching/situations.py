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
NEGLIGIBLE: Final = -7.0
"""Score below the best from which a matter is not named at all: a thousandth as likely."""
ROUTE: Final = "route:"
CARD: Final = "card:"
NOTHING: Final = "none"
"""Key of what no office does."""


@dataclass(frozen=True, slots=True)
class Guess:
    """Matters a message may be about, likeliest first, each with its probability."""

    rows: tuple[tuple[str, float], ...]

    def of(self, key: str) -> float:
        """Probability of one matter; nought where that is next to nothing."""
        return next((share for one, share in self.rows if one == key), 0.0)


@dataclass(frozen=True)
class Situations:
    """The fitted model."""

    keys: Sequence[str]
    """Codes, and `route:`, `card:` or `none` keys."""
    bias: Sequence[float]
    weights: Mapping[str, Sequence[int]]
    """For each feature numbers of keys, each followed by its weight times `SCALE`."""

    @cached_property
    def known(self) -> frozenset[str]:
        """The keys of which anything was told."""
        return frozenset(self.keys)

    @cached_property
    def spread(self) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
        """For each feature the numbers of keys, and their weights."""
        return {key: (tuple(row[::2]), tuple(row[1::2])) for key, row in self.weights.items()}

    def guess(self, query: Query) -> Guess:
        """The likeliest matters of a message."""
        known = [row for row in map(self.spread.get, features(query)) if row]
        sums = [0] * len(self.keys)
        for numbers, values in known:
            for number, value in zip(numbers, values, strict=True):
                sums[number] += value
        scale = 1.0 / (SCALE * math.sqrt(max(1, len(known))))
        scores = [bias + scale * one for bias, one in zip(self.bias, sums, strict=True)]
        least = max(scores) + NEGLIGIBLE
        rows = [row for row in zip(scores, self.keys, strict=True) if row[0] > least]
        shares = [(key, math.exp(score - least)) for score, key in sorted(rows, reverse=True)]
        total = sum(share for _, share in shares)
        return Guess(tuple((key, share / total) for key, share in shares))


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
