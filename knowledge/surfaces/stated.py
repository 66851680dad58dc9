"""The facts in a text: amounts, dates, hours, telephone numbers, codes, plain numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from knowledge.text.late import Late


class Kind(StrEnum):
    """What a stretch of a text states."""

    WEB = "web"
    LEGAL = "legal"
    CODE = "code"
    PHONE = "phone"
    DATE = "date"
    MONTH = "month"
    PLOT = "plot"
    """Of an address: 12/4."""
    HOUR = "hour"
    PERCENT = "percent"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact, where it stands."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the text goes on."""
        return self.start + len(self.text)


_PLOT: Final = re.compile(r"(?i)(?:số|nhà|ngõ|ngách|hẻm|kiệt|đường|tổ)\s*$")
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_WEB: Final = (
    r"(?:https?://)?(?:[A-Za-z0-9_-]+[.@])+(?:vn|com|net|org|info|example)"
    r"(?![.@]?[A-Za-z0-9])(?:/[^\s,;()]*[^\s,;().])?"
)
_PATTERNS: Final = (
    (
        Kind.WEB,
        _WEB,
    ),
    (Kind.LEGAL, r"\d+/(?:(?:19|20)\d\d/)?[A-ZĐ][A-ZĐa-zđ0-9]*(?:-[A-ZĐ][A-ZĐa-zđ0-9]*)*"),
    (Kind.CODE, r"(?:\d{3}\.\d{2}\.\d{2}\.)?[A-ZĐ]\d{2}(?:\.\d{1,3}){0,3}-\d{6}-\d{4,8}"),
    (Kind.CODE, r"[1-9]\.\d{6}(?:\.[A-Z]\d{2})?"),
    (
        Kind.CODE,
        r"(?=[A-ZĐ0-9-]*[A-ZĐ])(?=[A-ZĐ-]*\d)[A-ZĐ0-9]+(?:[-.][A-ZĐ0-9]+)*",
    ),
    (Kind.PHONE, r"(?:\+84|\(0\d{1,4}\)|0\d{1,4}|1[89]00)(?:[ .-]?\d{2,4}){1,4}"),
    (Kind.HOUR, r"(?:[01]?\d|2[0-4])(?::[0-5]\d|[hg](?:[0-5]\d)?)"),
    (Kind.DATE, rf"{_DAY}[/.-]{_MONTH}[/.-](?:19|20)\d\d"),
    (Kind.MONTH, rf"{_MONTH}/(?:19|20)\d\d"),
    (Kind.DATE, rf"{_DAY}/{_MONTH}"),
    (Kind.PLOT, r"\d+(?:/\d+)+"),
    (Kind.PERCENT, r"\d+(?:[.,]\d+)?\s?%"),
    (Kind.NUMBER, r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
)
_ANY: Final = Late(
    "|".join(
        rf"(?P<n{number}>(?<![\w/.]){pattern}(?![\w/]))"
        if kind is not Kind.NUMBER
        else rf"(?P<n{number}>{pattern})"
        for number, (kind, pattern) in enumerate(_PATTERNS)
    )
)


def facts(text: str) -> Iterator[Stated]:
    """Every fact of the text, in order; none overlaps another."""
    for found in _ANY.compiled.finditer(text):
        kind = _PATTERNS[int(str(found.lastgroup)[1:])][0]
        if (
            kind is Kind.DATE
            and found.group().count("/") == 1
            and _PLOT.search(text[: found.start()])
        ):
            kind = Kind.PLOT
        yield Stated(kind, found.group(), found.start())
