"""National procedure codes and dossier codes inside a text."""

import re
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
_LOOSE_DOSSIER: Final = re.compile(
    r"(?<![\w.])((?:\d{3}\.\d{2}\.\d{2}\.)?[A-Za-z][0-9OolI]{2}(?:\.[0-9OolI]{1,3}){0,3})"
    r"-([0-9OolI]{6})-([0-9OolI]{1,8})(?![0-9])"
)


def procedure_codes(text: str) -> list[str]:
    """The procedure codes in `text`, in order, without repeats."""
    found = [match.group(1) for match in PROCEDURE_CODE.finditer(text)]
    found += [f"{match.group(1)}.{match.group(2)}" for match in _SPACED.finditer(text)]
    return list(dict.fromkeys(found))


def dossier_codes(text: str) -> list[str]:
    """The dossier codes in `text` in their official writing; the date is not checked here."""
    codes = []
    for match in _LOOSE_DOSSIER.finditer(_DASH.sub("-", text)):
        unit, day, number = match.groups()
        unit = unit[0].upper() + unit[1:] if unit[0].isalpha() else unit.upper()
        head, dot, tail = unit.partition(".") if unit[0].isalpha() else (unit, "", "")
        unit = head[0] + head[1:].translate(_LETTERS_AS_DIGITS) + dot
        unit += tail.translate(_LETTERS_AS_DIGITS)
        day = day.translate(_LETTERS_AS_DIGITS)
        codes.append(f"{unit}-{day}-{number.translate(_LETTERS_AS_DIGITS).zfill(4)}")
    return list(dict.fromkeys(codes))


def without_codes(text: str) -> str:
    """`text` with every procedure and dossier code taken out."""
    text = _LOOSE_DOSSIER.sub(" ", _DASH.sub("-", text))
    return _SPACED.sub(" ", PROCEDURE_CODE.sub(" ", text))
