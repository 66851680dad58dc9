"""What may stand in a text at all: visible characters, no tricks, bounded length."""

import unicodedata
from functools import lru_cache
from typing import Final

MAX_LENGTH: Final = 1_000
"""Characters read of one message; more adds nothing and costs time."""

_INVISIBLE: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES: Final = {"\n", "\r", "\t", "\u2028", "\u2029"}
_SYMBOLS: Final = {"So", "Sk", "Sm"}


def clean(text: str) -> str:
    """`text` in NFC without control, bidirectional, broken or pictorial characters."""
    kept = "".join(map(_kept, text[: MAX_LENGTH * 2]))
    return unicodedata.normalize("NFC", kept)[:MAX_LENGTH].strip()


@lru_cache(maxsize=1_000)
def _kept(char: str) -> str:
    """What is left of one character."""
    category = unicodedata.category(char)
    if char in _SPACES or category in ("Zl", "Zp"):
        return "\n"
    if category in _INVISIBLE or "\ufe00" <= char <= "\ufe0f":
        return ""
    return " " if category in _SYMBOLS or category == "Zs" else char
