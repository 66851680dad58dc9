"""The people an answer names, by two words with capitals behind a form of address, or by three.

Streets, offices and firms called after people are nobody, nor is "Quý Công Dân".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.redaction.around_names import (
    BODIES,
    CAPITAL,
    FORM,
    MORE_PLACES,
    NOBODY,
    OFFICE_NAME,
    PLACE,
    ROLE,
)
from knowledge.redaction.letters import UPPER
from knowledge.redaction.people import people

_WHOLE: Final = rf"[{UPPER}](?:['’][{UPPER}])?[^\W\d_{UPPER}]+"
_PART: Final = rf"(?:{_WHOLE}|[{UPPER}](?=[ ][{UPPER}]))"
"""A word of a name; a single letter stands within: "Giàng A Mẫu"."""
_FULL: Final = rf"(?!{OFFICE_NAME}){_WHOLE}(?:[ ](?!{OFFICE_NAME}){_PART}){{1,4}}(?!\w)"
_FORMS: Final = rf"(?:{FORM}|hộ|cậu|thầy)"
_CALLED: Final = re.compile(
    rf"(?<!\w)(?<!bà )(?<!Bà )(?P<form>(?i:{_FORMS}))[ ](?:là[ ])?(?P<name>{_FULL})"
)
_UNTITLED: Final = re.compile(rf"(?:(?i:{_FORMS})[ ])?(?P<name>{_FULL})")
_ALL: Final = rf"(?:{PLACE}|{MORE_PLACES}|{BODIES})"
_AND: Final = r"[ ]*(?:[,;–/-]|và|với|đến|tới|giao|nối)[ ]*(?i:(?:đến|và|từ|đường|phố)[ ])*"
_ON_A_MAP: Final = re.compile(
    rf"(?:(?<!\w)(?i:{_ALL})[ ]+(?i:(?:từ|số|mang tên|{PLACE}|{MORE_PLACES})[ ]+)*"
    rf"(?:\d[\w/.-]*[ ]+)?|(?<![\w/.,])(?<!tổ )(?<!ngày )\d{{1,4}}[a-dA-D]?(?:/\d+\w?)*[ ]+)"
    rf"(?:{CAPITAL}(?:[ ]{CAPITAL})*{_AND})*(?:(?:Bà|Ông|Cô|Cụ|Thầy)[ ])?$"
)
"""A street, a site, a firm or a house number before a name, other names between: a list of them."""
_NOBODY: Final = re.compile(rf"(?i)(?:{NOBODY}|{ROLE})(?!\w)")
_BRINGS_IN: Final = re.compile(
    r"(?i)(?:^|[.,:;!?()“\"\n–-]|(?<!\w)(?:là|tên|và|với|gồm|do|của|cho|bởi|hộ|chủ|mẹ|cha|bố|ba|má|vợ|"
    r"chồng|con|bạn|cháu|em|sinh|tượng|người|hợp|dân|huynh|viên|sự|danh|xe|quán|trại|nhà|cặp|gặp|"
    r"mời|phạt|nhắc|tịch|phó|trưởng|thư|đốc|chí|bà|ông|anh|chị|cô|chú|bác|thầy|cụ|thím|cậu|dì))\s*$"
)
"""What stands before a person's name without a form of address; behind another word it is the name
of a thing: "trạm biến áp Phan Văn Mẫu"."""
REACH: Final = 160
"""Letters before a name in which a list of streets may begin."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody's name and what stands on both sides."""

    before: str
    """With the form of address."""
    name: str
    after: str


def people_named(reply: str, matter: str) -> Iterator[Named]:
    """Everybody who is named fully enough to be known."""
    for start, end in sorted(set(_spans(reply))):
        one = Named(reply[:start], reply[start:end], reply[end:])
        if not _is_place(one, matter) and _NOBODY.match(one.name) is None:
            yield one


def _spans(reply: str) -> Iterator[tuple[int, int]]:
    for found in _CALLED.finditer(reply):
        capital = found["form"][0].isupper()  # "đường Bà Huyện Mẫu"
        if not (capital and _ON_A_MAP.search(reply[: found.start()][-REACH:])):
            yield found.span("name")
    for mark in people(reply):
        whole = _UNTITLED.match(reply, mark.start)
        if whole is not None and len(whole["name"].split()) > 2 and _is_brought_in(reply, whole):
            yield whole.span("name")


def _is_brought_in(reply: str, found: re.Match[str]) -> bool:
    titled = found.start() != found.start("name")
    return titled or _BRINGS_IN.search(reply[: found.start()]) is not None


def _is_place(one: Named, matter: str) -> bool:
    """On a map, or written as a place by the citizen: "27 Lê Thị Mẫu" is a house in a street."""
    if _ON_A_MAP.search(one.before[-REACH:]) is not None:
        return True
    place = rf"(?:\d|(?<!\w)(?i:{PLACE}|{MORE_PLACES}))\s+"
    return re.search(place + re.escape(one.name), matter) is not None
