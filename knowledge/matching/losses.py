"""What "mất" speaks of: a death, a thing lost, or what it costs; and sales a notary certifies."""

from collections.abc import Sequence
from typing import Final

from knowledge.matching.dying import (
    KIN,
    REACH,
    THINGS,
    an_animals,
    dear,
    is_no_death,
    leaves_somebody,
    newborn,
    succumbs,
)
from knowledge.text.folding import agrees, fold_word, word_set

_BETWEEN: Final = word_set(
    """
    em toi tui minh ruot noi ngoai vua moi da bi gia yeu cua nha than chau no ay do co nguoi roi
    dang rieng nuoi vo chong con ba me chi trai gai ut ca be
    """
)
_CAUSES: Final = (
    ("tự", "tử"), ("tự", "sát"), ("bị", "tai", "nạn"), ("tai", "nạn"), ("ung", "thư"),
    ("đột", "quỵ"), ("đuối", "nước"), ("tai", "biến"), ("bệnh",), ("bịnh",), ("bệnh", "nặng"),
    ("covid",),
)  # fmt: skip
"""What somebody dies of: then "con", "em" are people too."""
_TIMES: Final = (
    ("hôm", "qua"), ("hôm", "kia"), ("hôm", "bữa"), ("tuần", "trước"), ("tháng", "trước"),
    ("tuần", "rồi"), ("tháng", "rồi"), ("năm", "ngoái"), ("năm", "trước"), ("sáng", "nay"),
    ("tối", "qua"), ("đêm", "qua"), ("hồi", "hôm"), ("hồi", "sáng"), ("ở", "bệnh", "viện"),
    ("xe",), ("giao", "thông"), ("không", "may"), ("nằm", "viện"), ("đã",), ("già",),
)  # fmt: skip
"""What else may stand between who died and "mất"."""
_SURELY: Final = word_set("trai gai ut dau re")
"""Words after "con", "em" by which they are people: "con trai mất"."""
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
LOST_THINGS: Final = word_set(
    """
    giay so the gks khai cccd can xe ho chung bang cmnd vneid do viec tich nang ban to dien nuoc
    lien hop hs cc cmt trom cap mat trich ca bien tai mat goc bop dt laptop
    """
)
_PAPERS: Final = word_set("giay so the gks cccd bang cmnd chung")
_PREMISES: Final = word_set("thue sang doi tra tim")
"""Words before "mat bang" by which it is the premises, "mặt bằng", not a lost diploma."""
_SALES: Final = ("mua ban", "ban nha", "ban dat", "mua nha", "mua dat", "chuyen nhuong", "sang ten")
_DIED: Final = (
    ("chết",), ("qua", "đời"), ("từ", "trần"), ("tạ", "thế"), ("khuất", "núi"),
    ("không", "qua", "khỏi"), ("tử", "nạn"),
)  # fmt: skip
_DIES: Final = {
    first: tuple(say for say in _DIED if fold_word(say[0]) == first)
    for first in dict.fromkeys(fold_word(say[0]) for say in _DIED)
}
_WHEN: Final = word_set("luc khi hom vi do vao")
"""Words after "mất" by which it is a death although the kin is unclear and no paper is named."""
_UNCLEAR: Final = frozenset(("bi", "em", "con", "co"))
"""Words that are kin or something else: they need kin further before."""
_LATER: Final = word_set("roi het tieu luon nen gio muon lam xin can ma")
"""Words after "mất" by which what stands before it is lost: "giấy ... mất rồi"."""
_ALL: Final = word_set("het sach nhieu trang toan")
"""Words between "mất" and what is lost: "mất sạch giấy tờ"."""
_ENDS: Final = frozenset(("roi", "tieu", "het", ""))
_LONG_AGO: Final = (
    ("lâu", "rồi"), ("lâu",), ("hồi", "xưa"), ("hồi", "trước"), ("ngày", "xưa"), ("năm", "ngoái"),
    ("năm", "trước"), ("năm", "rồi"), ("năm", "nay"), ("từ", "nhỏ"), ("từ", "bé"), ("sớm",),
    ("từ", "đời"), ("từ", "năm"), ("hồi", "năm"), ("đời", "nào"), ("hồi", "nhỏ"),
)  # fmt: skip
"""A death told as one of long ago: no condolence then."""


def told_facets(typed: Sequence[str]) -> set[str]:
    """Facets that a loss or a sale speaks for."""
    found = {"again"} if lost(typed) else set()
    return found | {"notary"} if needs_notary([fold_word(word) for word in typed]) else found


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
        if word in _DIES and any(_at(typed, position, say) for say in _DIES[word]):
            if not _spoken_only(typed, folded, position):
                return True
            continue
        dies = word == "mat" and agrees(typed[position], "mất")
        if dies and _somebody(typed, folded, position):
            return True
    return False


def bereaved(typed: Sequence[str]) -> bool:
    """True when a death is told that is not long past: a word of condolence is due."""
    if not died(typed):
        return False
    return not any(_at(typed, place, say) for place in range(len(typed)) for say in _LONG_AGO)


def _spoken_only(typed: Sequence[str], folded: Sequence[str], position: int) -> bool:
    if folded[position] == "chet":
        return is_no_death(typed, folded, position)
    return folded[position] == "khong" and not succumbs(folded, position)


def _somebody(typed: Sequence[str], folded: Sequence[str], position: int) -> bool:
    if an_animals(typed, folded, position):
        return False
    told = leaves_somebody(typed, folded, position) or newborn(folded, position)
    return told or _of_kin(typed, folded, position)


def _of_kin(typed: Sequence[str], folded: Sequence[str], position: int) -> bool:
    """True when somebody, not something, is said to be "mất" at `position`."""
    following = folded[position + 1] if position + 1 < len(folded) else ""
    after = folded[position + 2] if position + 2 < len(folded) else ""
    if following == "nam" and after not in _SPANS:
        following = ""
    if (
        following in _COSTS
        or following in LOST_THINGS - {"do"}
        or folded[max(0, position - 1)] == "bi"
        or _of_a_purse(typed, folded, position)
    ):
        return False
    if following in _ENDS and _owned(folded, position):
        return False
    before, sure = _caused(typed, position - 1)
    while before >= 0 and folded[before] in _BETWEEN and position - before < REACH:
        surely = sure or folded[before + 1] in _SURELY
        if folded[before] in KIN and (surely or folded[before] not in _UNCLEAR):
            return True
        before, caused = _caused(typed, before - 1)
        sure = sure or caused
    accident = {"tai"} if "nan" in folded else set()
    if LOST_THINGS.isdisjoint(set(folded) - _WHEN - {"mat"} - accident) and position:
        told = following in _WHEN and folded[position - 1] in KIN
        return told or dear(folded, position) or _is_kin(folded, before)
    return _is_kin(folded, before)


def _of_a_purse(typed: Sequence[str], folded: Sequence[str], position: int) -> bool:
    """True for "em mất ví": no "vì", nor one without its mark after who may say "I"."""
    if folded[position + 1 : position + 2] != ["vi"]:
        return False
    if not agrees(typed[position + 1], "vì"):
        return True
    somebody = (KIN - _UNCLEAR).intersection(folded[:position])
    return typed[position + 1] == "vi" and not somebody


def _is_kin(folded: Sequence[str], place: int) -> bool:
    """True for kin who own nothing named before: "xe của anh tôi mất" is a car's."""
    owned = place > 0 and folded[place - 1] in THINGS
    return place >= 0 and folded[place] in KIN and not owned


def _caused(typed: Sequence[str], before: int) -> tuple[int, bool]:
    """Position before what tells of what or when somebody died, back from `before`; if of what."""
    sure = False
    while True:
        found = next((one for one in _CAUSES if _ends(typed, before, one)), None)
        say = found or next((one for one in _TIMES if _ends(typed, before, one)), None)
        if say is None:
            return before, sure
        sure = sure or found is not None
        before -= len(say)


def _ends(typed: Sequence[str], last: int, say: Sequence[str]) -> bool:
    return last >= len(say) and _at(typed, last - len(say) + 1, say)


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
        if word == "mat" and following in _ALL:
            following = "".join(folded[position + 2 : position + 3])
        if following == "vi" and _of_a_purse(typed, folded, position):
            return True
        if following in LOST_THINGS or (word != "roi" and folded[max(0, position - 1)] == "bi"):
            return True
        if word == "mat" and following in _LATER | {""} and _of_paper(typed, folded, position):
            return True
    return False


def _owned(folded: Sequence[str], position: int) -> bool:
    """True where the kin before "mất" owns a paper: "thẻ của mẹ em mất rồi"."""
    words = folded[max(0, position - REACH) : position]
    return "cua" in words and not _PAPERS.isdisjoint(words[: words.index("cua")])


def _of_paper(typed: Sequence[str], folded: Sequence[str], position: int) -> bool:
    """True when a paper stands before "mất" and nobody of the family: "giấy khuyết tật mất rồi"."""
    named = _PAPERS.intersection(folded[max(0, position - REACH) : position])
    return bool(named) and not _of_kin(typed, folded, position)


def _at(typed: Sequence[str], start: int, say: Sequence[str]) -> bool:
    return len(typed) >= start + len(say) and all(map(agrees, typed[start : start + len(say)], say))


_TAKEN: Final = (
    ("bỏ", "đi", "mang"), ("bỏ", "đi", "đem"), ("bỏ", "đi", "cầm"), ("mang", "đi"), ("đem", "đi"),
    ("cầm", "đi"), ("ôm", "đi"), ("ôm", "theo"), ("ôm", "hết"), ("lấy", "đi"), ("lấy", "mất"),
    ("giữ", "giấy"), ("giữ", "hết"), ("giữ", "luôn"), ("giữ", "mất"), ("giữ", "bản"), ("giấu",),
    ("không", "trả"), ("không", "chịu", "đưa"), ("không", "chịu", "trả"), ("không", "đưa"),
    ("cầm", "hết"), ("mang", "hết"), ("bỏ", "trốn"), ("bỏ", "đi", "ôm"),
)  # fmt: skip
_TAKEN_BY_FIRST: Final = {
    fold_word(first): tuple(say for say in _TAKEN if say[0] == first)
    for first in dict.fromkeys(say[0] for say in _TAKEN)
}
_TAKERS: Final = word_set("vo chong me ba bo cha no ho chu")
_CIVIL: Final = (" khai sinh ", " khai sanh ", " ket hon ", " hon thu ", " khai tu ", " chung tu ")


def withheld(typed: Sequence[str]) -> str | None:
    """How a paper is had anew that somebody else took or keeps: "copy", "again", or None.

    The registers still hold births, marriages and deaths: a copy of the extract does.
    """
    folded = [fold_word(word) for word in typed]
    if _TAKERS.isdisjoint(folded) or _PAPERS.isdisjoint(folded):
        return None
    taken = (
        _at(typed, place, say)
        for place, word in enumerate(folded)
        for say in _TAKEN_BY_FIRST.get(word, ())
    )
    if not any(taken):
        return None
    text = f" {' '.join(folded)} "
    return "copy" if any(paper in text for paper in _CIVIL) else "again"
