"""What the points of a report are owed by the pieces they own, as numbers for the head `points`."""

from collections.abc import Callable
from typing import Final

from knowledge.feedback.coverage import Taken, taken
from knowledge.feedback.owning import Owned, owned

FAINT: Final = 0.31
"""Strength up to which a point is hardly taken up: a question whose kind of answer stands anywhere
has that much."""
_KINDS: Final[dict[str, Callable[[Owned, int], bool]]] = {
    "any": lambda _, __: True,
    "asked": lambda one, _: one.point.question,
    "apart": lambda one, _: one.point.apart,
    "several": lambda _, many: many > 1,
    "sentence": lambda one, _: one.point.why == "sentence",
    "first": lambda one, _: one.point.why == "first",
}
"""Kinds of points: a question without an answer weighs more than a sentence of background."""
_LEFT: Final[dict[str, Callable[[Owned], float]]] = {
    "share": lambda one: 1 - one.share,
    "anywhere": lambda one: 1 - one.anywhere,
    "pairs": lambda one: 1 - one.pairs,
    "unpaired": lambda one: float(not one.paired),
    "rare": lambda one: 1 - one.rare,
    "bare": lambda one: float(one.pieces == 0),
}
"""What of a point is left open."""


def owning_signs(reply: str, matter: str) -> dict[str, float]:
    """Of the point that is left open most, by each measure and for each kind of point."""
    found = owned(reply, matter)
    worst = {
        f"o_{name}_{kind}": max((left(one) for one in found if of(one, len(found))), default=0.0)
        for name, left in _LEFT.items()
        for kind, of in _KINDS.items()
    }
    mean = {
        f"o_mean_{name}": sum(map(_LEFT[name], found)) / len(found)
        for name in ("share", "anywhere", "bare")
    }
    return {
        **worst,
        **mean,
        **_untold(reply, matter),
        "o_beside": max(_beside(found, number) for number in range(len(found))),
    }


def _untold(reply: str, matter: str) -> dict[str, float]:
    """Whether nothing is said of a point: rare in good answers where it is asked or apart."""
    found = owned(reply, matter)
    several = len(found) > 1
    points = [
        (other, several and one.pieces == 0 and one.anywhere == 0 and _can_tell(other))
        for one, other in zip(found, taken(reply, matter), strict=True)
    ]
    faint = [one for one, untold in points if untold and one.strength <= FAINT]
    more = [one for one in faint if len(one.point.words) > 2]
    asked = [untold for one, untold in points if one.point.question]
    return {
        "u_asked": float(any(untold and one.unanswered for one, untold in points)),
        "u_apart": float(any(untold and one.point.apart for one, untold in points)),
        "u_faint": float(bool(faint)),
        "u_faint_asked": float(any(one.point.question for one in faint)),
        "u_faint_more": float(any(one.point.question for one in more)),
        "u_one_asked": float(any(asked) and not all(asked)),
        "u_last": float(points[-1][1] and points[-1][0].strength <= FAINT),
    }


def _can_tell(one: Taken) -> bool:
    """A question without words of its own ("mấy ngày có") is untold only without such an answer."""
    return bool(one.point.words) or one.unanswered


def _beside(found: tuple[Owned, ...], number: int) -> float:
    """A point left open weighs more beside one that is well answered."""
    best = max((one.share for place, one in enumerate(found) if place != number), default=0.0)
    return (1 - found[number].share) * best
