"""Dates and times as registers print them. The time of Vietnam unless a zone is given."""

import re
from datetime import date, datetime, time
from typing import Final

from knowledge.calendar import VIETNAM, local

_DAY_FIRST: Final = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_ISO_DAY: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_CLOCK: Final = re.compile(
    r"(?<![\d:])(\d{1,2})\s*(?::|h|g|giờ)\s*(\d{2})(?:\s*(?::|phút)\s*(\d{2})?)?", re.IGNORECASE
)
_ZONED: Final = re.compile(r"T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$")


def read_moment(text: str) -> tuple[datetime, bool]:
    """The moment a cell holds, and whether it gives an hour; without one it is midnight.

    Raises:
        ValueError: it holds none; the message quotes nothing of it.
    """
    text = text.strip()
    if _ZONED.search(text):
        return local(datetime.fromisoformat(text)), True
    day = read_day(text)
    rest = _DAY_FIRST.sub(" ", _ISO_DAY.sub(" ", text.replace("T", " ")))
    clock = _CLOCK.search(rest)
    if clock is None:
        return datetime.combine(day, time(0), VIETNAM), False
    at = time(int(clock[1]), int(clock[2]), int(clock[3] or 0))
    return datetime.combine(day, at, VIETNAM), True


def read_day(text: str) -> date:
    """The day a cell holds: `20/11/2026` or `2026-11-20`.

    Raises:
        ValueError: it holds none.
    """
    if found := _ISO_DAY.search(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    raise ValueError("no date")
