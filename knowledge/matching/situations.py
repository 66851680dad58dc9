"""What people tell when they want something: the matters each of their words speaks for.

A citizen often names no paper ("thẻ gãy đôi quẹt không ăn"). A linear model over words, pairs of
words and the lexicon's terms knows some 21,000 such texts of our own
(`tests/benchmarks/situations`); `python -m tests.benchmarks._situations --write` fits it.
"""

import json
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise, repeat
from operator import add, mul
from pathlib import Path
from sys import byteorder
from typing import Final, cast

from knowledge.matching.queries import Query
from knowledge.text.folding import fold_word

FILE: Final = Path(__file__).parents[1] / "data" / "situations.json"
SCALE: Final = 20.0
"""Whole numbers in the file are weights times this."""
TYPE: Final = "I"
LANE: Final = array(TYPE).itemsize
"""Bytes for the sum of one matter."""
_LANES: Final = 1 << (8 * LANE)
LIFT: Final = 1 << 16
"""Added to every weight: more than the least of them is below nought."""
NEGLIGIBLE: Final = -7.0
"""Score below the best from which a matter is not named at all: a thousandth as likely."""
ROUTE: Final = "route:"
CARD: Final = "card:"
FEATURES: Final = "features"
NOTHING: Final = "none"
"""Key of what no office does."""


@dataclass(frozen=True)
class Guess:
    """Matters a message may be about, likeliest first, each with its probability."""

    rows: tuple[tuple[str, float], ...]

    @cached_property
    def by_key(self) -> dict[str, float]:
        """The same by the matter."""
        return dict(self.rows)

    def of(self, key: str) -> float:
        """Probability of one matter; nought where that is next to nothing."""
        return self.by_key.get(key, 0.0)


@dataclass(frozen=True)
class Situations:
    """The fitted model.

    The weights of one feature are summed for all matters at once: they lie side by side in one
    large whole number, `LANE` bytes each, so that adding two such numbers adds them all.
    """

    keys: Sequence[str]
    """Codes, and `route:`, `card:` or `none` keys."""
    bias: Sequence[float]
    weights: Mapping[str, Sequence[int]]
    """For each feature numbers of keys, each followed by its weight times `SCALE`."""
    lanes: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    """The weights of a feature side by side, laid out when it is first met."""

    @cached_property
    def known(self) -> frozenset[str]:
        """The keys of which anything was told."""
        return frozenset(self.keys)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number of each key."""
        return {key: number for number, key in enumerate(self.keys)}

    def guess(self, query: Query) -> Guess:
        """The likeliest matters of a message."""
        if query.guess is None:
            query.guess = self.guess_of(features(query))
        return cast("Guess", query.guess)

    def guess_of(self, said: Iterable[str]) -> Guess:
        """The likeliest matters of some features, each given once."""
        known = self._laid_out(said)
        steps = SCALE * math.sqrt(max(1, len(known)))
        sums = _apart(sum(known), len(self.keys))
        near = self._near(sums, 1.0 / steps)
        least = near[0][0] + NEGLIGIBLE
        shares = [math.exp(score - least) for score, _ in near]
        total = sum(shares)
        return Guess(
            tuple([(key, share / total) for (_, key), share in zip(near, shares, strict=True)])
        )

    def _near(self, sums: "array[int]", scale: float) -> list[tuple[float, str]]:
        """The scores, and their matters, that are not negligible; the best first."""
        scores = list(map(add, self.bias, map(mul, sums, repeat(scale))))
        least = max(scores) + NEGLIGIBLE
        rows = zip(scores, self.keys, strict=True)
        return sorted([row for row in rows if row[0] > least], reverse=True)

    def _laid_out(self, said: Iterable[str]) -> list[int]:
        """The weights of each feature that is known, side by side."""
        lanes, weights = self.lanes.get, self.weights
        return [lanes(one) or self._lay_out(one) for one in said if one in weights]

    def _lay_out(self, feature: str) -> int:
        """The weights of a feature side by side, each lifted so that none is below nought."""
        row = array(TYPE, (LIFT,)) * len(self.keys)
        weights = self.weights[feature]
        for number, weight in zip(weights[::2], weights[1::2], strict=True):
            row[number] += weight
        if byteorder == "big":
            row.byteswap()
        found = self.lanes[feature] = int.from_bytes(row.tobytes(), "little")
        return found

    def speaks_for(self, said: Iterable[str], keys: Sequence[str]) -> list[float]:
        """How much some features speak for each of `keys`."""
        known = self._laid_out(said)
        whole, lifted = sum(known), LIFT * len(known)
        places = (8 * LANE * self.numbers[key] for key in keys)
        return [((whole >> place) % _LANES - lifted) / SCALE for place in places]


def _apart(whole: int, count: int) -> "array[int]":
    """The sums that lie side by side in `whole`."""
    sums = array(TYPE)
    sums.frombytes(whole.to_bytes(LANE * count, "little"))
    if byteorder == "big":
        sums.byteswap()
    return sums


def features(query: Query) -> set[str]:
    """Folded words and neighbouring pairs as typed, and the terms they are read as; made once."""
    known = query.memo.get(FEATURES)
    if known is None:
        said = [fold_word(word) for word in query.heard or query.typed]
        known = query.memo[FEATURES] = {*said, *map(" ".join, pairwise(said)), *_terms(query)}
    return cast("set[str]", known)


def _terms(query: Query) -> Iterable[str]:
    return (f"={term.word}" for term in query.terms)


@lru_cache(maxsize=1)
def shipped_situations() -> Situations:
    """The model that is shipped."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return Situations(told["keys"], told["bias"], told["weights"])
