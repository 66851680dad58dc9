"""People by name, as others speak of them: behind a title, behind "tên là", by a surname.

A name near a word for a child is a child's.
"""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.redaction.around_names import CAPITAL, CHILD, OFFICES, PLACE, TITLES
from knowledge.redaction.letters import UPPER
from knowledge.redaction.lower import SURNAMES, lower_names
from knowledge.redaction.marks import Hidden, Mark
from knowledge.text.late import Late

_INITIALS: Final = rf"(?:[{UPPER}]\.){{1,4}}[{UPPER}]?"
_MIDDLE: Final = "thị|văn|hữu|đình|đăng|đức|minh|kim|ngọc|xuân|thanh|quốc|hoàng|thu"
_NAME: Final = (
    rf"(?:{_INITIALS}|{CAPITAL}(?:[ ](?:{CAPITAL}|(?:{_MIDDLE})(?=[ ][{UPPER}]))){{0,4}})"
)
_OURS: Final = r"(?:[ ](?:tôi|em|mình|chúng tôi|nội|ngoại|trai|gái|ấy|ta|út|cả))*"
_ASIDE: Final = r"(?:[ ](?:là|tên|tên là|tên đầy đủ là|cháu|bé|lớp \d+\w?))*"
_TITLED: Final = Late(
    rf"(?<!\w)(?i:{TITLES})[.]?{_OURS}{_ASIDE}[ ][(]?(?P<name>{_NAME})"
    rf"(?:[ ](?:và|–|-)[ ](?:(?i:{TITLES})[ ])?(?P<other>{_NAME}))?"
)
_NAMED: Final = Late(
    rf"(?<!\w)(?i:họ(?: và)? tên|tên|tôi|em|mình|chủ hộ)"
    rf"(?:[ ](?:đầy đủ|tôi|em|cháu|tên|họ|ở nhà|thường gọi))*"
    rf"(?:[ ]là|[ ]?:|(?<=tên)|(?<=Tên))[ ](?P<name>{_NAME})"
)
_MET: Final = Late(
    rf"(?<!\w)(?i:liên lạc|liên hệ|gặp|nhờ|tìm|ký tên|đại diện|người lái xe|lái xe|nạn nhân)"
    rf"(?:[ ](?:là|cho|với|ông|bà|anh|chị))*(?:[ ]?:)?[ ](?P<name>{_NAME})"
    rf"(?:[ ](?:và|hoặc|hay|-)[ ](?P<other>{_NAME}))?"
)
_SURNAMES: Final = "|".join(one.capitalize() for one in SURNAMES)
_SURNAMED: Final = Late(
    rf"(?<!\w)(?P<name>(?:{_SURNAMES})(?:[ ](?:{CAPITAL}|(?:{_MIDDLE})(?=[ ][{UPPER}]))){{1,4}})"
)
_PLACE_BEFORE: Final = re.compile(rf"(?i)(?:{PLACE}|\d[a-z]?|–|-)[ ]$")
_CHILD_BEFORE: Final = re.compile(rf"(?i)(?<!\w)(?:{CHILD})(?!\w)[^.!?\n]{{0,30}}$")
"""A child spoken of shortly before: rather an adult's name too many is taken for a child's."""
_CHILD_AFTER: Final = re.compile(
    r"(?i)^[ ,(]*(?:khoảng |mới |hơn |gần |được )*(?:(?:[1-9]|1[0-5]) (?:tuổi|tháng tuổi|tuoi)|"
    r"(?:học |đang học )?lớp \d|sinh năm 20[12]\d|học sinh|"
    r"[^.!?\n]{0,12}(?:đứa nhỏ|đứa trẻ|đứa bé|em nhỏ))"
)
_UNITS: Final = re.compile(rf"(?:{OFFICES})(?:[ ]{CAPITAL})*")


def people(text: str) -> Iterator[Mark]:
    """Everybody who is named."""
    for pattern in (_TITLED, _NAMED, _MET, _SURNAMED):
        for found in pattern.compiled.finditer(text):
            yield from _of(text, found)
    for span in lower_names(text):
        yield named(text, span)


def _of(text: str, found: re.Match[str]) -> Iterator[Mark]:
    spans = [found.span(group) for group in found.re.groupindex if found[group] is not None]
    kept = [span for span in spans if not _is_place(text, found, span)]
    marks = [named(text, span) for span in kept]
    child = any(one.kind is Hidden.CHILD for one in marks)
    for one in marks:  # "hai cháu Ngân và Khang"
        yield Mark(one.start, one.end, Hidden.CHILD if child else one.kind)


def _is_place(text: str, found: re.Match[str], span: tuple[int, int]) -> bool:
    start, end = span
    street = found.re is _SURNAMED.compiled and _PLACE_BEFORE.search(text[:start])
    return bool(street) or is_unit(text[start:end])


def is_unit(words: str) -> bool:
    """Whether words begin as an office's name does: no person."""
    return _UNITS.match(words) is not None


def named(text: str, span: tuple[int, int]) -> Mark:
    """A name, a child's where the words around it say so."""
    start, end = span
    child = _CHILD_BEFORE.search(text[:start]) or _CHILD_AFTER.search(text[end:])
    return Mark(start, end, Hidden.CHILD if child else Hidden.NAME)
