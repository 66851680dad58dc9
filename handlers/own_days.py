"""The day of a birth or a death told along with a question: "ba em mất ngày 21/11, cần gì ạ"."""

import re
from datetime import date, timedelta
from typing import Final

from knowledge.procedures import CitizenLimit
from knowledge.text.folding import fold

_NUMERIC: Final = re.compile(
    r"(?<!\d)(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?(?!\d)"
)
_SPOKEN: Final = re.compile(r"\bngay (\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?\b")
_RELATIVE: Final = {"hom nay": 0, "sang nay": 0, "toi qua": 1, "hom qua": 1, "hom kia": 2}
_EVENT: Final = re.compile(
    r"(?<!\w)(?:(?P<birth>(?<!khai )(?<!dự )(?<!du )(?:sinh|đẻ)|(?<=moi )de|(?<=moi )sanh)"
    r"|(?P<death>mất|mat|qua đời|qua doi|từ trần|tu tran|chết|chet))(?!\w)(?=(?P<rest>.{0,24}))",
    re.IGNORECASE,
)
"""What happened; a day follows it at once. Without marks "de" is mostly "để"."""
_EXACT: Final = re.compile(r"\d\s*[/.\-]\s*\d|thang", re.IGNORECASE)
_SPAN: Final = re.compile(r"\d\s*(?:ngày|ngay|hôm|hom|tuần|tuan|năm|nam)\b", re.IGNORECASE)
"""A number of days, "mất 5-10 ngày", is no day."""
_JUST: Final = re.compile(rf"^(?:moi |vao |luc )?(?:{'|'.join(_RELATIVE)})\b")
_STARTS: Final = {"ngày sinh": "birth", "ngày mất": "death"}
"""What a limit counts from, as the records say it, and what happened that day."""


def told_day(words: str, limit: CitizenLimit, today: date) -> date | None:
    """The day the limit counts from, where the words tell it of a birth or a death."""
    event = _STARTS.get(limit.start)
    for found in _EVENT.finditer(words) if event else ():
        rest = _EVENT.split(re.split(r"[,;?!\n]|\. ", found["rest"])[0])[0]
        if found[event or 0] is None or _SPAN.search(rest):
            continue
        folded = fold(rest)
        if (_EXACT.search(rest) or "thang" in folded or _JUST.search(folded)) and (
            when := day_in(rest, today)
        ):
            return when
    return None


def day_in(words: str, today: date, *, ahead: bool = False) -> date | None:
    """A day named in the words: 7/10, 07-10-2026, "ngày 7 tháng 10", "hôm qua"; not to come.

    With `ahead` it is a day something runs out, which may be to come. A day without a year is
    the latest such day not after today; ahead, the first one not before it.
    """
    folded = fold(words)
    for phrase, back in _RELATIVE.items():
        if phrase in folded:
            return today - timedelta(days=back)
    found = _SPOKEN.search(folded) or _NUMERIC.search(words)
    return _day_of(found.groups(), today, ahead=ahead) if found else None


def _day_of(parts: tuple[str | None, ...], today: date, *, ahead: bool) -> date | None:
    day, month, year = (int(part) if part else None for part in parts)
    likely = [today.year, today.year + 1] if ahead else [today.year, today.year - 1]
    years = [year + 2000 if year < 100 else year] if year else likely
    for candidate in years:
        try:
            when = date(candidate, month or 0, day or 0)
        except ValueError:
            return None
        if (ahead and (year or when >= today)) or (not ahead and when <= today):
            return when
    return None
