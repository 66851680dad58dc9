"""What is told of a person or of something lacking, in a conversation about one matter."""

import re
from itertools import dropwhile, pairwise
from typing import Final

from knowledge.matching.queries import Query
from knowledge.procedures import Part
from knowledge.text.folding import agrees, fold_word, word_set

AGES: Final = frozenset(("young", "grown"))
_LINKS: Final = word_set("con neu nhung ma the vay lo gia su truong hop roi")
"""Words before what a circumstance is about."""
_PERSONS: Final = word_set("me ba bo cha ma vo chong ong chi anh em toi minh tui chau co chu bac")
_PROXY: Final = word_set("chung thuc chu ky uy quyen")
"""What "ủy quyền" is read as."""
_WISHES: Final = word_set("muon xin doi cap sua")
_COMING: Final = word_set("ve den di toi len ra")
"""What somebody who is away cannot do, folded."""
_TELLING: Final = 4
_QUIET: Final = word_set("khong chua ha a nhi gi")
"""Words at the end of a question."""
_HAVING: Final = word_set("co khong chua tui dat nha")
_HAD: Final = word_set("co da")
_DEEDS: Final = word_set(
    """
    muon xin can doi cap hoi nop sua lam dang ky tach nhap chuyen mua ban mat chay dinh tinh di
    cuoi lay sinh de bi mo dong
    """
)
"""Words of a wish, or of what befell somebody."""
_REGISTERS: Final = word_set("dang ky")
_KIN: Final = word_set("me ba bo cha ma vo chong ong")
_OWN: Final = word_set("em toi minh tui chau no")
_STILL: Final = re.compile(r"\bvan (?:con )?(?:xin|lam|nop|di|dung|nhan|xai)?(?: \w+)? ?duoc\b")
_MATTERS: Final = ("co sao khong", "co sao khong a", "co sao khong em", "co sao ha")
_TAIL: Final = 5
"""Words at the end in which "thì sao" is looked for: courtesies may follow."""
_HEAD: Final = 5
"""Words at the start in which "không" or "chưa" tells that something is lacking."""


def is_proxy(query: Query) -> bool:
    """True for whether somebody else may go, no more: "ủy quyền cho chồng lấy được không"."""
    full = {term.word for term in query.terms if term.weight >= 1}
    return Part.CONDITIONS in query.parts and "quyen" in query.words and full <= _PROXY


def is_circumstance(query: Query) -> bool:
    """True for "what if" that tells of the matter at hand: "mẹ nó ở nước ngoài thì sao".

    So does who asks who has to go: "chồng em đi làm xa, em đi một mình được không".
    It tells of a person or of something that is lacking; who names a wish starts anew.
    """
    folded = [fold_word(word) for word in query.typed]
    who = Part.APPLICANTS in query.parts
    asked = who or any(pair == ("thi", "sao") for pair in pairwise(folded[-_TAIL:]))
    if not asked or any(word in _WISHES for word in folded):
        return False
    head = list(dropwhile(_LINKS.__contains__, folded))
    lacks = any(map(_lacks, query.typed[:_HEAD]))
    person = head[:1] and head[0] in _PERSONS and not _REGISTERS.issubset(folded)
    person = person and (who or "lam" not in folded)
    return lacks or bool(person)


def continues(query: Query) -> bool:
    """True for words that need what was said before: "em sinh ở Cà Mau thì vẫn xin được hả"."""
    folded = [fold_word(word) for word in query.typed]
    said = " ".join(folded)
    head = list(dropwhile(_LINKS.__contains__, folded))
    if said.endswith(_MATTERS) or (
        _STILL.search(said) and any(agrees(w, "vẫn") for w in query.typed)
    ):
        return True
    person = bool(head[1:]) and head[0] in _KIN and (head[1] in _OWN or "o" in folded)
    return person and not _WISHES.intersection(folded) and not _REGISTERS.issubset(folded)


def tells(query: Query) -> bool:
    """True for what is only told of a person, a house or a paper: "em ở tỉnh khác tới".

    No part is asked, nothing wished and nothing befell, and nothing is told by which procedures
    differ ("vợ tôi người Lào"): no matter of its own begins so.
    """
    folded = [fold_word(word) for word in query.typed]
    if (
        query.parts
        or query.facets.has
        or len(folded) < _TELLING
        or not _QUIET.isdisjoint(folded[-2:])
    ):
        return False
    head = list(dropwhile(_LINKS.__contains__, folded))
    begins = bool(head) and (head[0] in _PERSONS or head[0] in _HAVING or head[:2] == ["be", "moi"])
    had = any(one in _HAD and two == "dang" for one, two in pairwise(folded))
    deeds = _DEEDS if not had else _DEEDS - _REGISTERS
    return begins and deeds.isdisjoint(folded) and not query.death


def asks_for_another(query: Query) -> bool:
    """True when it is asked whether somebody else may go: "ở Đài Loan, nhờ chị đi giùm được không".

    Where the person is abroad is told beside that, and no wish to work there.
    """
    folded = {fold_word(word) for word in query.typed}
    return Part.APPLICANTS in query.parts and "nho" in folded and folded.isdisjoint(_WISHES)


def is_absent(query: Query) -> bool:
    """True when somebody is told not to be able to come: "vợ tôi ở xa không về được"."""
    folded = [fold_word(word) for word in query.typed]
    far = any(one == "o" and two == "xa" for one, two in pairwise(folded))
    cannot = any(
        _lacks(word) and two in _COMING and "duoc" in folded[place + 2 : place + 4]
        for place, (word, two) in enumerate(zip(query.typed, folded[1:], strict=False))
    )
    return cannot or (far and "mot" not in folded and Part.PLACE not in query.parts)


def tells_age(query: Query) -> bool:
    """True for an age and nothing asked but "what if": "con tôi 10 tuổi thì sao"."""
    return bool(query.facets.has & AGES) and not set(query.parts) - {Part.STEPS, Part.CONDITIONS}


def _lacks(word: str) -> bool:
    return agrees(word, "không") or agrees(word, "chưa")
