"""How well each entry of the index fits a query: features first, one weighted sum of them after."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter, mul
from typing import Final

from rapidfuzz import fuzz

from knowledge.matching.facets import compare, missed_by_guide
from knowledge.matching.index import PAIR_WEIGHT, Entry, Index, Source
from knowledge.matching.queries import Query
from knowledge.text.folding import fold_word, is_marked

COMPARED: Final = 20
"""Procedures whose surfaces are compared one by one."""
GUIDES: Final = 8
"""The same for routes and cards."""
CANDIDATES: Final = 12
"""Of those, entries that get all features."""
PROMISING: Final = 0.3
"""Share of the best entry's words an entry must hold to be looked at."""
NAMED: Final = 0.6
"""Weight of how fully the shortest name is said when choosing entries to compare."""
MISSPELT: Final = 0.4
"""What a word counts whose typed marks speak against it."""
FAINTER: Final = 0.8
"""What a surface's word counts where the person said it only in passing."""
FAINT: Final = 0.22
BESIDE: Final = 0.45
"""The same for a word of an aside, whose weight is at most `FAINT`."""
EXACT: Final = 0.93
"""Similarity from which a surface was said as it stands."""
FUZZY: Final = 5
"""Of those, entries compared letter by letter."""
_LEAN: Final = 0.35
"""Of a surface's similarity: what the query says beyond it weighs less than what it lacks."""

FEATURES: Final = (
    "found",
    "pairs",
    "surface",
    "covered",
    "official",
    "exact",
    "shared",
    "missing",
    "extra",
    "fuzzy",
    "popular",
)
_FUZZY: Final = FEATURES.index("fuzzy")


@dataclass(slots=True)
class Scored:
    """An entry with its features and their weighted sum."""

    number: int
    entry: Entry
    features: list[float]
    score: float = 0.0
    best: int = -1
    """The surface that fits best."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """Best similarity of an entry's surfaces, that surface, and how fully any and official ones."""

    similarity: float
    surface: int
    covered: float
    official: float


_score = attrgetter("score")


class Ranker:
    """Scores the entries of one index."""

    def __init__(self, index: Index, weights: Mapping[str, float]) -> None:
        self.index = index
        self.weights = [weights.get(name, 0.0) for name in FEATURES]

    def rank(self, query: Query) -> list[Scored]:
        """The best entries, best first."""
        idf, unknown = self.index.idf, self.index.unknown_idf
        weighed = {term: weight * idf.get(term, unknown) for term, weight in query.grams.items()}
        words = {term: value for term, value in weighed.items() if " " not in term}
        total = sum(words.values())
        if not total:
            return []
        shares = self._shares(words, query)
        first = self._first(shares, query, total)
        whole = sum(v * (PAIR_WEIGHT if " " in term else 1.0) for term, v in weighed.items())
        paired = [(term, value) for term, value in weighed.items() if " " in term]
        pair_total = sum(weighed.values()) - total or 1.0
        said = {
            t: 1.0 if w >= 1 else FAINTER if w > FAINT else BESIDE for t, w in query.grams.items()
        }
        heard = dict.fromkeys(map(fold_word, query.typed), 1.0) | said
        split = self.index.guides_from
        fits = [(n, self._fit(n, said if n < split else heard, whole)) for n in first]
        fits.sort(key=lambda row: -(row[1].similarity + 0.6 * shares.get(row[0], 0.0) / total))
        scored = [
            self._features(
                number,
                query,
                shares.get(number, 0.0) / total,
                fit,
                sum(v for t, v in paired if t in self.index.entries[number].pairs) / pair_total,
            )
            for number, fit in fits[:CANDIDATES]
        ]
        self._finish(scored, query)
        return scored

    def _shares(self, words: Mapping[str, float], query: Query) -> dict[int, float]:
        """Weight of the query's words each entry holds; wrong marks count half."""
        shares: dict[int, float] = {}
        typed = {term.word: term.typed for term in query.terms if is_marked(term.typed)}
        for word, value in words.items():
            meant = typed.get(word)
            right = self.index.spelled_so(word, meant) if meant else None
            for number, weight in self.index.by_word.get(word, ()):
                gain = value * weight
                if right is not None and number not in right:
                    gain *= MISSPELT
                shares[number] = shares.get(number, 0.0) + gain
        return shares

    def _first(self, shares: Mapping[int, float], query: Query, total: float) -> list[int]:
        """Entries worth comparing: by the words they hold and how fully they are named."""
        named: dict[int, float] = {}
        for term, weight in query.grams.items():
            worth = min(1.0, weight)
            for number, share in self.index.by_short.get(term, ()):
                named[number] = named.get(number, 0.0) + share * worth
        split = self.index.guides_from
        least = PROMISING * max(shares.values(), default=0.0)
        own: list[tuple[float, int]] = []
        guides: list[tuple[float, int]] = []
        kept = [n for n, share in shares.items() if share >= least]
        kept += [n for n, much in named.items() if much >= NAMED and shares.get(n, least) < least]
        for number in kept:
            row = (shares[number] / total + NAMED * named.get(number, 0.0), -number)
            (own if number < split else guides).append(row)
        best = heapq.nlargest(COMPARED, own) + heapq.nlargest(GUIDES, guides)
        return [-number for _, number in best]

    def _fit(self, number: int, said: Mapping[str, float], whole: float) -> _Fit:
        """The surface of an entry that fits best, and how fully surfaces are said."""
        similarity, best, covered, official = 0.0, -1, 0.0, 0.0
        entry = self.index.entries[number]
        for (surface, named, size), value in zip(entry.forms, _values(entry, said), strict=True):
            if not value:
                continue
            share, beyond = value / size, whole - value
            lean = _LEAN * beyond if beyond > 0.0 else 0.0
            alike = value / (value + lean + 0.65 * (size - value))
            if alike > similarity:
                similarity, best = alike, surface
            covered = max(covered, share)
            if named and share > official:
                official = share
        return _Fit(similarity, best, covered, official)

    def _features(
        self, number: int, query: Query, found: float, fit: _Fit, pair_share: float
    ) -> Scored:
        entry = self.index.entries[number]
        shared, missing, extra = compare(
            query.facets, entry.own, entry.allowed, entry.told, self.index.lexicon
        )
        if entry.source is not Source.PROCEDURE:
            missing = missed_by_guide(query.facets, entry.allowed, self.index.lexicon)
            extra = 0.0
        features = [
            found,
            pair_share,
            fit.similarity,
            fit.covered,
            fit.official,
            1.0 if fit.similarity > EXACT else 0.0,
            shared,
            missing,
            extra,
            0.0,
            1.0 if entry.popular else 0.0,
        ]
        return Scored(number, entry, features, best=fit.surface)

    def _finish(self, scored: list[Scored], query: Query) -> None:
        self._weigh(scored)
        for row in scored[:FUZZY]:
            name = self.index.surfaces[row.best].folded
            row.features[_FUZZY] = fuzz.token_sort_ratio(query.folded, name) / 100
        for row in scored[FUZZY:]:
            row.features[_FUZZY] = 0.3
        self._weigh(scored)

    def _weigh(self, scored: list[Scored]) -> None:
        for row in scored:
            row.score = sum(map(mul, self.weights, row.features))
        scored.sort(key=_score, reverse=True)


def _values(entry: Entry, said: Mapping[str, float]) -> list[float]:
    """What each surface of `entry` has of the words and pairs of the query."""
    values = [0.0] * len(entry.forms)
    places = entry.places
    for term, worth in said.items():
        if term not in places:
            continue
        if worth == 1.0:
            for place, value in places[term]:
                values[place] += value
        else:
            for place, value in places[term]:
                values[place] += value * worth
    return values
