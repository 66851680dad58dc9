"""Whether an answer tells of somebody else: a name, a private number, a number of a paper."""

import re
from typing import Final

from knowledge.feedback.named import Named, people_named
from knowledge.feedback.officers import in_office, is_greeted, tells_of_life
from knowledge.redaction.around_names import FORM
from knowledge.redaction.letters import UPPER
from knowledge.text.folding import is_marked, words

_PHONE: Final = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)")
_NUMBER: Final = re.compile(r"(?<!\d)\d{9}(?:\d{3})?(?!\d)")
_OFFICES: Final = re.compile(
    r"(?i)\b(?:trực(?: ban)?|đường dây(?: nóng)?|hotline|tổng đài|công an(?: phường| xã)?|ban|"
    r"trung tâm|trạm y tế|văn phòng|bộ phận|quầy(?: \d+)?|phòng|điện lực|cấp nước|cán bộ|giám sát|"
    r"đoàn(?: phường| xã)?|chủ tịch|(?:gọi|nhắn|liên hệ|báo|hỏi|zalo)(?: cho| thẳng| lại)?"
    r"(?: (?:em|số|qua số|tôi))?)\b[^.;\n@]{0,40}$|\bsố (?:máy )?$"
)
"""What stands before a number of an office, or one the writer gives to be called."""
_OFFICES_FOLDED: Final = re.compile(
    r"\b(?:truc(?: ban)?|duong day|hotline|tong dai|cong an|trung tam|tram y te|van phong|bo phan|"
    r"quay|phong|doi|dien luc|cap nuoc|can bo|chu tich|goi|nhan|lien he|bao|zalo)\b[^.;\n@]{0,40}$"
)
"""The same where an answer is typed without marks."""
_ON_DUTY: Final = re.compile(
    r"(?i)\b(?:số trực|trực ban|đường dây nóng|tổng đài|hotline|"
    r"số (?:máy )?(?:của |bên )?(?:phường|xã|phòng|đội|trạm|ubnd))[^.;\n@]{0,20}$"
)
"""Right before a number: an office's own, whoever is named further up."""
_LANDLINE: Final = re.compile(r"^(?:84|0)2")
"""A number that is no mobile's: an office's, unless somebody is named before it."""
_SOMEBODYS: Final = re.compile(
    rf"(?:(?<!\w)(?i:{FORM})[ ](?P<name>[{UPPER}]\w+(?:[ ][{UPPER}]\w*)*)|"
    r"\b(?:hàng xóm|chủ nhà|chủ hộ|chủ quán|người phản ánh|số riêng|nhà riêng|bên kia)\b|"
    rf"\b[Hh]ộ\s+(?:ông|bà|anh|chị|[{UPPER}])|"
    r"\bCCCD\b|\bcccd\b|\bcủa (?:ông|bà|anh|chị)\b)"
    r"[^.;\n@]{0,60}$"
)
"""What stands before a number of a person; the office's own is given to be called."""


def _of_an_office(before: str, digits: str) -> bool:
    """Whether the words before a telephone name an office, or somebody who works there."""
    if _ON_DUTY.search(before) is not None:
        return True
    if (whose := _SOMEBODYS.search(before)) is not None:
        return whose["name"] is not None and in_office(
            Named(before[: whose.start("name")], whose["name"], before[whose.end("name") :])
        )
    if _OFFICES.search(before) is not None or _LANDLINE.search(digits) is not None:
        return True
    unmarked = not any(map(is_marked, words(before)))
    return unmarked and _OFFICES_FOLDED.search(before.lower()) is not None


def personal(reply: str, public_phones: frozenset[str], matter: str = "") -> bool:
    """A person's name, what is told of their life, a private number, a number of a paper."""
    if _names_somebody(reply, matter) or tells_of_life(reply):
        return True
    phones = {found.span() for found in _PHONE.finditer(reply)}
    others = {found.span() for found in _NUMBER.finditer(reply)} - phones
    listed = [(start, end, re.sub(r"\D", "", reply[start:end])) for start, end in phones | others]
    return any(
        digits not in public_phones
        and not ((start, end) in phones and _of_an_office(reply[:start], digits))
        for start, end, digits in listed
    )


def _names_somebody(reply: str, matter: str) -> bool:
    """Anybody but who asked, once greeted, and who does the work."""
    named = list(people_named(reply, matter))
    greeted = {one.name for one in named if is_greeted(one)}
    return any(one.name not in greeted and not in_office(one) for one in named)
