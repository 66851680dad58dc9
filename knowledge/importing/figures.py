"""Times and amounts as Vietnamese offices write them. What is not clear is not a figure."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from knowledge.procedures import Fee, FeeKind, ProcessingTime, TimeUnit

LEAST_AMOUNT: Final = 1000
"""No fee of the state is below 1.000 đ; a smaller number has lost its thousands."""

_TIME: Final = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(ngày\s+làm\s+việc|giờ\s+làm\s+việc|ngày|giờ|tháng)", re.IGNORECASE
)
_SAME_DAY: Final = re.compile(
    r"\b(trong\s+(ngày\s+làm\s+việc|ngày)|ngay\s+sau\s+khi|giải quyết ngay|trả ngay|ngay)\b",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"\d+(?:[.,]\d+)?")
_UNITS: Final = {
    "ngày làm việc": TimeUnit.WORKING_DAY,
    "working_day": TimeUnit.WORKING_DAY,
    "wd": TimeUnit.WORKING_DAY,
    "giờ làm việc": TimeUnit.WORKING_HOUR,
    "working_hour": TimeUnit.WORKING_HOUR,
    "ngày": TimeUnit.DAY,
    "day": TimeUnit.DAY,
    "tháng": TimeUnit.MONTH,
    "month": TimeUnit.MONTH,
}
_HOUR_WORDS: Final = ("giờ", "hour")

_AMOUNT: Final = re.compile(
    r"(?<![\d.,/])(\d{1,3}(?:[.,]\d{3})+|\d+)\s*(đồng|đ|vnđ|vnd|việt nam đồng)(?![\wÀ-ỹ])",
    re.IGNORECASE,
)
_FREE: Final = re.compile(r"\b(miễn|không thu)\b", re.IGNORECASE)
_ONLY_FREE: Final = re.compile(
    r"\W*(được\s+)?(miễn|không thu)(\s+(phí|lệ phí|phí, lệ phí|thu))*\W*", re.IGNORECASE
)
_COUNCIL: Final = re.compile(r"hội đồng nhân dân|\bhđnd\b", re.IGNORECASE)


class Doubt(StrEnum):
    """Why a text gives no figure."""

    NOTHING = "nothing"
    NO_UNIT = "no_unit"
    HOUR = "hour"
    ZERO = "zero"
    TOO_SMALL = "too_small"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Told:
    """A time read from a text, or why there is none."""

    time: ProcessingTime | None = None
    doubt: Doubt | None = None


def unit_of(word: str | None, context: str = "") -> TimeUnit | None:
    """The unit a source's word stands for.

    An hour is a working hour only where the text says "giờ làm việc"; otherwise it is unknown.
    """
    if word is None:
        return None
    key = " ".join(word.lower().split())
    if key in _HOUR_WORDS:
        return TimeUnit.WORKING_HOUR if "giờ làm việc" in context.lower() else None
    return _UNITS.get(key)


def read_time(text: str) -> Told:
    """The processing time a text states; more than one figure is no figure."""
    text = text.strip()
    if not text:
        return Told(doubt=Doubt.NOTHING)
    found = {(number_of(n), " ".join(u.lower().split())) for n, u in _TIME.findall(text)}
    if len(found) > 1:
        return Told(doubt=Doubt.UNCLEAR)
    if found:
        ((value, word),) = found
        return _time(value, word, text)
    if _BARE.fullmatch(text):
        return Told(doubt=Doubt.NO_UNIT)
    if _SAME_DAY.search(text) and not re.search(r"\d", text):
        return Told(ProcessingTime(unit=TimeUnit.SAME_DAY))
    return Told(doubt=Doubt.UNCLEAR)


def _time(value: Decimal | None, word: str, text: str) -> Told:
    if not value:
        return Told(doubt=Doubt.ZERO)
    unit = unit_of(word, text)
    if unit is None:
        return Told(doubt=Doubt.HOUR)
    return Told(ProcessingTime(value=value, unit=unit))


def times_in(text: str) -> frozenset[tuple[Decimal | None, TimeUnit | None]]:
    """Every figure with a unit that a text names."""
    return frozenset((number_of(n), unit_of(u, text)) for n, u in _TIME.findall(text))


def number_of(text: str) -> Decimal | None:
    """A number with a decimal comma or point: "1,5", "02"."""
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None


def amounts_in(text: str) -> frozenset[int]:
    """Every amount in đồng that a text names."""
    return frozenset(int(re.sub(r"[.,]", "", n)) for n, _ in _AMOUNT.findall(text))


def says_free(text: str) -> bool:
    """Whether a text says miễn or không thu, and nothing more (P-3)."""
    return _ONLY_FREE.fullmatch(text) is not None


def mentions_free(text: str) -> bool:
    """Whether the words miễn or không thu occur at all."""
    return _FREE.search(text) is not None


def leaves_it_to_council(text: str) -> bool:
    """Whether a text leaves the amount to the provincial council."""
    return _COUNCIL.search(text) is not None


def read_fee(text: str) -> Fee | Doubt:
    """The fee an officer wrote in a cell: "8.000", "8.000đ/bản", "miễn", "HĐND quy định"."""
    text = " ".join(text.split())
    if not text:
        return Doubt.NOTHING
    if says_free(text):
        return Fee(kind=FeeKind.EXEMPT)
    figure = re.fullmatch(
        r"(\d{1,3}(?:[.,]\d{3})+|\d+)\s*(?:đồng|đ|vnđ|vnd)?\s*(?:/\s*(.{1,40}))?",
        text,
        re.IGNORECASE,
    )
    if figure is None:
        return _worded_fee(text)
    amount = int(re.sub(r"[.,]", "", figure.group(1)))
    if amount == 0:
        return Doubt.ZERO
    if amount < LEAST_AMOUNT:
        return Doubt.TOO_SMALL
    return Fee(kind=FeeKind.AMOUNT, amount=amount, per=figure.group(2))


def _worded_fee(text: str) -> Fee | Doubt:
    if leaves_it_to_council(text) and not amounts_in(text):
        return Fee(kind=FeeKind.COUNCIL, text=text)
    if amounts_in(text) or mentions_free(text):
        return Fee(kind=FeeKind.OTHER, text=text)
    return Doubt.UNCLEAR


def split_time(text: str) -> tuple[Decimal | None, str | None]:
    """The number and the unit's word in a cell such as "1 Ngày làm việc" or a bare "5"."""
    found = _TIME.search(text)
    if found is not None:
        return number_of(found.group(1)), " ".join(found.group(2).lower().split())
    if _BARE.fullmatch(text.strip()):
        return number_of(text), None
    return None, None
