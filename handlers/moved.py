"""Old names of places in a message: the unit each now belongs to, and where one goes for it."""

from datetime import datetime
from typing import Final

from handlers.info import InfoCards
from handlers.saying import prefixed
from handlers.turns import Turn
from handlers.wording import guide as wording
from knowledge.base import KnowledgeBase
from knowledge.places import find_places, named_now

ADDRESS: Final = "dia_chi"
"""Card of our own desks."""
ELSEWHERE: Final = "phi_dia_gioi"
"""Card of who lives under another unit."""


def with_moved_places(base: KnowledgeBase, turn: Turn, words: str, now: datetime) -> Turn:
    """`turn` after what the old names in `words` are now (K-1).

    Where nothing else was understood, the place itself was asked about: its desk is told.
    """
    places = find_places(words, base.commune)
    if places and turn.answer is not None and turn.answer.outcome == "none":
        key = ADDRESS if any(place.here for place in places) else ELSEWHERE
        if base.card(key) is not None:
            turn = InfoCards(base).card(key, now)
    for old, new in named_now(places):
        turn = prefixed(turn, wording.moved_place(old, new))
    return turn
