"""Distinctions that tell near-equal procedures apart: foreign, again, extend, end, and so on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from knowledge.matching.terms import is_denied
from knowledge.text.folding import agrees, fold_word
from knowledge.text.lexicon import Facet, Lexicon


@dataclass(frozen=True, slots=True)
class Facets:
    """Keys of the facets asserted and of those denied ("không có yếu tố nước ngoài")."""

    has: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()


AGE: Final = "age"
"""Group of the facets that ages speak for."""


def find_facets(
    typed: Sequence[str],
    lexicon: Lexicon,
    replaced: frozenset[int] | set[int] = frozenset(),
    *,
    official: bool = False,
) -> Facets:
    """The facets `typed` (lower case) names; of overlapping phrases the longest counts.

    A phrase that lies within words `replaced` by official ones speaks through those alone;
    `official` says that `typed` are such words; these lack the "dưới" of an age.
    """
    if not typed:
        return Facets()
    hits = [
        (start, end, facet.key)
        for start, end, facet in _said(typed, lexicon)
        if not (official and (facet.written or facet.group == AGE))
        and (facet.written or not (replaced and replaced.issuperset(range(start, end))))
    ]
    has: set[str] = set()
    denied: set[str] = set()
    for start, end, key in hits:
        if any(s <= start and end <= e and e - s > end - start for s, e, _ in hits):
            continue
        (denied if is_denied(typed, start) else has).add(key)
    return Facets(frozenset(has), frozenset(denied - has))


def _said(typed: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[int, int, Facet]]:
    """Where phrases of facets begin and end."""
    folded = [*map(fold_word, typed), ""]
    says = lexicon.facet_says.get
    for start, pair in enumerate(pairwise(folded)):
        for wanted, say, facet in (*says(pair[:1], ()), *says(pair, ())):
            end = start + len(wanted)
            if tuple(folded[start:end]) == wanted and all(map(agrees, typed[start:end], say)):
                yield start, end, facet


SPOKEN: Final = 0.85
"""A facet counts less where only a way people put it has it, not the official name."""
SEVERAL_ACTS: Final = 0.5
"""A name that lists several acts ("điều chỉnh, thôi hưởng") is not held to one of them."""


def compare(
    query: Facets,
    own: frozenset[str],
    allowed: frozenset[str],
    told: frozenset[str | None],
    lexicon: Lexicon,
) -> tuple[float, float, float]:
    """Weights of the facets shared, asked but missing, and present but not asked.

    `own` are those of the official name; `allowed` those of the ways people put it, which count
    when asked and are not missed when not; `told` the groups of the mild ones among `own`.
    """
    facets = lexicon.facet_by_key
    shared = missing = extra = 0.0
    met = set()
    for key in query.has:
        facet = facets[key]
        if key in allowed:
            gained = 0.0 if facet.needed else facet.weight
            shared += gained * (1.0 if key in own else SPOKEN)
            met.add(facet.group)
        elif not facet.mild or facet.group in told:
            missing += facet.weight
    groups: dict[str, list[float]] = {}
    for key in own - query.has:
        facet = facets[key]
        weight = facet.weight * (2.0 if key in query.denied else 1.0)
        if facet.group is None:
            extra += weight
        elif facet.group not in met:
            groups.setdefault(facet.group, []).append(weight)
    for weights in groups.values():
        extra += max(weights) * (1.0 if len(weights) == 1 else SEVERAL_ACTS)
    return shared, missing, extra


def missed_by_guide(query: Facets, allowed: frozenset[str], lexicon: Lexicon) -> float:
    """Weight of the facets a route or card is held to and lacks."""
    facets = (lexicon.facet_by_key[key] for key in query.has - allowed)
    return sum(facet.weight for facet in facets if facet.written)
