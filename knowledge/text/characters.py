"""What may stand in a text at all: visible characters, no tricks, bounded length."""

import unicodedata
from typing import Final

MAX_LENGTH: Final = 1_000
"""Characters read of one message; more adds nothing and costs time."""

_INVISIBLE: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES: Final = {"\n", "\r", "\t", "\u2028", "\u2029"}
_SYMBOLS: Final = {"So", "Sk", "Sm"}


def clean(text: str) -> str:
    """`text` in NFC without control, bidirectional, broken or pictorial characters."""
    kept = []
    for char in text[: MAX_LENGTH * 2]:
        category = unicodedata.category(char)
        if char in _SPACES or category in ("Zl", "Zp"):
            kept.append("\n")
        elif category in _INVISIBLE or "\ufe00" <= char <= "\ufe0f":
            continue
        elif category in _SYMBOLS:
            kept.append(" ")
        else:
            kept.append(" " if category == "Zs" else char)
    return unicodedata.normalize("NFC", "".join(kept))[:MAX_LENGTH].strip()
