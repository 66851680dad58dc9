"""How well each entry of the index fits a query: features first, one weighted sum of them after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from knowledge.matching.facets import compare, missed_by_guide
from knowledge.matching.index import PAIR_WEIGHT, Entry, Index, Source
from knowledge.matching.queries import Query
from knowledge.text.folding import agrees, is_marked

CANDIDATES: Final = 24
"""Entries that get the costly features."""
FUZZY: Final = 6
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
    "marks",
)


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
class _Surfaces:
    """Per entry: best similarity, its surface, best coverage of a surface, the same officially."""

    similarity: dict[int, tuple[float, int]]
    covered: dict[int, float]
    official: dict[int, float]


class Ranker:
    """Scores the entries of one index."""

    def __init__(self, index: Index, weights: Mapping[str, float]) -> None:
        self.index = index
        self.weights = [weights.get(name, 0.0) for name in FEATURES]

    def rank(self, query: Query, only: frozenset[int] | None = None) -> list[Scored]:
        """The best entries, best first; `only` limits them to these numbers."""
        idf, unknown = self.index.idf, self.index.unknown_idf
        weighed = {term: weight * idf.get(term, unknown) for term, weight in query.grams.items()}
        words = {term: value for term, value in weighed.items() if " " not in term}
        total = sum(words.values())
        if not total:
            return []
        shares = self._shares(words, query)
        surfaces = self._surfaces(query, weighed)
        first = sorted(
            (n for n in surfaces.similarity if only is None or n in only),
            key=lambda n: -(surfaces.similarity[n][0] + 0.6 * shares.get(n, 0.0) / total),
        )[:CANDIDATES]
        pair_total = sum(value for term, value in weighed.items() if " " in term) or 1.0
        scored = []
        for number in first:
            found = shares.get(number, 0.0) / total
            scored.append(self._features(number, query, found, surfaces, weighed, pair_total))
        self._finish(scored, query)
        return scored

    def _shares(self, words: Mapping[str, float], query: Query) -> dict[int, float]:
        """Weight of the query's words each entry holds; wrong marks count half."""
        shares: dict[int, float] = {}
        typed = {term.word: term.typed for term in query.terms if is_marked(term.typed)}
        for word, value in words.items():
            meant = typed.get(word)
            for number, weight in self.index.by_word.get(word, ()):
                gain = value * weight
                if meant and not self._spelled(number, word, meant):
                    gain *= 0.4
                shares[number] = shares.get(number, 0.0) + gain
        return shares

    def _spelled(self, number: int, word: str, meant: str) -> bool:
        spellings = self.index.entries[number].marked.get(word, ())
        return any(not is_marked(s) or agrees(meant, s) or agrees(s, meant) for s in spellings)

    def _surfaces(self, query: Query, weighed: Mapping[str, float]) -> _Surfaces:
        inside: dict[int, float] = {}
        for term, weight in query.grams.items():
            for number, value in self.index.by_term.get(term, ()):
                inside[number] = inside.get(number, 0.0) + value * (1.0 if weight >= 1 else 0.8)
        total = sum(v * (PAIR_WEIGHT if " " in term else 1.0) for term, v in weighed.items())
        found = _Surfaces({}, {}, {})
        surfaces, totals = self.index.surfaces, self.index.totals
        for number, value in inside.items():
            surface, size = surfaces[number], totals[number]
            entry = surface.entry
            share = value / size
            similarity = value / (value + _LEAN * max(0.0, total - value) + 0.65 * (size - value))
            if similarity > found.similarity.get(entry, (0.0, 0))[0]:
                found.similarity[entry] = (similarity, number)
            if share > found.covered.get(entry, 0.0):
                found.covered[entry] = share
            if surface.official and share > found.official.get(entry, 0.0):
                found.official[entry] = share
        return found

    def _features(  # noqa: PLR0913
        self,
        number: int,
        query: Query,
        found: float,
        surfaces: _Surfaces,
        weighed: Mapping[str, float],
        pair_total: float,
    ) -> Scored:
        entry = self.index.entries[number]
        similarity, best = surfaces.similarity[number]
        own_pairs = {
            term for n in entry.surfaces for term, _ in self.index.surfaces[n].terms if " " in term
        }
        pair_share = sum(v for term, v in weighed.items() if " " in term and term in own_pairs)
        shared, missing, extra = compare(query.facets, entry.own, entry.allowed, self.index.lexicon)
        if entry.source is not Source.PROCEDURE:
            missing = missed_by_guide(query.facets, entry.allowed, self.index.lexicon)
            extra = 0.0
        covered = surfaces.covered.get(number, 0.0)
        return Scored(
            number,
            entry,
            [
                found,
                pair_share / pair_total,
                similarity,
                covered,
                surfaces.official.get(number, 0.0),
                1.0 if similarity > 0.93 else 0.0,
                shared,
                missing,
                extra,
                0.0,
                1.0 if entry.popular else 0.0,
                0.0,
            ],
            best=best,
        )

    def _finish(self, scored: list[Scored], query: Query) -> None:
        for row in scored:
            row.score = sum(w * f for w, f in zip(self.weights, row.features, strict=True))
        scored.sort(key=lambda row: -row.score)
        fuzzy = FEATURES.index("fuzzy")
        for row in scored[:FUZZY]:
            name = self.index.surfaces[row.best].folded
            row.features[fuzzy] = fuzz.token_sort_ratio(query.folded, name) / 100
        for row in scored[FUZZY:]:
            row.features[fuzzy] = 0.3
        for row in scored:
            row.score = sum(w * f for w, f in zip(self.weights, row.features, strict=True))
        scored.sort(key=lambda row: -row.score)
