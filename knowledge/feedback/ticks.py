"""The points of a report as an officer sees them beside a draft: answered, or not seen to be."""

from typing import Final

from knowledge.feedback.coverage import taken
from knowledge.feedback.reviews import Tick
from knowledge.feedback.taken_out import without_marks

SEEN: Final = 0.5
"""Strength from which a point counts as answered: a hint for the officer, never a verdict."""
LONGEST: Final = 90
"""Letters of a point; the whole report stands on the card."""
MOST: Final = 8


def ticks(matter: str, reply: str) -> tuple[Tick, ...]:
    """The points when there are several; one alone needs no list."""
    found = taken(reply, without_marks(matter))[:MOST]
    if len(found) < 2:
        return ()
    return tuple(
        Tick(number, _cut(one.point.text), one.strength >= SEEN)
        for number, one in enumerate(found, start=1)
    )


def _cut(text: str) -> str:
    flat = " ".join(text.split()).rstrip(" ,;.:")
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
