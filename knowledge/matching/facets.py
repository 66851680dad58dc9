"""Distinctions that tell near-equal procedures apart: foreign, again, extend, end …"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.matching.terms import is_denied
from knowledge.text.folding import agrees, fold_word
from knowledge.text.lexicon import Facet, Lexicon


@dataclass(frozen=True, slots=True)
class Facets:
    """Keys of the facets asserted and of those denied ("không có yếu tố nước ngoài")."""

    has: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()


def find_facets(
    typed: Sequence[str],
    lexicon: Lexicon,
    replaced: frozenset[int] | set[int] = frozenset(),
    *,
    official: bool = False,
) -> Facets:
    """The facets `typed` (lower case) names; of overlapping phrases the longest counts.

    A phrase that lies within words `replaced` by official ones speaks through those alone;
    `official` says that `typed` are such words.
    """
    folded = [fold_word(word) for word in typed]
    hits: list[tuple[int, int, str]] = []
    for start, first in enumerate(folded):
        for wanted, say, facet in lexicon.facet_says.get(first, ()):
            end = start + len(wanted)
            if official and facet.written:
                continue
            if replaced and replaced.issuperset(range(start, end)):
                continue
            if tuple(folded[start:end]) == wanted and all(map(agrees, typed[start:end], say)):
                hits.append((start, end, facet.key))
    has, denied = set(), set()
    for start, end, key in hits:
        if any(s <= start and end <= e and e - s > end - start for s, e, _ in hits):
            continue
        (denied if is_denied(typed, start) else has).add(key)
    return Facets(frozenset(has), frozenset(denied - has))


SEVERAL_ACTS: Final = 0.5
"""A name that lists several acts ("điều chỉnh, thôi hưởng") is not held to one of them."""


def compare(
    query: Facets, own: frozenset[str], allowed: frozenset[str], lexicon: Lexicon
) -> tuple[float, float, float]:
    """Weights of the facets shared, asked but missing, and present but not asked.

    `own` are those of the official name; `allowed` those of the ways people put it, which count
    when asked and are not missed when not.
    """
    shared = missing = extra = 0.0
    met = {f.group for f in lexicon.facets if f.group and f.key in query.has & allowed}
    told = {f.group for f in lexicon.facets if f.mild and f.key in own}
    groups: dict[str, list[float]] = {}
    for facet in lexicon.facets:
        key = facet.key
        if key in query.has:
            if key in allowed:
                shared += facet.weight
            elif not facet.mild or facet.group in told:
                missing += facet.weight
        elif key in own and facet.group not in met:
            weight = facet.weight * (2.0 if key in query.denied else 1.0)
            if facet.group:
                groups.setdefault(facet.group, []).append(weight)
            else:
                extra += weight
    for weights in groups.values():
        extra += max(weights) * (1.0 if len(weights) == 1 else SEVERAL_ACTS)
    return shared, missing, extra


def missed_by_guide(query: Facets, allowed: frozenset[str], lexicon: Lexicon) -> float:
    """Weight of the facets a route or card is held to and lacks."""
    return sum(
        facet.weight
        for facet in lexicon.facets
        if facet.written and facet.key in query.has and facet.key not in allowed
    )
