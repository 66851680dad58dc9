"""Raw Telex and VNI keystrokes, left unconverted by a phone without a Vietnamese keyboard."""

import re
import unicodedata
from typing import Final

from knowledge.text.folding import fold_word
from knowledge.text.syllables import is_syllable

_TELEX_TONES: Final = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES: Final = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_TELEX_LETTERS: Final = (("uow", "ươ"), ("dd", "đ"), ("aa", "â"), ("aw", "ă"), ("ee", "ê"))
_TELEX_LATE: Final = (("oo", "ô"), ("ow", "ơ"), ("uw", "ư"))
_VNI_MARKS: Final = {
    "6": {"a": "â", "e": "ê", "o": "ô"},
    "7": {"o": "ơ", "u": "ư"},
    "8": {"a": "ă"},
    "9": {"d": "đ"},
}
_VNI_WORD: Final = re.compile(r"[a-z]+(?:[1-9][a-z]*)+")
_TELEX_SURE: Final = re.compile(r"dd|aa|aw|ee|oo|ow|uw|[aeiouy][a-z]*[sfrxj]$")
_NUCLEI: Final = ("ươ", "iê", "yê", "uô", "oa", "oe", "uy", "uê")


def telex(word: str) -> str | None:
    """`word` as Telex keystrokes spell it, or None if it is no Telex word."""
    raw = word.lower()
    if not raw.isascii() or not raw.isalpha() or is_syllable(raw):
        return None
    tone, body = "", raw
    for position in range(len(raw) - 1, 0, -1):
        if raw[position] in _TELEX_TONES and re.search("[aeiouy]", raw[:position]):
            tone, body = _TELEX_TONES[raw[position]], raw[:position] + raw[position + 1 :]
            break
    for keys, letter in (*_TELEX_LETTERS, *_TELEX_LATE):
        body = body.replace(keys, letter)
    body = _late_marks(body)
    if body == raw or not is_syllable(fold_word(body)):
        return None
    return _with_tone(body, tone)


def _late_marks(body: str) -> str:
    """A d, a, e, o or w typed at the end of the word: "dangd", "danaw"."""
    if body.endswith("w") and (match := re.search("uo|[aou]", body)):
        marked = {"uo": "ươ", "a": "ă", "o": "ơ", "u": "ư"}[match.group()]
        return body[: match.start()] + marked + body[match.end() : -1]
    if body.startswith("d") and body.endswith("d") and len(body) > 2:
        return "đ" + body[1:-1]
    for vowel, marked in (("a", "â"), ("e", "ê"), ("o", "ô")):
        if body.endswith(vowel) and vowel in body[:-2]:
            return body[:-1].replace(vowel, marked, 1)
    return body


def vni(word: str) -> str | None:
    """`word` as VNI keystrokes spell it, or None if it is no VNI word."""
    raw = word.lower()
    if not _VNI_WORD.fullmatch(raw):
        return None
    letters: list[str] = []
    tone = ""
    for char in raw:
        if char in _VNI_TONES:
            tone = _VNI_TONES[char]
        elif char in _VNI_MARKS:
            if not _mark(letters, _VNI_MARKS[char]):
                return None
        else:
            letters.append(char)
    body = "".join(letters).replace("uơ", "ươ")
    return _with_tone(body, tone) if is_syllable(fold_word(body)) else None


def _mark(letters: list[str], marks: dict[str, str]) -> bool:
    for position in range(len(letters) - 1, -1, -1):
        if letters[position] in marks:
            letters[position] = marks[letters[position]]
            return True
    return False


def _with_tone(body: str, tone: str) -> str:
    if not tone:
        return body
    place = next((body.index(n) + len(n) - 1 for n in _NUCLEI if n in body), None)
    if place is None:
        place = next((i for i, char in enumerate(body) if fold_word(char) in "aeiouy"), 0)
        if body.startswith(("gi", "qu")) and len(body) > 2 and fold_word(body[2]) in "aeiouy":
            place = 2
    return unicodedata.normalize("NFC", body[: place + 1] + tone + body[place + 1 :])


def decode(typed: list[str], known: frozenset[str]) -> tuple[list[str], str | None]:
    """`typed` with raw keystrokes turned into letters, and "telex" or "vni" if there were any.

    One odd word proves nothing: one with a doubled key must decode, or most of the words. A word in
    `known` (folded) is left alone.
    """
    if known.issuperset(map(fold_word, typed)):
        return typed, None
    for name, reader in (("vni", vni), ("telex", telex)):
        decoded = [None if fold_word(word) in known else reader(word) for word in typed]
        found = [word for word, new in zip(typed, decoded, strict=True) if new]
        sure = any(re.search("dd|aa|aw|ee|ow|uw|[6-9]", word.lower()) for word in found)
        if found and (sure or (len(found) >= 2 and len(found) * 2 > len(typed))):
            return [new or word for word, new in zip(typed, decoded, strict=True)], name
    return typed, None
