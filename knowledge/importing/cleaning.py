"""Text from outside made safe to store: one Unicode form, no control characters, no bullets."""

import re
import unicodedata
from typing import Final

from knowledge.text.tones import settle_tones

_BROKEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\ud800-\udfff]|(?:Ã[\x80-¿]|áº|á»|Ä‘)"
)
"""Control and private characters, lost letters, and UTF-8 read as Latin-1."""
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\ud800-\udfff"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_BULLET: Final = re.compile(r"^\s*(?:[-–—+*•·●○]\s*|\(?[a-zđ\d]{1,2}(?:\.\d{1,2})*[.)]\s+)+")
_SILENT: Final = frozenset({"", "không", "không có", "không quy định", "không có thông tin"})


def broken_in(text: str) -> bool:
    """Whether letters were lost or something unprintable slipped in."""
    return _BROKEN.search(text) is not None


def clean(text: str) -> str:
    """One line of text: composed letters, one spelling of tones, single spaces."""
    return " ".join(_safe(text).split())


def clean_lines(text: str) -> tuple[str, ...]:
    """A text's lines, each clean, empty ones left out."""
    lines = (" ".join(line.split()) for line in _safe(text).splitlines())
    return tuple(line for line in lines if line)


def _safe(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return settle_tones(_UNSAFE.sub("", composed))


def without_bullet(text: str) -> str:
    """A list line less its dash, letter or number, and the semicolon at its end."""
    return _BULLET.sub("", clean(text)).rstrip(" ;,.:").strip()


def says_nothing(text: str | None) -> bool:
    """Whether a cell is blank in one of the ways offices leave it blank."""
    return text is None or clean(text).rstrip(".").lower() in _SILENT


def shortened(text: str, most: int) -> str:
    """At most `most` characters, cut at a word, marked as cut."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;.:") + "…"
