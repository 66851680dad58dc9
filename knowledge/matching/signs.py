"""What speaks for and against the first candidate, as numbers the calibration is fitted on."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from knowledge.matching.calibration import SIGNS
from knowledge.matching.guides import FamilyFit
from knowledge.matching.index import Index
from knowledge.matching.queries import Query
from knowledge.matching.ranking import FEATURES, Scored

_NOTHING: Final = [0.0] * len(FEATURES)
_OWN: Final = tuple(name for name in FEATURES if name in SIGNS)
"""Features of the first candidate that are signs as they are."""
BRIEF: Final = 5.0
"""Full words up to which every one of them counts."""
SIBLING: Final = 3.0
"""Score within which another candidate may be a sibling."""
UNNAMED: Final = 6.0
"""Full words outside the first candidate's names above which more of them say nothing more."""
NEAR: Final = 0.4
"""Score within which candidates are near."""


def signs(
    procedures: Sequence[Scored],
    guides: Sequence[Scored],
    query: Query,
    index: Index,
    family: FamilyFit | None,
) -> tuple[float, ...]:
    """The values of `SIGNS` for the first of `procedures` against the rest."""
    first = procedures[0] if procedures else None
    guide = guides[0] if guides else None
    own = _named(first)
    theirs = _named(guide)
    score = first.score if first else 0.0
    shares = _idf_shares(query, index)
    unknown = sum(v for w, v in shares.items() if w not in index.procedure_words)
    values: dict[str, float] = {name: own[name] for name in _OWN}
    margin = score - (procedures[1].score if len(procedures) > 1 else 0.0)
    weight = query.weight
    brief = 1.0 if weight <= BRIEF else BRIEF / weight
    values |= {
        "margin": min(margin, 3.0),
        "tight": math.exp(-2 * margin),
        "complete": float(own["found"] >= 0.95),
        "strange": unknown * brief,
        "stray": (1.0 - own["found"]) * brief,
        "offtopic": float("offtopic" in query.facets.has),
        "brief": brief,
        "sibling": _sibling(procedures, query),
        "lead": max(-3.0, min(score - (guide.score if guide else 0.0), 4.0)),
        "unknown": unknown,
        "length": min(weight, 12) / 12,
        "near": sum(score - row.score < NEAR for row in procedures[1:6]) / 5,
        "guide_found": theirs["found"],
        "guide_surface": theirs["surface"],
        "guide_covered": theirs["covered"],
        "guide_pairs": theirs["pairs"],
        "guide_gain": _gain(shares, guide, first),
        "own_gain": _gain(shares, first, guide),
        "family": 1.0 - min(family.rest, 1.0) if family else 0.0,
        "telling": family.telling if family else 1.0,
        "alien": family.alien if family else 1.0,
        "rivals": sum(own["found"] - row.features[_FOUND] < 0.03 for row in procedures[1:6]) / 5,
        "alike": _alike(procedures),
        "unnamed": min(_unnamed(query, first), UNNAMED) / UNNAMED,
        "asks": float(bool(query.parts)),
        "specific": sum(v for w, v in shares.items() if index.idf.get(w, 0.0) > 4.0),
    }
    return tuple(map(values.__getitem__, SIGNS))


_FOUND: Final = FEATURES.index("found")


def _named(row: Scored | None) -> Mapping[str, float]:
    return dict(zip(FEATURES, row.features if row else _NOTHING, strict=True))


def _idf_shares(query: Query, index: Index) -> dict[str, float]:
    """Share of the query's weight, by idf, of each of its words."""
    values = {
        term: weight * index.idf.get(term, index.unknown_idf)
        for term, weight in query.grams.items()
        if " " not in term
    }
    total = sum(values.values())
    return {term: value / total for term, value in values.items()} if total else {}


def _unnamed(query: Query, row: Scored | None) -> float:
    """Full words of the query in none of the names of `row`; its papers do not count."""
    names = row.entry.names if row else frozenset()
    return sum(
        weight
        for term, weight in query.grams.items()
        if weight >= 1 and " " not in term and term not in names
    )


def _gain(shares: Mapping[str, float], row: Scored | None, other: Scored | None) -> float:
    """Share of the query that `row` has a word for and `other` has not."""
    if row is None:
        return 0.0
    rest = other.entry.weights if other else {}
    return sum(v for w, v in shares.items() if w in row.entry.weights and w not in rest)


def _alike(procedures: Sequence[Scored]) -> float:
    """How much of the first candidate's official words the second shares."""
    if len(procedures) < 2:
        return 0.0
    one, two = (row.entry.official for row in procedures[:2])
    return len(one & two) / len(one | two) if one | two else 0.0


def _sibling(procedures: Sequence[Scored], query: Query) -> float:
    """1 if another candidate differs from the first only in words the query does not say."""
    if len(procedures) < 2:
        return 0.0
    first = procedures[0]
    mine = first.entry.official
    for row in procedures[1:5]:
        if first.score - row.score > SIBLING or row.entry.own != first.entry.own:
            continue
        theirs = row.entry.official
        alike = len(mine & theirs) / len(mine | theirs)
        if alike >= 0.4 and not any(word in query.grams for word in mine ^ theirs):
            return 1.0
    return 0.0
