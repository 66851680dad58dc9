"""How far an answer covers the points of a report, as numbers: signs of the head `points`."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from knowledge.feedback.coverage import Taken, taken, told_pieces
from knowledge.feedback.nearness import near, shipped_nearness
from knowledge.feedback.raising import announced
from knowledge.feedback.telling_words import said_again, telling
from knowledge.text.folding import words

LOW: Final = 0.3
VERY_LOW: Final = 0.12
"""Strengths below which a point is hardly, or not at all, taken up."""
_WHYS: Final = ("marker", "ask", "ask_more", "topic", "near", "wish", "sentence")
_SURE: Final = frozenset({"first", "marker", "ask", "topic"})
"""What begins a point that certainly is one."""


def capped(number: float, most: float) -> float:
    """As a share of the most that counts."""
    return min(number, most) / most


def coverage_signs(reply: str, matter: str) -> dict[str, float]:
    """Of the points and of the answer as a whole."""
    found, pieces = taken(reply, matter), told_pieces(reply)
    strengths = sorted(one.strength for one in found)
    owned = sum(one.pieces for one in found)
    orphans = max(len(pieces) - owned, 0)
    counts = [one.pieces for one in found]
    bare = sum(count == 0 for count in counts)
    return {
        "p_min": strengths[0],
        "p_min2": strengths[min(1, len(strengths) - 1)],
        "p_mean": sum(strengths) / len(strengths),
        "p_sure": min(one.strength for one in found if one.point.why in _SURE),
        "p_first": found[0].strength,
        "p_last": found[-1].strength,
        "p_low": capped(sum(one < LOW for one in strengths), 2),
        "p_very_low": capped(sum(one < VERY_LOW for one in strengths), 2),
        "p_bare": capped(bare, 2),
        "p_unanswered": capped(sum(one.unanswered for one in found), 2),
        "p_elsewhere": capped(sum(one.elsewhere for one in found), 2),
        "p_fewer": capped(max(0, announced(matter) - (len(found) - bare)), 2),
        "p_asked_bare": max(one.unanswered * (1 - one.share) for one in found),
        "p_question": _weakest(found, lambda one: one.point.question),
        "p_apart": _weakest(found, lambda one: one.point.apart),
        "p_topic": _weakest(found, lambda one: one.topics),
        "p_heavy": max((1 - one.strength) * capped(one.weight, 20) for one in found),
        "p_beside": max(_beside(found)),
        **{f"p_from_{why}": _weakest(found, _begun(why)) for why in _WHYS},
        "p_many": capped(len(found), 5),
        "p_one": float(len(found) == 1),
        "p_pieces": capped(len(pieces), 8),
        "p_each": capped(len(pieces) / len(found), 3),
        "p_orphans": capped(orphans, 4),
        "p_orphan_share": orphans / len(pieces) if pieces else 1.0,
        "p_skew": capped(max(counts) - min(counts), 3),
        **_together(reply, matter),
    }


def _begun(why: str) -> Callable[[Taken], bool]:
    return lambda one: one.point.why == why


def _weakest(found: Iterable[Taken], chosen: Callable[[Taken], bool]) -> float:
    """How far the weakest of the chosen points is from being taken up; nought without one."""
    return max((1 - one.strength for one in found if chosen(one)), default=0.0)


def _beside(found: Sequence[Taken]) -> Iterable[float]:
    """A weak point weighs more beside one that is well taken up."""
    for one in found:
        best = max((other.strength for other in found if other is not one), default=0.0)
        yield (1 - one.strength) * best


def _together(reply: str, matter: str) -> dict[str, float]:
    """Whether the answer speaks of the report's subject at all."""
    meaning = shipped_nearness().meaning
    whole = meaning(words(matter.lower()))
    pieces = told_pieces(reply)
    nears = [near(whole, meaning(words(one.lower()))) for one in pieces] or [0.0]
    told = words(" ".join(pieces).lower())
    said = set(telling(" ".join(pieces)))
    again = said_again(set(telling(matter)), told)
    return {
        "t_near": near(whole, meaning(told)),
        "t_nearest": max(nears),
        "t_farthest": min(nears),
        "t_mean": sum(nears) / len(nears),
        "t_again": capped(len(again), 4),
        "t_back": len(again) / max(len(said), 1),
    }
