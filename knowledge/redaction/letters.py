"""Letters for patterns: every capital, and a text without marks, letter by letter."""

import unicodedata
from typing import Final

UPPER: Final = "".join(
    chr(code)
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x1B0), *range(0x1EA0, 0x1EFA))
    if chr(code).isupper()
)
"""Every capital: in the block of Vietnamese letters capitals and small ones alternate."""
_BARE: Final = str.maketrans({"đ": "d", "Đ": "D"})


def bare(text: str) -> str:
    """The text without marks, every letter where it was; letters written in parts stay as typed."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text.translate(_BARE))
