"""The last four digits of a phone or identity number, as people type them."""

import re
from typing import Final

from knowledge.text.codes import procedure_codes, without_codes
from knowledge.text.folding import fold

_FOUR: Final = re.compile(r"\d{4}")
_LABELLED: Final = re.compile(r"so cuoi\D{0,40}?(\d{4})(?!\d)")
_WHOLE: Final = range(9, 13)
"""Digits of a whole phone or identity number: some type all of it, its end is taken."""
_STRAY: Final = re.compile(r"(?:(?:da|vang|u|so|la|day|nay) )*\d{4}(?: (?:a|nhe|nha|em|do))*")
_ALONE: Final = re.compile(r"(?<![\d.-])\d{4}(?![\d.-])")
_FEW_LETTERS: Final = 12
"""Letters around digits ("số của em là"); with more it is rather a question."""


def four_digits(words: str) -> str | None:
    """The four digits, also as the end of a whole number or with gaps; None if there are none."""
    runs: list[str] = re.findall(r"\d+", words)
    fours = [run for run in runs if _FOUR.fullmatch(run)]
    if len(fours) == 1:
        return fours[0]
    joined = "".join(runs)
    return joined[-4:] if len(joined) == 4 or len(joined) in _WHOLE else None


def labelled_digits(words: str) -> str | None:
    """Digits given together with a code: "…, 4 số cuối 0123"."""
    found = _LABELLED.search(fold(without_codes(words)))
    return str(found.group(1)) if found else None


def without_digits(words: str) -> str:
    """The words with runs of exactly four digits taken out, codes left whole."""
    return _ALONE.sub("", words)


def meant_as_digits(words: str) -> bool:
    """Whether the words are digits, if not four, rather than a question."""
    digits = sum(letter.isdecimal() for letter in words)
    letters = sum(letter.isalpha() for letter in words)
    return digits > 0 and letters <= _FEW_LETTERS and not procedure_codes(words)


def stray_digits(words: str) -> bool:
    """Whether the words are four digits and nothing else but politeness: "dạ 1234 ạ"."""
    return _STRAY.fullmatch(fold(words)) is not None
