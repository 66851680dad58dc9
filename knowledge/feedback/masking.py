"""Takes out of a report what may tell who wrote it, before a group reads it.

Rules only, and rather too much than too little: numbers long enough to call or to identify,
addresses of mail and pages, personal names, the own home. Where the matter lies ("trước hẻm 12",
"đường Nguyễn Trãi") stays: without it nobody could work. The whole text is for private chats.
"""

import re
from typing import Final

from knowledge.text.folding import fold

MASK: Final = "…"
_WORD: Final = r"[^\W\d_]+"
_CAPITAL: Final = r"[A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠ-Ỹ][^\W\d_]*"
_OWN: Final = r"(?:tôi|toi|em|con|cháu|chau|mình|minh|tui)"


def words_of(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


_RULES: Final = (
    re.compile(r"(?i)\b(?:https?://|www\.)\S+"),
    re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?i)(?<![\w@])@[a-z]\w{3,}"),
    re.compile(r"(?<!\d)\+?\d(?:[ .\-()]{0,2}\d){6,}(?!\d)"),
)
_INTRODUCED: Final = re.compile(
    rf"(?i)(\b(?:họ|ho)?\s*(?:tên|ten)\s+(?:{_OWN}\s+)?(?:là|la)?\s*:?\s*)"
    rf"({_WORD}(?:[ ]+{_WORD}){{0,3}})"
)
_I_AM: Final = re.compile(rf"((?i:\b{_OWN}\s+là)\s+)({_CAPITAL}(?:[ ]+{_CAPITAL})*)")
_HOME: Final = re.compile(
    rf"(?i)(\b(?:nhà\s+{_OWN}|nha\s+{_OWN}|{_OWN}\s+(?:ở|o|ngụ|ngu|trú|tru|sống|song)|"
    rf"(?:ngụ|thường trú|tạm trú)\s+(?:tại|ở)|(?:địa chỉ|dia chi)(?:\s+(?:nhà|nha))?)"
    rf"(?:\s+(?:tại|tai|ở|o|là|la))?\s*:?\s*(?:(?:số|so)\s+(?:(?:nhà|nha)\s+)?)?)"
    r"(\d[^\s,.;\n]*)"
)
_SIGNED: Final = re.compile(rf"\n\s*({_CAPITAL}(?:[ ]+{_CAPITAL}){{1,4}})\s*$")
_SURNAMES: Final = words_of(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly luu mai dinh trinh "
    "doan lam truong dao cao ta quach thai to chau luong ha"
)
_PLACES: Final = words_of(
    "duong pho hem ngo ngach kiet truong cho cau vien khu to thon ap phuong xa quan chung cu toa "
    "cong tieu hoc cap thpt thcs mam non dai benh"
)
"""Words before a name that is a place's: "đường Lê Lợi", "trường Trần Phú"."""
_SEQUENCE: Final = re.compile(rf"({_WORD}[ ]+)?({_CAPITAL}(?:[ ]+{_CAPITAL}){{1,4}})")


def masked(text: str) -> str:
    """The text with what may tell its writer replaced by an ellipsis."""
    for rule in _RULES:
        text = rule.sub(MASK, text)
    text = _SIGNED.sub(f"\n{MASK}", text)
    text = _I_AM.sub(rf"\1{MASK}", text)
    text = _INTRODUCED.sub(rf"\1{MASK}", text)
    text = _HOME.sub(rf"\1{MASK}", text)
    return _SEQUENCE.sub(_person, text)


def _person(found: re.Match[str]) -> str:
    """A name of a person masked; a street's or a school's left."""
    before, name = found.group(1) or "", found.group(2)
    first = fold(name.split()[0])
    numbered = found.string[: found.start()].rstrip()[-1:].isdigit() and not before
    place = numbered or fold(before.strip()) in _PLACES or first in _PLACES - _SURNAMES
    if place or first not in _SURNAMES:
        return found.group()
    return before + MASK
