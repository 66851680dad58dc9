"""What "mất" speaks of: a death, a thing lost, or what it costs; and sales a notary certifies."""

from collections.abc import Sequence
from typing import Final

from knowledge.text.folding import agrees, fold_word, word_set

_KIN: Final = word_set(
    """
    cha me ba ma bo ong chong vo anh chi em con chau co chu bac cau di noi ngoai nguoi than cu
    mo thim duong tia u bu thay hang
    """
)
_BETWEEN: Final = word_set(
    """
    em toi tui minh ruot noi ngoai vua moi da bi gia yeu cua nha than chau no ay do co nguoi roi
    dang rieng nuoi vo chong con ba me chi
    """
)
_COSTS: Final = word_set(
    """
    bao may tien phi thoi nhieu nhiu cong le nam vai them 1 2 3 4 5 6 7 8 9 10
    """
)
_SPANS: Final = word_set(
    """
    ngay tieng tuan thang buoi gio
    """
)
_THINGS: Final = word_set(
    """
    giay so the gks khai cccd can xe ho chung bang cmnd vneid do viec tich nang ban to dien nuoc
    lien hop hs cc cmt trom cap mat trich ca bien tai mat goc
    """
)
_PREMISES: Final = word_set("thue sang doi tra tim")
"""Words before "mat bang" by which it is the premises, "mặt bằng", not a lost diploma."""
_SALES: Final = ("mua ban", "ban nha", "ban dat", "mua nha", "mua dat", "chuyen nhuong", "sang ten")
_DIED: Final = (("chết",), ("qua", "đời"), ("từ", "trần"), ("tạ", "thế"), ("khuất", "núi"))
_DIES: Final = frozenset(fold_word(say[0]) for say in _DIED)
_WHEN: Final = word_set("luc khi hom vi do vao")
"""Words after "mất" by which it is a death although the kin is unclear and no paper is named."""
_SAYING: Final = word_set("muon gan sap so doi nong met")
"""Words before "chết" by which it is a way of speaking: "mệt muốn chết"."""
_ANIMALS: Final = word_set("ca ga heo lon vit tom cay trau bo cho meo xac")
_UNCLEAR: Final = frozenset(("bi", "em", "con", "co"))
"""Words that are kin or something else: they need kin further before."""
_REACH: Final = 5
"""Words before "mất" in which the dead is looked for."""


def needs_notary(folded: Sequence[str]) -> bool:
    """True when the sale of a house or land is to be notarised: "công chứng", not "chứng thực"."""
    text = f" {' '.join(folded)} "
    return (
        " cong chung " in text
        and (" nha " in text or " dat " in text)
        and any(f" {act} " in text for act in _SALES)
    )


def died(typed: Sequence[str]) -> bool:
    """True when the words tell of a death: kin, then "mất", and no thing that was lost."""
    folded = [fold_word(word) for word in typed]
    for position, word in enumerate(folded):
        if word in _DIES and any(_at(typed, position, say) for say in _DIED):
            if word == "chet" and _is_no_death(folded, position):
                continue
            return True
        if word == "mat" and agrees(typed[position], "mất") and _of_kin(folded, position):
            return True
    return False


def _of_kin(folded: Sequence[str], position: int) -> bool:
    """True when somebody, not something, is said to be "mất" at `position`."""
    following = folded[position + 1] if position + 1 < len(folded) else ""
    after = folded[position + 2] if position + 2 < len(folded) else ""
    if following == "nam" and after not in _SPANS:
        following = ""
    if following in _COSTS or following in _THINGS - {"do"} or folded[max(0, position - 1)] == "bi":
        return False
    before = position - 1
    while before >= 0 and folded[before] in _BETWEEN and position - before < _REACH:
        if folded[before] in _KIN - _UNCLEAR:
            return True
        before -= 1
    if following in _WHEN and _THINGS.isdisjoint(set(folded) - _WHEN - {"mat"}) and position:
        return folded[position - 1] in _KIN
    return before >= 0 and folded[before] in _KIN


def _is_no_death(folded: Sequence[str], position: int) -> bool:
    """True where "chết" is a way of speaking, or an animal's: "mệt muốn chết", "cá chết"."""
    before = folded[position - 1] if position else ""
    after = folded[position + 1 : position + 3]
    return before in _SAYING or before in _ANIMALS or after == ["di", "duoc"]


def lost(typed: Sequence[str]) -> bool:
    """True when the words tell of a thing lost: "mất" that is neither a death nor a cost."""
    folded = [fold_word(word) for word in typed]
    for position, word in enumerate(folded):
        if word not in ("mat", "roi", "rot") or not any(
            agrees(typed[position], meant) for meant in ("mất", "rơi", "rớt")
        ):
            continue
        following = folded[position + 1] if position + 1 < len(folded) else ""
        if following == "bang" and folded[max(0, position - 1)] in _PREMISES:
            continue
        if following in _THINGS or (word != "roi" and folded[max(0, position - 1)] == "bi"):
            return True
    return False


def _at(typed: Sequence[str], start: int, say: Sequence[str]) -> bool:
    return len(typed) >= start + len(say) and all(map(agrees, typed[start : start + len(say)], say))
