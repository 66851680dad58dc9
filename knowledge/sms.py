"""Words as a text message counts them: which alphabet they need, and how many messages they make.

GSM 03.38 holds 160 letters of its alphabet in one message and 153 in each of a longer one, since a
header that joins the parts takes room; anything outside it makes the whole text UCS-2: 70 and 67.
Vietnamese marks are outside it, so a text without marks costs less than half.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE: Final = frozenset("\f^{}\\[~]|€")
"""Letters of the alphabet's second table: each takes the room of two."""
_PLAIN: Final = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "…": "...",
        "•": "-",
        "·": "-",
        "☐": "-",
        "→": "->",
        "×": "x",
        "½": "1/2",
        "≤": "<=",
        "≥": ">=",
        "₫": "d",
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
        "\u200b": "",
        "\ufeff": "",
    }
)


class Alphabet(StrEnum):
    """How a text message is written."""

    GSM7 = "gsm-7"
    UCS2 = "ucs-2"


_ROOM: Final = {Alphabet.GSM7: (160, 153), Alphabet.UCS2: (70, 67)}
"""Units in a single message, and in each part of a longer one."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A text as messages: `units` are septets of GSM-7, 16-bit units of UCS-2."""

    alphabet: Alphabet
    units: int
    parts: tuple[str, ...]
    """The words of each message the telephone puts together; none for an empty text."""

    @property
    def segments(self) -> int:
        """How many messages are paid for."""
        return len(self.parts)


def fits_gsm7(text: str) -> bool:
    """Whether every letter is in the GSM alphabet."""
    return all(sign in _BASIC or sign in _DOUBLE for sign in text)


def plain(text: str) -> str:
    """The words without Vietnamese marks and fine quotes; a sign no telephone has is kept.

    "Lệ phí 8.000đ" becomes "Le phi 8.000d". What is still outside the GSM alphabet (another
    script, a picture) makes the text UCS-2: nothing is dropped.
    """
    split = unicodedata.normalize("NFD", text.translate(_PLAIN))
    bare = "".join(sign for sign in split if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare)


def count(text: str) -> Counted:
    """The text as messages; its alphabet is the smaller one that holds every letter."""
    alphabet = Alphabet.GSM7 if fits_gsm7(text) else Alphabet.UCS2
    single, joined = _ROOM[alphabet]
    units = sum(_size(sign, alphabet) for sign in text)
    if units <= single:
        return Counted(alphabet, units, (text,) if text else ())
    return Counted(alphabet, units, tuple(_cut(text, joined, alphabet)))


def _size(sign: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.GSM7:
        return 2 if sign in _DOUBLE else 1
    return 2 if ord(sign) > 0xFFFF else 1


def _cut(text: str, room: int, alphabet: Alphabet) -> Iterator[str]:
    """Parts of at most `room`; a letter of two units is never torn."""
    start = used = 0
    for at, sign in enumerate(text):
        size = _size(sign, alphabet)
        if used + size > room:
            yield text[start:at]
            start, used = at, 0
        used += size
    yield text[start:]
