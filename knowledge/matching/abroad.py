"""A marriage or divorce that was done abroad: "kết hôn ở Nhật về", "ly hôn bên Mỹ rồi".

The country's name says little beside it: what is wanted is that the register takes note of it.
"""

from collections.abc import Sequence
from typing import Final

from knowledge.text.folding import fold_word, word_set

_ACTS: Final = frozenset({("ket", "hon"), ("ly", "hon"), ("ly", "di"), ("li", "hon"), ("li", "di")})
_WEDS: Final = frozenset({"cuoi"})
"""The same in one word."""
_PLACED: Final = word_set("o ben tai")
_BETWEEN: Final = word_set("nhau xong roi voi nguoi ta")
_COUNTRIES: Final = word_set(
    """
    my nhat han duc uc phap anh nga tiep canada singapore malaysia lao campuchia thai dai trung
    hoa ba y ha tay do
    """
)
_DONE: Final = word_set("ve da roi xong")
_WISHED: Final = word_set("muon dinh sap tinh de du can")
_ABROAD: Final = ("nước", "ngoài")
_REACH: Final = 4


def away(typed: Sequence[str]) -> Sequence[str]:
    """`typed` with the country of a marriage or divorce already done as "nước ngoài"."""
    folded = [fold_word(word) for word in typed]
    if _DONE.isdisjoint(folded) or not _WISHED.isdisjoint(folded):
        return typed
    for place in range(1, len(folded) - 1):
        if folded[place] in _PLACED and folded[place + 1] in _COUNTRIES:
            start = _act_before(folded, place)
            if start is not None:
                return [*typed[:start], typed[place], *_ABROAD, *typed[place + 2 :]]
    return typed


def _act_before(folded: Sequence[str], place: int) -> int | None:
    """Where the act ends that stands before `place` with nothing of weight between."""
    for end in range(place, max(0, place - _REACH), -1):
        if (folded[end - 2], folded[end - 1]) in _ACTS or folded[end - 1] in _WEDS:
            return end
        if folded[end - 1] not in _BETWEEN:
            return None
    return None
