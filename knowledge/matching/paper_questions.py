"""Whether a paper is needed, or goes: asked in a conversation, it is asked of its matter.

"Cần chứng minh thư không" wants no identity card, and "photo có phải công chứng không" no copy.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.matching.queries import Query
from knowledge.text.folding import fold_word, word_set

IDENTITY: Final = r"(?:chung minh(?: thu| nhan dan)?|cmnd|cmt|cccd|can cuoc)(?: cong dan)?"
HOUSEHOLD: Final = r"(?:so )?ho khau"
_NAMED: Final = (
    rf"(?:{IDENTITY}|{HOUSEHOLD}|anh|hinh|ho chieu|hoc ba|so yeu|bang lai|"
    r"so (?:do|hong|tam tru)|khai sinh)"
)
_SHEETS: Final = r"giay(?! phep)(?: (?!(?:gi|nao)\b)\w+){1,2}?"
"""Papers their next words tell apart; a permit is for doing something."""
_DEEDS: Final = (
    r"(?:phieu|bang|hop dong|to khai|don|adn|xet nghiem|dang ky ket hon)"
    r"(?: (?!(?:gi|nao|lai)\b)\w+)??"
)
"""Names of matters and ways too: no sign that a conversation's matter is asked on about."""
_FORMS: Final = (
    r"(?:photo|pho to|ban (?:sao|chinh|goc)|sao y|cong chung|chung thuc|ket hon|tam tru|"
    r"so (?:goc|cu)|the cu|giay cu|tren (?:app|vneid|dien thoai))"
)
"""What no list of papers has as a row of its own."""
_A: Final = r"(?:(?:to|tam|cai|ban|giay|so|the) ){0,2}?"
_PAPER: Final = rf"{_A}(?:{_NAMED}|{_FORMS}|{_SHEETS})"
_LISTED: Final = rf"{_A}(?:{_NAMED}|{_SHEETS}|{_DEEDS})"
_REST: Final = r"(?: (?!(?:cap(?! \d)|lam(?! viec| chung)|doi|xin|moi|lai|gi|nao)\b)\w+){0,4}?"
"""What else is said of a paper, unless it is to be had: "khai sinh lại"."""
_COURTESIES: Final = word_set(
    "da a u ha oi em anh chi ad ban bot shop vay the thi con cho hoi toi minh roi nua luon va ma "
    "nhi nha nop ho so can co phai"
)
_BEFORE: Final = rf"(?:(?:{'|'.join(sorted(_COURTESIES))}) )*?"
_AFTER: Final = rf"(?: (?:{'|'.join(sorted(_COURTESIES))}))*"
_NO: Final = r"(?:khong|ko|k|kg|hong|hok|hk|hem)"
_NO_YET: Final = rf"(?:{_NO}|chua)"


def _needed(verbs: str, paper: str, asking: str) -> str:
    """How it is asked whether a paper is needed."""
    by = r"(?: (?:phai|co|mang|dem|nop|cam|trinh|xuat trinh|kem|theo|them))*"
    return rf"(?:co )?(?:{verbs}){by} (?P<paper>{paper}{_REST})(?: (?:duoc|luon|nua))? {asking}"


_BRING: Final = "can|phai|bat buoc|mang|dem|cam|nop"
_NEED: Final = "can|phai|bat buoc|mang theo|dem theo"
_ANYWHERE: Final = re.compile(rf"\b{_needed(_NEED, _LISTED, _NO)}\b")
"""Sure enough among other words: "kết hôn có cần giấy khám sức khỏe không"."""
_ALONE: Final = (
    re.compile(rf"^{_BEFORE}{_needed(_BRING, _PAPER, f'(?:{_NO_YET}|a|ha|ak)')}{_AFTER}$"),
    # whether one is given back: "có cần nộp sổ gốc lại không"
    re.compile(
        rf"^{_BEFORE}(?:co )?(?:can|phai)(?: phai)? (?:nop|mang|dem|tra|giao)(?: lai)? {_PAPER}"
        rf"(?: \w+){{0,3}}? {_NO_YET}{_AFTER}$"
    ),
    # what somebody has and asks whether it will do: "tôi chỉ có học bạ, đủ không"
    re.compile(
        rf"^{_BEFORE}chi (?:con )?co (?:\w+ ){{1,12}}?(?:co )?(?:du|duoc) {_NO_YET}{_AFTER}$"
    ),
    # whether something has to be: "thử adn bắt buộc không"
    re.compile(rf"^{_BEFORE}(?:\w+ ){{1,4}}(?:co )?bat buoc {_NO_YET}{_AFTER}$"),
    # whether it goes: "dùng bản photo được không"
    re.compile(
        rf"^{_BEFORE}(?:(?:mang|dem|cam|dung|xai|lay) )?{_PAPER}(?: \w+){{0,2}}? "
        r"(?:(?:con |co )?(?:dung|xai|su dung|thay the|thay|viet tay|danh may|"
        r"ky truoc)(?: \w+)? duoc|duoc|viet tay duoc|danh may duoc|"
        rf"(?:co )?(?:phai|can)(?: \w+){{1,3}}?) {_NO_YET}{_AFTER}$"
    ),
)


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A paper asked for, in the person's words, and whether nothing else was said."""

    name: str
    alone: bool


def paper_question(typed: Sequence[str]) -> PaperQuestion | None:
    """The paper a list may hold that a yes-or-no question asks to be needed."""
    folded = [fold_word(word) for word in typed]
    found = _ANYWHERE.search(" ".join(folded))
    if found is None or len(typed) != len(" ".join(folded).split()):
        return None
    first = found.string[: found.start("paper")].count(" ")
    length = found["paper"].count(" ") + 1
    rest = [*found.string[: found.start()].split(), *found.string[found.end() :].split()]
    return PaperQuestion(" ".join(typed[first : first + length]), _COURTESIES.issuperset(rest))


def asks_paper(query: Query) -> bool:
    """True for a message that only asks whether a paper is needed, or will do."""
    said = " ".join(map(fold_word, query.typed))
    return any(one.match(said) is not None for one in _ALONE)
