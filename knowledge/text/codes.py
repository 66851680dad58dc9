"""National procedure codes and dossier codes inside a text."""

import re
from datetime import date
from typing import Final

PROCEDURE_CODE: Final = re.compile(
    r"(?<!\d)([1-9]\.\d{6})(?:\.\d{3}\.\d{2}\.\d{2})?(?:\.[A-Z]\d{2})?(?!\d)"
)
"""One digit, dot, six digits; what a province appended is dropped."""
_SPACED: Final = re.compile(r"(?<![\d.,])([1-9])[.,\s]{1,2}(\d{6})(?!\d)")

DOSSIER_CODE: Final = re.compile(
    r"(?i)(?<![\w.])((?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{1,3}){0,3})-(\d{6})-(\d{1,8})(?!\d)"
)
"""Unit, day as YYMMDD, sequence number (TT 03/2025/TT-VPCP art. 13)."""
_DASH: Final = re.compile(r"\s*[‐-―−_-]\s*")
_LETTERS_AS_DIGITS: Final = str.maketrans("OolI", "0011")
_DIGIT: Final = "[0-9OolI]"
_LOOSE_DOSSIER: Final = re.compile(
    rf"(?<![\w.])((?:\d{{3}}[.\s]\d{{2}}[.\s]\d{{2}}[.\s])?[A-Za-z]{_DIGIT}{{2}}"
    rf"(?:(?:[.\s]{{1,2}}{_DIGIT}{{1,3}}){{0,3}}|(?:{_DIGIT}{{2}}){{1,3}}))"
    rf"[-/.\s]{{1,3}}({_DIGIT}{{6}})[-/.\s]{{1,3}}({_DIGIT}{{1,8}})(?![0-9])"
)
"""As people type it: spaces, dots or slashes for dashes, no dots in the unit at all."""
_OLD_HEAD: Final = re.compile(r"(\d{3})[.\s](\d{2})[.\s](\d{2})[.\s](?=[A-Za-z])")
_SIX: Final = re.compile(r"[\dOolI]{6}")
"""What every code holds: most texts are looked through no further."""
_FEWEST_DIGITS: Final = 4
"""Real digits the day must have: "O" and "l" stand for a few, not for all."""
FIRST_DAY: Final = date(2018, 1, 1)
"""Codes of this form begin with TT 01/2018/TT-VPCP."""


def procedure_codes(text: str) -> list[str]:
    """The procedure codes in `text`, in order, without repeats."""
    if _SIX.search(text) is None:
        return []
    found = [match.group(1) for match in PROCEDURE_CODE.finditer(text)]
    found += [f"{match.group(1)}.{match.group(2)}" for match in _SPACED.finditer(text)]
    return list(dict.fromkeys(found))


def dossier_codes(text: str) -> list[str]:
    """The dossier codes in `text` in their official writing; the date is not checked here."""
    if _SIX.search(text) is None:
        return []
    codes = []
    for match in _LOOSE_DOSSIER.finditer(_DASH.sub("-", text)):
        unit, day, number = match.groups()
        if sum(letter.isdecimal() for letter in day) < _FEWEST_DIGITS:
            continue
        day, number = day.translate(_LETTERS_AS_DIGITS), number.translate(_LETTERS_AS_DIGITS)
        codes.append(f"{_unit(unit)}-{day}-{number.zfill(4)}")
    return list(dict.fromkeys(codes))


def dossier_day(code: str, today: date) -> date | None:
    """The day in a code in its official writing; None when no such day can stand on a receipt."""
    digits = code.split("-")[1]
    try:
        day = date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= today else None


def _unit(typed: str) -> str:
    """The unit in its official writing: `h32 12 05` and `H321205` are H32.12.05."""
    old = _OLD_HEAD.match(typed)
    head = ".".join(old.groups()) + "." if old else ""
    typed = typed[old.end() :] if old else typed
    province, rest = typed[0].upper() + typed[1:3].translate(_LETTERS_AS_DIGITS), typed[3:]
    rest = rest.translate(_LETTERS_AS_DIGITS)
    apart = "." in rest or " " in rest
    groups = re.findall(r"\d+", rest) if apart else re.findall(r"\d{2}", rest)
    return head + ".".join((province, *groups))


def without_codes(text: str) -> str:
    """`text` with every procedure and dossier code taken out; other dashes stay as they are."""
    if _SIX.search(text) is None:
        return text
    dashed = _DASH.sub("-", text)
    if _LOOSE_DOSSIER.search(dashed):
        text = _LOOSE_DOSSIER.sub(" ", dashed)
    return _SPACED.sub(" ", PROCEDURE_CODE.sub(" ", text))
