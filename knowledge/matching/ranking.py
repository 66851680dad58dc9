"""How well each entry of the index fits a query: features first, one weighted sum of them after."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
        words: dict[str, float] = {}
        paired: dict[str, float] = {}
        for term, weight in query.grams.items():
            (paired if " " in term else words)[term] = weight * idf.get(term, unknown)
        total, pair_total = sum(words.values()), sum(paired.values())
        if not total:
            return []
        shares, whole = self._shares(words, query), total + PAIR_WEIGHT * pair_total
        fits = self._fits(self._first(shares, query, total), query, whole)
        fits.sort(key=lambda row: -(row[1].similarity + 0.6 * shares[row[0]] / total))
        scored, known = [], list(filter(self.index.placed.__contains__, paired))
        for number, fit in fits[:CANDIDATES]:
            pairs = self.index.entries[number].pairs
            held = sum(map(paired.__getitem__, filter(pairs.__contains__, known)))
            found, said = shares[number] / total, held / (pair_total or 1.0)
            scored.append(self._features(number, query, found, fit, said))
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
            (share / total + NAMED * named[number], -number)
            for number, share in enumerate(shares)
            if share >= least or (share and named[number] >= NAMED)
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

    def _fits(self, first: Sequence[int], query: Query, whole: float) -> list[tuple[int, _Fit]]:
        """How the entries `first` fit; guides are fitted with the words that say nothing too."""
        placed, split = self.index.placed, self.index.guides_from
        grams = {term: weight for term, weight in query.grams.items() if term in placed}
        full = [term for term, weight in grams.items() if weight >= 1]
        faint = [
            (term, FAINTER if weight > FAINT else BESIDE)
            for term, weight in grams.items()
            if weight < 1
        ]
        folded = dict.fromkeys(map(fold_word, query.typed))
        heard = full + [word for word in folded if word in placed and word not in grams]
        return [(n, self._fit(n, full if n < split else heard, faint, whole)) for n in first]

    def _fit(
        self, number: int, full: Sequence[str], faint: Sequence[tuple[str, float]], whole: float
    ) -> _Fit:
        """The surface of an entry that fits best, and how fully surfaces are said."""
        similarity, best, covered, official = 0.0, -1, 0.0, 0.0
        entry, lean = self.index.entries[number], _LEAN * whole
        spoken_from = entry.spoken_from
        for value, (surface, size) in zip(_values(entry, full, faint), entry.forms, strict=True):
            if value:
                alike = value / ((lean if value < whole else _LEAN * value) + _LACK * size)
                if alike > similarity:
                    similarity, best = alike, surface
                share = value / size
                if share > covered:
                    covered = share
                    if surface < spoken_from:
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


def _values(entry: Entry, full: Sequence[str], faint: Sequence[tuple[str, float]]) -> list[float]:
    """What each surface of `entry` has of the words and pairs of the query."""
    values = [0.0] * len(entry.forms)
    places = entry.places
    for rows in filter(None, map(places.get, full)):
        for value, at in rows:
            for place in at:
                values[place] += value
    for term, worth in faint:
        for value, at in places.get(term, ()):
            for place in at:
                values[place] += value * worth
    return values
