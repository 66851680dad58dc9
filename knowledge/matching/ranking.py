"""How well each entry of the index fits a query: features first, one weighted sum of them after."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter, mul
from typing import Final, NamedTuple

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
UNCOMPARED: Final = 0.3
"""What the others have of that likeness."""
_LEAN: Final = 0.35
"""Of a surface's similarity: what the query says beyond it weighs less than what it lacks."""
_LACK: Final = 1 - _LEAN

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


class _Fit(NamedTuple):
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
        placed = self.index.placed
        said, heard = ({t: w for t, w in one.items() if t in placed} for one in (said, heard))
        split = self.index.guides_from
        fits = [(n, self._fit(n, said if n < split else heard, whole)) for n in first]
        fits.sort(key=lambda row: -(row[1].similarity + 0.6 * shares[row[0]] / total))
        scored = [
            self._features(
                number,
                query,
                shares[number] / total,
                fit,
                sum(v for t, v in paired if t in self.index.entries[number].pairs) / pair_total,
            )
            for number, fit in fits[:CANDIDATES]
        ]
        self._finish(scored, query)
        return scored

    def _shares(self, words: Mapping[str, float], query: Query) -> list[float]:
        """Weight of the query's words each entry holds, by its number; wrong marks count less."""
        shares = [0.0] * len(self.index.entries)
        typed = {term.word: term.typed for term in query.terms if is_marked(term.typed)}
        for word, value in words.items():
            for weight, misspelt, numbers in self.index.rows(word, typed.get(word)):
                gain = value * weight * MISSPELT if misspelt else value * weight
                for number in numbers:
                    shares[number] += gain
        return shares

    def _first(self, shares: Sequence[float], query: Query, total: float) -> list[int]:
        """Entries worth comparing: by the words they hold and how fully they are named."""
        named = self._named(query)
        least = PROMISING * max(shares, default=0.0)
        if not least:
            return []
        rows = [
            (share / total + NAMED * much, -number)
            for number, (share, much) in enumerate(zip(shares, named, strict=True))
            if share >= least or (much >= NAMED and share)
        ]
        cut = bisect_left(rows, self.index.guides_from, key=lambda row: -row[1])
        best = sorted(rows[:cut], reverse=True)[:COMPARED]
        best += sorted(rows[cut:], reverse=True)[:GUIDES]
        return [-number for _, number in best]

    def _named(self, query: Query) -> list[float]:
        """How fully the shortest name of each entry is said, by its number."""
        named = [0.0] * len(self.index.entries)
        for term, weight in query.grams.items():
            rows = self.index.by_short.get(term, ())
            if weight >= 1.0:
                for number, share in rows:
                    named[number] += share
            else:
                for number, share in rows:
                    named[number] += share * weight
        return named

    def _fit(self, number: int, said: Mapping[str, float], whole: float) -> _Fit:
        """The surface of an entry that fits best, and how fully surfaces are said."""
        similarity, best, official, spoken = 0.0, -1, 0.0, 0.0
        entry = self.index.entries[number]
        values = _values(entry, said)
        lean = _LEAN * whole
        rows = zip(entry.forms, values, strict=True)
        for (surface, named, size), value in compress(rows, values):
            beyond = lean if value < whole else _LEAN * value
            alike = value / (beyond + _LACK * size)
            if alike > similarity:
                similarity, best = alike, surface
            share = value / size
            if named and share > official:
                official = share
            elif not named and share > spoken:
                spoken = share
        return _Fit(similarity, best, max(official, spoken), official)

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
        """Sum the features; the likeliest are compared letter by letter as well."""
        for row in scored:
            row.score = sum(map(mul, self.weights, row.features))
        scored.sort(key=_score, reverse=True)
        weight = self.weights[_FUZZY]
        for place, row in enumerate(scored):
            name = self.index.surfaces[row.best].folded if place < FUZZY else ""
            fuzzy = fuzz.token_sort_ratio(query.folded, name) / 100 if name else UNCOMPARED
            row.features[_FUZZY] = fuzzy
            row.score += weight * fuzzy
        scored.sort(key=_score, reverse=True)


def _values(entry: Entry, said: Mapping[str, float]) -> list[float]:
    """What each surface of `entry` has of the words and pairs of the query."""
    values = [0.0] * len(entry.forms)
    places = entry.places
    for term in filter(places.__contains__, said):
        worth = said[term]
        if worth == 1.0:
            for place, value in places[term]:
                values[place] += value
        else:
            for place, value in places[term]:
                values[place] += value * worth
    return values
