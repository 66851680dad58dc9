"""A name and a phone number in one line, as people leave them."""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.text.folding import fold, words

_PHONE: Final = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)")
_LEAD: Final = re.compile(
    r"(?i)^\s*(?:(?:tôi|em|anh|chị|toi|chi)\s+)?(?:(?:tên|ten)(?:\s+(?:là|la))?|là|la|họ tên|"
    r"ho ten)\s*:?\s+"
)
_LABEL: Final = re.compile(
    r"(?i)\b(?:sđt|sdt|số điện thoại|so dien thoai|điện thoại|đt|dt|số|phone)\b[:\s]*"
)
LONGEST_NAME: Final = 60
FEWEST_WORDS: Final = 2
"""Words of a full name; one alone ("Hoa") answers no letter."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports."""

    name: str
    phone: str = ""


def read_reporter(text: str) -> Reporter | None:
    """The name and number in a line; None when no full name is there."""
    phones = _PHONE.findall(text)
    rest = _PHONE.sub(" ", text)
    rest = _LABEL.sub(" ", rest)
    name = _LEAD.sub("", " ".join(rest.split())).strip(" ,.;:-")[:LONGEST_NAME]
    said = words(name)
    if len(said) < FEWEST_WORDS or any(any(one.isdigit() for one in word) for word in said):
        return None
    phone = re.sub(r"\D", "", phones[0]) if phones else ""
    return Reporter(name, phone) if fold(name) else None


def has_phone(text: str) -> bool:
    """Whether a phone number stands in a line."""
    return _PHONE.search(text) is not None
