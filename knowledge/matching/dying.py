"""What "chết" says where nobody died, and whom "mất" leaves: "chết rồi quên giấy", "mất chồng"."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from knowledge.text.folding import agrees, is_marked, word_set

KIN: Final = word_set(
    """
    cha me ba ma bo ong chong vo anh chi em con chau co chu bac cau di noi ngoai nguoi than cu
    mo thim duong tia u bu thay hang binh si
    """
)
"""Who dies; "binh", "si" end "thương binh", "liệt sĩ"."""
REACH: Final = 7
"""Words before "mất" in which the dead is looked for."""
_SAYING: Final = word_set("muon gan sap so doi nong met lo buon tuc")
"""Words before "chết" by which it is a way of speaking: "mệt muốn chết"."""
_ANIMALS: Final = word_set("ca ga heo lon vit tom cay trau bo cho meo xac")
_PETS: Final = word_set("meo cho ga heo lon vit trau bo")
"""Words after "con" by which it is an animal's death: "con mèo nhà em chết"."""
_HERD: Final = ("cá", "gà", "heo", "lợn", "vịt", "tôm", "trâu", "bò", "chó", "mèo", "dê", "ngựa")
_ALIKE: Final = word_set("ca ga lon bo cho de ngua")
"""Animals that without marks are another word: "bo" is a father as well."""
_OWNER: Final = word_set("nha cua")
_OWNED: Final = word_set(
    """
    nha cua toi em minh tui con dan lua bay hai ba nam sau bi dich benh roi vua moi da dang
    tu nhien lan cung nuoi xom
    """
)
"""Words that may stand between an animal and "chết": "heo nhà tôi bị dịch chết"."""
_MACHINES: Final = word_set("nguon may pin dien")
"""Words after "chết" by which it is a machine's."""
_CALLS: Final = word_set("oi troi thoi ui chao")
"""Words before "chết" by which it is called out: "trời ơi chết rồi"."""
_OUTCRY: Final = word_set("roi cha that do cuoi toi em luon tui")
_RITES: Final = (" khai tu ", " bao tu ", " chung tu ", " mai tang ", " tang ", " chon ")
_LAUGHS: Final = word_set("cuoi ngat")
_STRONGLY: Final = word_set("luon mat")
"""Words after "chết" that only strengthen what stands before, where no person does."""
_UNCLEAR: Final = word_set("em con co di ba")
_HARMS: Final = word_set("bi tong dung nan benh uong chim duoi giet dam")

_LEFT_BY: Final = ("chồng", "vợ", "cha", "mẹ", "bố", "má")
_OTHERWISE: Final = word_set("bo ma")
"""Of these without marks: "mat bo ho so", "mat ma dinh danh"."""
_LEAVES: Final = word_set("em toi chi co tui minh chau anh con vua moi da som dang")
_KEPT: Final = word_set(
    "giay so the gks cccd cmnd bang khai can xe vneid ho don nay tieu giu no cai luon mau"
)
"""Words by which what is gone is a paper, not who is named after "mất"."""
_SPANS: Final = word_set("ngay tieng tuan thang buoi gio phut ra")
_BORN: Final = word_set("sinh sanh de")
_ISSUED: Final = word_set("khai chung giay")
"""Words before "sinh" by which it is a paper."""
_FILED: Final = word_set("giay so don")
_WHEN: Final = word_set("dem trua chieu tuan thang ngay duoc nen benh con")
_THEN: Final = (["thi"], ["la"], ["da"])
_THUS: Final = word_set("roi luon gio nay bay em toi vo chong gia lam hom sang toi o tai")
THINGS: Final = _KEPT | word_set("cua vi bop do tui may")
"""Words before the kin by which it is a thing of theirs that is gone."""
_LATELY: Final = word_set("moi vua da")
_SINCE: Final = word_set("roi luc khi hom vi vao")
_WHICH: Final = word_set("ruot trai gai ut ca dau re ho")
_OWNS: Final = word_set("toi tui minh em")
_OWN: Final = word_set("con em co chau be")
"""Who is somebody's own when named before them: "con tôi", "em tôi"; alone they say "I"."""
_INFANTS: Final = word_set("con be chau")


def is_no_death(typed: Sequence[str], folded: Sequence[str], position: int) -> bool:
    """True where "chết" is a way of speaking, or an animal's: "mệt muốn chết", "cá chết"."""
    before = folded[position - 1] if position else ""
    after = folded[position + 1 : position + 3]
    if (after[:1] and after[0] in _MACHINES) or an_animals(typed, folded, position):
        return True
    if before in _SAYING or before in _ANIMALS or after in (["di", "duoc"], ["hang", "loat"]):
        return True
    return _called_out(folded, position) or _strengthens(folded, position)


def _called_out(folded: Sequence[str], position: int) -> bool:
    """True for an outcry: "chết rồi" with nobody before it, and no rite named."""
    if position and folded[position - 1] not in _CALLS:
        return False
    text = f" {' '.join(folded)} "
    after = folded[position + 1 : position + 2]
    return bool(after) and after[0] in _OUTCRY and not any(rite in text for rite in _RITES)


def _strengthens(folded: Sequence[str], position: int) -> bool:
    after = folded[position + 1 : position + 2]
    if not after or after[0] not in _LAUGHS | _STRONGLY:
        return False
    near = folded[max(0, position - REACH) : position]
    return (_HARMS | KIN - _UNCLEAR).isdisjoint(near)


def an_animals(typed: Sequence[str], folded: Sequence[str], position: int) -> bool:
    """True when an animal died: "con mèo nhà em chết", "heo của bác hai bị dịch chết"."""
    before = folded[max(0, position - REACH) : position]
    if any(one == "con" and two in _PETS for one, two in pairwise(before)):
        return True
    for place in range(position - 1, max(-1, position - REACH - 1), -1):
        if _is_animal(typed[place], folded[place]):
            between = folded[place + 1 : position]
            owned = bool(between) and between[0] in _OWNER
            return all(word in _OWNED or (owned and word in KIN) for word in between)
    return False


def _is_animal(typed: str, folded: str) -> bool:
    if folded in _ALIKE and not is_marked(typed):
        return False
    return any(agrees(typed, animal) for animal in _HERD)


def leaves_somebody(typed: Sequence[str], folded: Sequence[str], position: int) -> bool:
    """True when "mất" names who died after it: "em mất chồng rồi", and no paper."""
    after = position + 1
    if after >= len(typed) or not any(agrees(typed[after], kin) for kin in _LEFT_BY):
        return False
    if folded[after] in _OTHERWISE and not is_marked(typed[after]):
        return False
    kept = folded[after + 1 : after + 2]
    return _KEPT.isdisjoint(kept) and (not position or folded[position - 1] in _LEAVES)


def succumbs(folded: Sequence[str], position: int) -> bool:
    """True when somebody, no paper, is said not to come through: "không qua khỏi"."""
    before, after = folded[max(0, position - REACH) : position], folded[position + 3 : position + 4]
    somebody = not (KIN | _INFANTS).isdisjoint(before)
    return somebody and _FILED.isdisjoint(before) and (_THUS | _WHEN).issuperset(after)


def newborn(folded: Sequence[str], position: int) -> bool:
    """True when a child's few days are told before "mất": "sinh được 2 ngày thì mất"."""
    before, after = folded[:position], folded[position + 1 : position + 2]
    if before[-1:] not in _THEN or _SPANS.isdisjoint(before[-2:-1]) or not _THUS.issuperset(after):
        return False
    born = any(two in _BORN and one not in _ISSUED for one, two in pairwise(before))
    return born and not _INFANTS.isdisjoint(before)


def dear(folded: Sequence[str], position: int) -> bool:
    """True when somebody's own is gone and nothing else is said: "con tôi mới mất"."""
    if folded[position + 1 : position + 2] and folded[position + 1] not in _SINCE:
        return False
    place = position - 1
    while place >= 0 and folded[place] in _LATELY:
        place -= 1
    if place < 1 or folded[place] not in _OWNS:
        return False
    place -= 1
    while place > 0 and folded[place] in _WHICH:
        place -= 1
    return folded[place] in _OWN and (not place or folded[place - 1] not in THINGS)
