"""Whether an answer tells of somebody else: a name, a private number, a number of a paper."""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.redaction.marks import Hidden
from knowledge.redaction.people import people
from knowledge.text.folding import word_set

_FORMS: Final = word_set("ông bà cô chú anh chị bác em hộ cháu con bé cậu dì thầy")
"""Words a person's name follows."""


def _names_somebody(reply: str) -> bool:
    """A form of address and then two words or more with a capital: "bà Lê Thị Mẫu"."""
    said = reply.replace("/", " / ").split()
    return any(
        word.lower() in _FORMS
        and len(said) > place + 2
        and all(_is_name(one) for one in said[place + 1 : place + 3])
        and said[place + 1][-1].isalpha()
        and said[place + 1] not in _OFFICE_WORDS
        for place, word in enumerate(said)
    )


def _full_name(reply: str) -> bool:
    """A name of three words or more, wherever it stands: "chủ hộ là Lê Thị Mẫu".

    "Đội Quản lý thị trường" is none: a name has its capitals, and a child's counts as anybody's.
    """
    return any(
        mark.kind in {Hidden.NAME, Hidden.CHILD} and _is_full(reply[mark.start : mark.end].split())
        for mark in people(reply)
    )


def _is_full(name: Sequence[str]) -> bool:
    return len(name) > 2 and all(map(_is_name, name))


_OFFICE_WORDS: Final = frozenset(
    ["Phòng", "Tổ", "Ban", "Trung", "Công", "Đội", "Hội", "Ủy", "Uỷ", "Chi", "Trạm", "Bộ", "Văn"]
)
"""How the name of an office begins: "anh em Phòng Kinh tế"."""


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word[1:].strip(",.;)").islower()


_PHONE: Final = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)")
_NUMBER: Final = re.compile(r"(?<!\d)\d{9}(?:\d{3})?(?!\d)")
_OFFICES: Final = re.compile(
    r"(?i)\b(?:trực(?: ban)?|đường dây(?: nóng)?|hotline|tổng đài|công an(?: phường| xã)?|ban|"
    r"trung tâm|trạm y tế|văn phòng|bộ phận|quầy(?: \d+)?|phòng|điện lực|cấp nước|cán bộ|giám sát|"
    r"đoàn(?: phường| xã)?|chủ tịch|(?:gọi|nhắn|liên hệ|báo|hỏi|zalo)(?: cho| thẳng| lại)?"
    r"(?: (?:em|số|qua số|tôi))?)\b[^.;\n@]{0,40}$|\bsố (?:máy )?$"
)
"""What stands before a number of an office, or one the writer gives to be called."""
_CAPITAL: Final = "[A-Z" + "".join(c for c in map(chr, range(0xC0, 0x1EFA)) if c.isupper()) + "]"
_SOMEBODYS: Final = re.compile(
    r"(?:\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Cc]háu|[Bb]ác)\s+"
    rf"{_CAPITAL}\w+|"
    r"\b(?:hàng xóm|chủ nhà|chủ hộ|chủ quán|người phản ánh|số riêng|nhà riêng|bên kia|sđt|ĐT)\b|"
    rf"\b[Hh]ộ\s+(?:ông|bà|anh|chị|{_CAPITAL})|"
    r"\bCCCD\b|\bcccd\b|\bcủa (?:ông|bà|anh|chị)\b)"
    r"[^.;\n@]{0,60}$"
)
"""What stands before a number of a person; the office's own is given to be called."""


def _of_an_office(before: str) -> bool:
    """Whether the words before a telephone name an office, and nobody after it."""
    return _OFFICES.search(before) is not None and _SOMEBODYS.search(before) is None


def personal(reply: str, public_phones: frozenset[str]) -> bool:
    """A person's name after a form of address, a private number, a number of a paper."""
    if _names_somebody(reply) or _full_name(reply):
        return True
    phones = {found.span() for found in _PHONE.finditer(reply)}
    others = {found.span() for found in _NUMBER.finditer(reply)} - phones
    return any(
        re.sub(r"\D", "", reply[start:end]) not in public_phones
        and not ((start, end) in phones and _of_an_office(reply[:start]))
        for start, end in phones | others
    )
