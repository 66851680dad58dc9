"""Who announces a question and has not asked it yet: "cho em hỏi cái này", "em muốn hỏi chút"."""

from collections.abc import Sequence
from typing import Final

from knowledge.text.folding import agrees, fold_word, word_set

INVITES: Final = "moi_hoi"
"""The card that bids them go on."""
_ASKS: Final = "hỏi"
_WORDS: Final = word_set(
    """
    a ad admin anh ban bac cac cai can cau chao chau cho chi chu chuyen chut co con da dc dum duoc
    e em giup gium hoi khong ko k la lam minh mot muon nay ne nha nhe nho oi on phien ra ta thu ti
    to toi tui tut tu ve viec voi vu xiu xin xip
    """
)
"""Courtesies, who speaks, and "this one thing": none of them names a matter."""
_LONGEST: Final = 10


def is_overture(typed: Sequence[str]) -> bool:
    """True when nothing is said but that something will be asked."""
    folded = [fold_word(word) for word in typed]
    if len(folded) > _LONGEST or not any(agrees(word, _ASKS) for word in typed):
        return False
    return _WORDS.issuperset(folded)
