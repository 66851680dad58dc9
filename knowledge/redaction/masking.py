"""What a group of officers may read of a report: nothing that tells who wrote it.

The rules for publishing find numbers and people; here they hide at once, since nobody confirms
them, and more is added that only the writer's own words hold: their home, a signature, a name
they give themselves in small letters. Where the matter lies, a car's plate and a dossier's code
stay: without them nobody could work. The whole text is for private chats.
"""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.redaction.letters import UPPER
from knowledge.redaction.marks import Hidden, Mark, joined
from knowledge.redaction.numbers import numbers
from knowledge.redaction.people import people

MASK: Final = "…"
STAYS: Final = frozenset({Hidden.DOSSIER, Hidden.PLATE, Hidden.PLACE, Hidden.ADDRESS})
_WORD: Final = r"[^\W\d_]+"
_CAPITAL: Final = rf"[{UPPER}][^\W\d_]*"
_OWN: Final = r"(?:tôi|toi|em|con|cháu|chau|mình|minh|tui)"
_WRITERS: Final = (
    re.compile(r"(?i)(?<![\w@])(@[a-z]\w{3,})"),
    re.compile(r"(?<!\d)(\+?\d(?:[ .\-()]{0,2}\d){6,})(?!\d)"),
    re.compile(
        rf"(?i)\b(?:họ|ho)?\s*(?:tên|ten)\s+(?:{_OWN}\s+)?(?:là|la)?\s*:?\s*"
        rf"({_WORD}(?:[ ]+{_WORD}){{0,3}})"
    ),
    re.compile(rf"(?i:\b{_OWN}\s+là)\s+({_CAPITAL}(?:[ ]+{_CAPITAL})*)"),
    re.compile(
        rf"(?i)\b(?:nhà\s+{_OWN}|nha\s+{_OWN}|{_OWN}\s+(?:ở|o|ngụ|ngu|trú|tru|sống|song)|"
        rf"(?:ngụ|thường trú|tạm trú)\s+(?:tại|ở)|(?:địa chỉ|dia chi)(?:\s+(?:nhà|nha))?)"
        rf"(?:\s+(?:tại|tai|ở|o|là|la))?\s*:?\s*(?:(?:số|so)\s+(?:(?:nhà|nha)\s+)?)?"
        r"(\d[^\s,.;\n]*)"
    ),
    re.compile(rf"\n\s*({_CAPITAL}(?:[ ]+{_CAPITAL}){{1,4}})\s*$"),
)
"""Handles, numbers of seven digits and more, "tên là", "tôi là", the own home, a signature."""


def masked(text: str) -> str:
    """The text with what may tell its writer replaced by an ellipsis."""
    parts, done = [], 0
    for one in joined(list(_telling(text))):
        parts += [text[done : one.start], MASK]
        done = one.end
    return "".join([*parts, text[done:]])


def _telling(text: str) -> Iterator[Mark]:
    found = [*numbers(text), *people(text)]
    yield from (one for one in found if one.kind not in STAYS)
    kept = [one for one in found if one.kind in STAYS]
    for rule in _WRITERS:
        for start, end in (match.span(1) for match in rule.finditer(text)):
            if not any(start < one.end and one.start < end for one in kept):
                yield Mark(start, end, Hidden.CHOSEN)
