"""Whether somebody too young is to be married: "em 16 tuổi muốn kết hôn".

Source: Law on Marriage and Family 52/2014/QH13, art. 8(1)(a): men from 20 years on, women from 18.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from knowledge.matching.ages import placed_ages
from knowledge.text.folding import word_set

UNDER_AGE: Final = "ket_hon_chua_du_tuoi"
"""Key of what is then said (`heard.yaml`)."""
_MARRIES: Final = (" ket hon ", " cuoi ", " lay vo ", " lay chong ", " lay nhau ")
_TAKES_A_WIFE: Final = (("lay", "vo"), ("cuoi", "vo"))
_WOMAN: Final = 18
_MAN: Final = 20
_YOUNGEST: Final = 10
"""Years under which an age is a child's that is told of, not a spouse's."""
_MEN: Final = word_set("nam trai chong re")
_CHILDREN: Final = word_set("con be chau thang dua")
_PARENTS: Final = (" vo chong ", " ba me ", " bo me ", " cha me ", " tui em ", " tui minh ")
_ONLY: Final = frozenset(("moi", "chi"))
_COUNTED: Final = word_set("tuoi ngay thang nam tuan trieu nghin ngan k nguoi ban lan gio phut")
_BEFORE: Final = 4
"""Words before an age in which it is looked for whose it is."""


def too_young(folded: Sequence[str]) -> bool:
    """True when an age is told at which nobody, or no man, may marry yet."""
    text = f" {' '.join(folded)} "
    if not any(word in text for word in _MARRIES):
        return False
    parents = any(word in text for word in _PARENTS)
    his = _takes_a_wife(folded)
    return any(
        _spouses(
            set(folded[max(0, place - _BEFORE) : place]), years, parents=parents, man=place < his
        )
        for place, years in (*placed_ages(folded), *_told_ages(folded))
        if years >= _YOUNGEST
    )


def _told_ages(folded: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Ages without "tuổi": "em mới 17", and nothing counted behind it."""
    for place, word in enumerate(folded[1:], 1):
        told = word.isdecimal() and len(word) == 2 and folded[place - 1] in _ONLY
        if told and _COUNTED.isdisjoint(folded[place + 1 : place + 2]):
            yield place, int(word)


def _takes_a_wife(folded: Sequence[str]) -> int:
    """Position of "lấy vợ", 0 when nobody does: an age before it is a man's."""
    pairs = list(pairwise(folded))
    return next((at for at, pair in enumerate(pairs) if pair in _TAKES_A_WIFE), 0)


def _spouses(whose: set[str], years: int, *, parents: bool, man: bool) -> bool:
    """True when `years` is the age of who is to marry, and too few."""
    if parents and not whose.isdisjoint(_CHILDREN):
        return False
    return years < (_MAN if man or not whose.isdisjoint(_MEN) else _WOMAN)
