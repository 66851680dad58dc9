"""Two wishes in one message, where each half speaks for a matter of its own.

Joining words alone do not tell "cưới xong chuyển khẩu về nhà chồng" from "mới cưới xong, muốn
chuyển khẩu". A message is cut where its halves speak for different procedures; a judgement over the
words at the cut and what each half speaks for (fitted on `tests/benchmarks/wishes`) tells whether
both are wanted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from knowledge.matching.judgements import odds
from knowledge.matching.queries import Query
from knowledge.matching.several import PERSONS
from knowledge.matching.situations import Guess, Situations
from knowledge.matching.terms import Term
from knowledge.text.folding import fold_word, word_set

JUDGEMENT: Final = "two_wishes"
SPLIT: Final = 0.02
"""Probability of the second matter of a whole message from which it may hold two."""
SAYS: Final = 1.0
"""Full words each half needs."""
SPEAKS: Final = 0.4
"""Probability of its matter each half needs."""
LONGEST: Final = 40
"""Words up to which: the judgement knows no longer ones, and reading them takes longest already."""
TRIED: Final = 2
"""Cuts that are weighed: those that part the two matters best."""
_JOINTS: Final = word_set(
    "roi xong va vs voi lan con luon sau cung + & tien san dong ngoai them vua r zoi"
)
_HEAD: Final = 3
"""Words at the start of a half among which it says that something is there already."""
_LEAST: Final = 2
"""Words before a cut; behind it one less."""

Told = dict[str, float]


@dataclass(frozen=True, slots=True)
class Halves:
    """A cut with the procedure each half speaks for."""

    first: str
    second: str
    told: Told
    """What speaks for and against both being wanted, by name."""
    at: int
    """Position of the second half's first word, over all clauses."""


class Place(NamedTuple):
    """What stands at one position of a message."""

    word: str
    features: tuple[str, ...]
    """The word and what it is read as."""
    pair: str
    """It with the next word of its clause."""
    weight: float
    beside: float
    """What of the weight stands in an aside."""
    opens: bool
    """True for the first word of a clause but the first."""


def cuts_in(rows: Sequence[Query]) -> list[int]:
    """Positions, over all clauses, at which a message may be cut in two; none in a long one."""
    said = [fold_word(word) for row in rows for word in row.typed]
    if len(said) > LONGEST:
        return []
    begun = set(accumulate(len(row.typed) for row in rows[:-1]))
    return [
        at
        for at in range(_LEAST, len(said) - 1)
        if at in begun or (said[at] in _JOINTS and _joins(said[at], said[at + 1]))
    ]


def _joins(word: str, after: str) -> bool:
    """False for "với người Lào", which names whom."""
    return not (word == "voi" and after in PERSONS)


def halves_of(
    rows: Sequence[Query],
    cuts: Sequence[int],
    whole: Guess,
    situations: Situations,
    known: frozenset[str],
) -> list[Halves]:
    """The best `cuts` of a message into two wishes, best first; empty where it speaks for one."""
    near = [code for code, share in whole.rows if share >= SPLIT and code in known][:3]
    if len(near) < 2:
        return []
    places = list(_places(rows))
    best = sorted(zip(_parted(places, cuts, near, situations), cuts, strict=True), reverse=True)
    found = (_halves(places, at, whole, situations, known) for _, at in best[:TRIED])
    return [one for one in found if one]


def _places(rows: Sequence[Query]) -> Iterator[Place]:
    for number, row in enumerate(rows):
        said = [fold_word(word) for word in row.typed]
        read: dict[int, list[Term]] = {}
        aside: dict[int, float] = {}
        for term, beside in zip(row.terms, row.beside, strict=True):
            read.setdefault(term.at, []).append(term)
            aside[term.at] = aside.get(term.at, 0.0) + term.weight * beside
        for at, word in enumerate(said):
            terms = read.get(at, ())
            pair = " ".join(said[at : at + 2])
            told = tuple({word, *[f"={term.word}" for term in terms]})
            weight = sum([term.weight for term in terms])
            opens = number > 0 and at == 0
            yield Place(word, told, pair, weight, aside.get(at, 0.0), opens)


def _parted(
    places: Sequence[Place], cuts: Sequence[int], near: Sequence[str], situations: Situations
) -> list[float]:
    """For each cut how much more its halves speak for different matters than for the same."""
    edges = [0, *cuts, len(places)]
    told = [_speaks_for(places[one:two], near, situations) for one, two in pairwise(edges)]
    whole = [sum(column) for column in zip(*told, strict=True)]
    parted, left = [], [0.0] * len(near)
    for row in told[:-1]:
        left = [one + more for one, more in zip(left, row, strict=True)]
        lead = [2 * one - every for one, every in zip(left, whole, strict=True)]
        parted.append(max(lead) - min(lead))
    return parted


def _speaks_for(piece: Sequence[Place], near: Sequence[str], situations: Situations) -> list[float]:
    said = (one for place in piece for one in (*place.features, place.pair))
    return situations.speaks_for(said, near)


def _halves(
    places: Sequence[Place], at: int, whole: Guess, situations: Situations, known: frozenset[str]
) -> Halves | None:
    before, behind = places[:at], places[at:]
    if _is_had(places[: at + 1]):
        return None
    weights = sum(one.weight for one in before), sum(one.weight for one in behind)
    if min(weights) < SAYS:
        return None
    one = _guess(before, situations)
    first, share = one.rows[0]
    if share < SPEAKS or first not in known:
        return None
    two = _guess(behind, situations)
    second, other = two.rows[0]
    if other < SPEAKS or second not in known or first == second:
        return None
    told = {
        "lesser": odds(min(share, other)),
        "greater": odds(max(share, other)),
        "first of whole": odds(whole.of(first)),
        "second of whole": odds(whole.of(second)),
        "both of whole": whole.of(first) + whole.of(second),
        "whole is one": float(whole.rows[0][0] in (first, second)),
        "second of first half": odds(one.of(second)),
        "first of second half": odds(two.of(first)),
        "first weight": min(weights[0], 8.0) / 4.0,
        "second weight": min(weights[1], 8.0) / 4.0,
        "first aside": sum(one.beside for one in before) / weights[0],
        "second aside": sum(one.beside for one in behind) / weights[1],
        "new clause": float(places[at].opens),
    }
    return Halves(first, second, told | _words(before, behind), at)


def _guess(half: Sequence[Place], situations: Situations) -> Guess:
    return situations.guess_of(_features(half))


def _is_had(half: Sequence[Place]) -> bool:
    """True for what somebody has, which is no wish: "có giấy khuyết tật rồi"."""
    words = [place.word for place in half]  # the word at the cut among them
    return "co" in words[:_HEAD] and ("roi" in words or "da" in words[:_HEAD])


def _features(half: Sequence[Place]) -> set[str]:
    words = {feature for place in half for feature in place.features}
    return words | {place.pair for place in half[:-1]}


def _words(before: Sequence[Place], behind: Sequence[Place]) -> Told:
    """Words of each half, and those at the cut and at the start."""
    told = {f"l:{place.word}": 0.5 for place in before}
    told |= {f"r:{place.word}": 0.5 for place in behind}
    begun = " ".join(place.word for place in before[:2])
    joint = " ".join(place.word for place in behind[:2])
    told |= {f"^{before[0].word}": 0.5, f"^^{begun}": 0.5, f"before {before[-1].word}": 1.0}
    return told | {f"joint {behind[0].word}": 1.0, f"joint {joint}": 1.0}
