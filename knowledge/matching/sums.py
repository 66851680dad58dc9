"""Whether a sum is asked, where no word of a fee is said."""

from collections.abc import Sequence
from typing import Final

from knowledge.text.folding import fold_word, word_set

_SUM: Final = word_set("tien nhieu")
_COUNTED: Final = word_set("ngay hom bua tuan thang nam tuoi nguoi gio lau ban to bo met")


def how_much(typed: Sequence[str]) -> bool:
    """True when "bao nhiêu", or "tiền?" alone, is asked, of nothing counted in days or years."""
    folded = [fold_word(word) for word in typed]
    if len(folded) == 1:
        return folded[0] in _SUM
    for place, word in enumerate(folded[1:], 1):
        if word == "nhieu" and folded[place - 1] == "bao":
            return not _COUNTED.intersection(folded[place + 1 : place + 2])
    return False
