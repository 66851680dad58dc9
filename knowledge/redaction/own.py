"""What writers say of themselves in a report: their name, their number, their card.

Whoever sends a report without a name leaves none in its words either. A number or an address is
taken for the writer's own unless the sentence says whose else it is: "số lạ gọi đến", "in trên
tờ rơi". Officers lose such a number rather than that a sender is known by it.
"""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.redaction.letters import UPPER
from knowledge.redaction.lower import SURNAMES, lower_names
from knowledge.redaction.marks import Hidden, Mark
from knowledge.redaction.numbers import numbers
from knowledge.text.late import Late

_OWN: Final = r"(?:tôi|toi|tui|em|con|cháu|chau|mình|minh)"
_CAPITAL: Final = rf"[{UPPER}][^\W\d_]*"
_NAME: Final = rf"(?-i:{_CAPITAL}(?:[ ](?:{_CAPITAL}|thị|văn|thi|van)(?!\w))*)"
_SURNAME: Final = rf"(?:{'|'.join(one.capitalize() for one in SURNAMES)})"
_FULL: Final = rf"(?<!\w)({_SURNAME}(?:[ ]{_CAPITAL}){{1,4}})"
_STOP: Final = (
    r"(?!(?:gọi|goi|số|so|sđt|sdt|đt|dt|ở|o|nhà|nha|sống|song|ngụ|ngu|trú|tru|là|la|gì|gi|trong|"
    r"trên|tren|không|khong|bị|bi|và|va|xin|muốn|muon|sinh|điện|dien|liên|lien|hiện|hien)(?!\w))"
)
_SMALL: Final = rf"({_STOP}(?:{_NAME}|[^\W\d_]+(?:[ ]{_STOP}[^\W\d_]+){{0,3}}))"
_TITLE: Final = r"(?:(?:ông|bà|anh|chị|cô|chú|bác|dì|ong|ba|chi|co|chu|bac|di)[ ])?"
_IS: Final = r"(?:[ ]*:[ ]*|[ ]+(?:là|la)[ ]*:?[ ]*)"
_NAMED: Final = (
    Late(rf"(?i)(?<!\w){_OWN}[ ](?:họ[ ]|ho[ ])?(?:tên|ten)(?:{_IS}|[ ]+){_SMALL}"),
    Late(rf"(?i)(?<!\w)(?:tên|ten)[ ](?:của[ ]|cua[ ])?{_OWN}{_IS}{_SMALL}"),
    Late(
        r"(?im)(?:^|[.!?;][ ]+)(?:(?:họ|ho)[ ](?:(?:và|va)[ ])?(?:tên|ten)|(?:tên|ten)|ký tên|"
        r"người (?:gửi|báo|viết|phản ánh|dân)|nguoi (?:gui|bao|viet|phan anh))"
        rf"{_IS}{_SMALL}"
    ),
    Late(rf"(?<!\w)(?i:{_OWN}[ ](?:là|la|ký tên)[ ]{_TITLE})({_NAME})"),
    Late(rf"(?<!\w)(?i:gặp|gap)[ ](?i:{_OWN}[ ]|{_TITLE})(?i:tên[ ]|là[ ])?({_NAME})[ .]*$"),
    Late(rf"\n[ ]*(?:(?i:{_OWN})[ ])?{_FULL}[ .]*$"),
    Late(rf"[.!?][ ]+({_SURNAME}(?:[ ]{_CAPITAL}){{2,4}})[ .]*$"),
)
"""A name the writer gives themselves; as a signature, a whole one at the end."""
_IS_I: Final = Late(rf"(?i)(?<!\w){_OWN}[ ](?:là|la)[ ]{_TITLE}$")
_BESIDE: Final = Late(rf"{_FULL}[ ]*[,(:–-]?[ ]*(?i:(?:số|sđt|sdt|đt|dt)[ ]*:?[ ]*)?$")
_ANOTHERS: Final = Late(
    r"(?i)lừa|lua dao|quảng cáo|quang cao|cho vay|đòi nợ|doi no|tờ rơi|to roi|số lạ|so la\b|"
    r"thuê bao|thue bao|biển hiệu|biển số|bảng hiệu|hotline|đường dây nóng|duong day nong|"
    r"\b(?:gọi|nhắn|goi|nhan)(?: điện| tin)? (?:đến|tới|den|toi)\b|"
    r"\b(?:in|ghi|dán|để|niêm yết) (?:số|so)\b|số (?:máy )?(?:của )?(?:cán bộ|chủ|công ty|thợ)"
)
_SENTENCE: Final = re.compile(r"[^.!?\n]*(?:\.(?=\d)[^.!?\n]*)*")
_CARD: Final = 12
"""Digits of an identity card."""


def own(text: str) -> Iterator[Mark]:
    """Where a writer tells who they are."""
    for rule in _NAMED:
        yield from (Mark(*found.span(1), Hidden.NAME) for found in rule.compiled.finditer(text))
    for start, end in lower_names(text):
        if _IS_I.compiled.search(text[:start]):
            yield Mark(start, end, Hidden.NAME)
    for one in numbers(text):
        if _reaches(text, one) and not _anothers(text, one):
            yield one
            if (name := _BESIDE.compiled.search(text[: one.start])) is not None:
                yield Mark(*name.span(1), Hidden.NAME)


def _reaches(text: str, one: Mark) -> bool:
    """A telephone, an e-mail address (no page), the number of a card."""
    words = text[one.start : one.end]
    match one.kind:
        case Hidden.PHONE:
            return True
        case Hidden.EMAIL:
            return "@" in words
        case Hidden.ID:
            return len(re.sub(r"\D", "", words)) == _CARD
        case _:
            return False


def _anothers(text: str, one: Mark) -> bool:
    """Whether its sentence says that it is somebody else's."""
    for found in _SENTENCE.finditer(text):
        if found.start() <= one.start < found.end():
            return _ANOTHERS.compiled.search(found.group()) is not None
    return False
