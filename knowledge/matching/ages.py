"""Ages in a question: "bà 80 tuổi", "bảy mươi lăm tuổi", "bé 3 tháng"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_DIGITS: Final = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9,
}  # fmt: skip
_SHORT: Final = re.compile(r"([1-9]\d)t")
"""Two digits: "6t" is as often months."""
_BABIES: Final = frozenset(("be", "con", "chau"))
_UNITS: Final = frozenset(("thang", "tuan", "ngay"))
YOUNG: Final = 14
"""Years below which an identity card is another procedure (Luật Căn cước 26/2023)."""
OLD: Final = 70
"""Years from which social pension may be due (NĐ 176/2025, poor households)."""


def ages(folded: Sequence[str]) -> Iterator[int]:
    """The ages in years that `folded` words state."""
    return (years for _, years in placed_ages(folded))


def placed_ages(folded: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The same, each after the position of its "tuổi"; "17t" is one as well."""
    for position, word in enumerate(folded):
        if word[-1:] == "t" and (short := _SHORT.fullmatch(word)) is not None:
            yield position, int(short[1])
        if word == "tuoi" and position and (years := _number(folded[:position])) is not None:
            yield position, years


def _number(before: Sequence[str]) -> int | None:
    last = before[-1]
    if last.isdigit():
        return int(last) if len(last) <= 3 else None
    if last in ("muoi", "chuc"):
        tens = _DIGITS.get(before[-2], 1) if len(before) > 1 else 1
        return tens * 10
    unit = _DIGITS.get(last)
    if unit is None or len(before) < 2:
        return unit
    if before[-2] in ("muoi", "mươi"):
        tens = _DIGITS.get(before[-3], 1) if len(before) > 2 else 1
        return tens * 10 + unit
    if before[-2] in _DIGITS and last in _DIGITS and before[-2] not in ("ba", "nam"):
        return _DIGITS[before[-2]] * 10 + unit
    return unit if last not in ("ba", "nam", "lam", "sau", "tam", "tu") else None


def age_facets(folded: Sequence[str]) -> set[str]:
    """Facets that the ages stated speak for; "bé 3 tháng" is young too."""
    found = {"young"} if _months_old(folded) else set()
    for place, told in placed_ages(folded):
        under = place > 1 and folded[place - 2] == "duoi"
        years = told - 1 if under else told
        if years < YOUNG:
            found.add("young")
        elif years < 25:
            found.add("grown")
        elif years >= OLD:
            found.add("elderly")
    return found


def _months_old(folded: Sequence[str]) -> bool:
    """True when a child is some days, weeks or months old."""
    if _UNITS.isdisjoint(folded):
        return False
    rows = zip(folded, folded[1:], folded[2:], strict=False)
    return any(who in _BABIES and n.isdecimal() and unit in _UNITS for who, n, unit in rows)
