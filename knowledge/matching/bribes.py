"""Money asked for the work, by an official or a go-between: "đòi 2 triệu mới làm sổ"."""

from collections.abc import Sequence
from typing import Final

from knowledge.text.folding import agrees, fold_word, is_marked, word_set

NO_BROKER: Final = "khong_qua_co"
"""Card that says nobody needs a go-between."""
_OFFICIALS: Final = (
    "dia chinh", "can bo", "cong an", "tu phap", "chu tich", "truong thon", "truong ap", "ho tich",
    "to truong", "mot cua", "cong chuc", "uy ban", "nhan vien quay",
)  # fmt: skip
_UNITS: Final = word_set("trieu tr tram nghin ngan ngan k cu chai dong")
_SUMS: Final = word_set("tien bi lot tra caphe")
"""Money without a number: "tiền", "phong bì", "lót tay"."""
_DEMANDS: Final = word_set("doi voi dua")
_LAWFUL: Final = word_set("phat danh thue rac")
"""Words of a fine, of who only poses as an official, and of dues: no bribe."""
_BROKERS: Final = frozenset((
    ("ben", "co"), ("dua", "co"), ("thang", "co"), ("dam", "co"), ("nguoi", "co"), ("moi", "gioi"),
))  # fmt: skip
_FOR_MONEY: Final = word_set("doi lay het ton bao keu thu gia mat")
"""How a go-between's price is told."""
_BEFORE: Final = 5
_AFTER: Final = 4
"""Words around the demand in which who and how much are looked for."""


def wants_money(typed: Sequence[str]) -> bool:
    """True when an official demands money for the work."""
    folded = [fold_word(word) for word in typed]
    if _DEMANDS.isdisjoint(folded) or not _LAWFUL.isdisjoint(folded):
        return False
    for place in range(1, len(typed)):
        if folded[place] in _DEMANDS and _is_demand(typed, place):
            before = f" {' '.join(folded[max(0, place - _BEFORE) : place])} "
            asked = any(f" {who} " in before for who in _OFFICIALS)
            if asked and _is_money(folded[place + 1 : place + 1 + _AFTER]):
                return True
    return False


def broker_wants_money(typed: Sequence[str]) -> bool:
    """True when a go-between offers to do the work for money: "cò đòi 2 triệu"."""
    folded = [fold_word(word) for word in typed]
    if _FOR_MONEY.isdisjoint(folded):
        return False
    for place, word in enumerate(typed):
        pair = tuple(folded[place - 1 : place + 1]) if place else ()
        if (is_marked(word) and agrees(word, "cò")) or pair in _BROKERS:
            after = folded[place + 1 : place + 1 + _BEFORE + _AFTER]
            if _FOR_MONEY.isdisjoint(after):
                continue
            if any(_is_money(after[start:]) for start in range(len(after))):
                return True
    return False


def _is_demand(typed: Sequence[str], place: int) -> bool:
    word = typed[place]
    if agrees(word, "đòi") or (is_marked(word) and agrees(word, "vòi")):
        return True
    return agrees(word, "đưa") and agrees(typed[place - 1], "bắt")


def _is_money(after: Sequence[str]) -> bool:
    if not _SUMS.isdisjoint(after):
        return True
    counted = any(word[:1].isdigit() for word in after)
    return counted and any(word.strip("0123456789") in _UNITS for word in after)
