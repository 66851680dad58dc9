"""Was somebody told something else? Pure: what they were told, against what is right."""

from collections.abc import Sequence
from functools import lru_cache

from handlers.store.corrections import Said
from handlers.store.figures_told import Figure
from handlers.wording.views import ASKED
from knowledge.procedures import Part

_WORDED = frozenset({Part.FEE, Part.TIME})
"""Parts whose told words are the whole figure, whatever case was asked."""


def old_of(said: Said, part: Part, history: Sequence[Figure]) -> tuple[str, ...] | None:
    """What they were told of the part, one line each; None: it cannot be said for sure."""
    if said.part == part and part in _WORDED:
        told = _items(said.value)
        kept = (one.lines for one in reversed(history) if _items("; ".join(one.lines)) == told)
        return next(kept, tuple(sorted(told)))
    held = [one for one in history if one.since <= said.at and not _over(one, said)]
    return held[-1].lines if held else None


def differs(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether these are other figures; the order of lines, and which case was asked, is none."""
    return _items("; ".join(old)) != _items("; ".join(new))


def _over(one: Figure, said: Said) -> bool:
    return one.until is not None and one.until <= said.at


@lru_cache(maxsize=1024)
def _items(value: str) -> frozenset[str]:
    bare = value.replace(ASKED, "")
    return frozenset(one.strip() for one in bare.split("; ") if one.strip())
