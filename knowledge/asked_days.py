"""The day a question about office hours asks for: "thứ 7", "mai", "tết", "2/9". Values only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from knowledge.calendar import WorkingCalendar
from knowledge.text.folding import fold

_DAY: Final = timedelta(days=1)
AHEAD: Final = 400
"""Days looked ahead for a holiday: the next one of each name lies within a year and a bit."""
_WEEKDAYS: Final = {
    "2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tu": 2, "5": 3, "nam": 3, "6": 4, "sau": 4,
    "7": 5, "bay": 5,
}  # fmt: skip
_WEEKDAY: Final = re.compile(r"\b(?:thu |t)([2-7]|hai|ba|tu|nam|sau|bay)\b")
_SUNDAY: Final = re.compile(r"\b(?:chu nhat|cn)\b")
_DATE: Final = re.compile(r"\b(\d{1,2})\s*/\s*(\d{1,2})\b")
_TOMORROW: Final = re.compile(r"\b(?:ngay |sang |chieu |)mai\b")
_SPOKEN: Final = re.compile(r"\b(\d{1,2}) thang (\d{1,2})\b")
_TODAY: Final = re.compile(r"\b(?:hom|bua|sang|trua|chieu|toi) nay\b")
_CHRISTMAS: Final = re.compile(r"noel|giáng sinh|giang sinh", re.IGNORECASE)
"""A day many ask about that is no holiday."""
_OFF: Final = frozenset(("le", "tet", "nghi"))
_NAMED: Final = ("gio to", "hung vuong", "quoc khanh", "quoc te lao dong", "ngay van hoa")
"""Holidays by a piece of their names, folded."""
_NEW_YEAR: Final = "tet"
_SOLAR: Final = "duong lich"


@dataclass(frozen=True, slots=True)
class AskedDay:
    """One day, or the first and last day of a run of days off."""

    first: date
    last: date
    holiday: str | None
    expected: bool
    """Whether the calendar of these days may still change."""


def asked_day(words: str, today: date, calendar: WorkingCalendar) -> AskedDay | None:
    """The day `words` ask for, from `today` on; None when they name none.

    Today is one only where it is asked whether it is a day off: the hours of today are told anyway.
    """
    text = fold(words)
    if _TODAY.search(text):
        return None if _OFF.isdisjoint(text.split()) else _of(calendar, today, today)
    if _NEW_YEAR in text.split():
        return _holiday(calendar, today, solar=_SOLAR in text)
    named = _CHRISTMAS.sub("25/12", words)
    day = _dated(named, text, today) or _weekday(text, today)
    if day is None and _TOMORROW.search(text):
        day = today + _DAY
    if day is not None:
        return _of(calendar, day, day)
    name = next((one for one in _NAMED if one in text), None)
    asked = name is not None or "le" in text.split()
    return _holiday(calendar, today, name=name) if asked else None


def _dated(words: str, text: str, today: date) -> date | None:
    found = _DATE.search(words) or _SPOKEN.search(text)
    if found is None:
        return None
    number, month = (int(part) for part in found.groups())
    for year in (today.year, today.year + 1):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day >= today:
            return day
    return None


def _weekday(text: str, today: date) -> date | None:
    found = _WEEKDAY.search(text)
    wanted = _WEEKDAYS[found.group(1)] if found else 6 if _SUNDAY.search(text) else None
    if wanted is None:
        return None
    return today + _DAY * ((wanted - today.weekday()) % 7)


def _holiday(
    calendar: WorkingCalendar, today: date, *, solar: bool | None = None, name: str | None = None
) -> AskedDay | None:
    """The next run of days off: Tết by the moon or by the sun, the one of a name, or any."""
    for day in _coming(today):
        called = calendar.holiday(day)
        if called is None or (name is not None and name not in fold(called)):
            continue
        if solar is None or _is_new_year(called, solar=solar):
            last = day
            while calendar.holiday(last + _DAY) is not None:
                last += _DAY
            return _of(calendar, day, last)
    return None


def _is_new_year(name: str, *, solar: bool) -> bool:
    folded = fold(name)
    return _NEW_YEAR in folded.split() and (_SOLAR in folded) == solar


def _coming(today: date) -> Iterator[date]:
    return (today + _DAY * ahead for ahead in range(AHEAD))


def _of(calendar: WorkingCalendar, first: date, last: date) -> AskedDay:
    expected = calendar.is_expected(first, last)
    return AskedDay(first, last, calendar.holiday(first), expected)
