"""Cut long text where a reader would: between paragraphs, lines, sentences, words."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_CUTS: Final = (
    re.compile(r"\n{2,}"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…;:]) "),
    re.compile(r" "),
)


def split(text: str, limit: int, measure: Callable[[str], int] = len) -> tuple[str, ...]:
    """Parts of at most `limit` by `measure`, nothing but white space at the cuts left out."""
    parts: list[str] = []
    rest = text.strip()
    while measure(rest) > limit:
        cut = _fitting(rest, limit, measure)
        at = _best(rest, cut)
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    if rest:
        parts.append(rest)
    return tuple(parts)


def _fitting(text: str, limit: int, measure: Callable[[str], int]) -> int:
    """The most letters that fit, at least one."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _best(text: str, most: int) -> int:
    """The last good place up to `most`; a good place in the first third would waste a part."""
    for pattern in _CUTS:
        # A gap that begins right at the limit counts: the words before it fit.
        found = [gap.start() for gap in pattern.finditer(text, 0, most + 1) if gap.end() > 0]
        ends = [at for at in found if 0 < at <= most]
        if ends and ends[-1] >= most // 3:
            return ends[-1]
    return _whole_letter(text, most)


def _whole_letter(text: str, most: int) -> int:
    """Never between a letter and its combining marks."""
    at = most
    while at > 1 and at < len(text) and _joined(text[at]):
        at -= 1
    return at if at > 1 else most


def _joined(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) or letter in {"\u200d", "\ufe0f"}
