"""Figures of a record against the readings case by case, so that two of them swapped are found.

A pair is (where it was read, which case, figures of the reading, figures of the record); those
that agree are left out. Only where a reading itself tells the cases apart there is one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from knowledge.procedures import Fee, FeeKind, Procedure, ProcessingTime, SubmissionWay
from knowledge.text.folding import fold

USUAL: Final = ("usual", "thuong")
PAIRED: Final = {("2.002409", "giải quyết"): "thuong", ("2.002913", "BHXH"): "insurance"}
"""Cases of the facts file whose words do not tell which of ours they are."""
CUTOFF: Final = time(15, 0)

_UNITS: Final = {"wd": "working_day", "day": "day", "hour": "hour"}
_FIGURE: Final = re.compile(r"(?<!\d)0*(\d+) *(ngày làm việc|ngày|giờ làm việc)")
_SHEET_UNITS: Final = {
    "ngày làm việc": "working_day", "ngày": "day", "giờ làm việc": "working_hour",
}  # fmt: skip
_MONEY: Final = r"(\d{1,3}(?:\.\d{3})+)"
_BY_WAY: Final = re.compile(rf"(trực tuyến|trực tiếp)[^\d;]*{_MONEY}", re.IGNORECASE)
_WAYS: Final = {"trực tuyến": SubmissionWay.ONLINE, "trực tiếp": SubmissionWay.IN_PERSON}
_LATE: Final = re.compile(r"đúng hạn[^:]*: *miễn\. (?:quá hạn|khác): *HĐND", re.IGNORECASE)
_COPY: Final = re.compile(rf"bản sao[^\d.;]*{_MONEY}", re.IGNORECASE)
_PAGES: Final = re.compile(
    rf"{_MONEY} *(?:đ|đồng)/trang[,;] *từ trang (?:thứ )?3[^\d]*{_MONEY}", re.IGNORECASE
)
_FROM_THE_THIRD: Final = "từ trang thứ 3"


@dataclass(frozen=True, slots=True)
class Pair:
    """One case of one reading."""

    where: str
    case: str
    read: frozenset[str]
    ours: frozenset[str]


def differing(
    record: Procedure, fact: Mapping[str, Any] | None, sheets: Iterable[Mapping[str, Any]]
) -> set[Pair]:
    """The cases in which a reading and the record differ."""
    return {one for one in compared(record, fact, sheets) if one.read != one.ours}


def compared(
    record: Procedure, fact: Mapping[str, Any] | None, sheets: Iterable[Mapping[str, Any]]
) -> Iterator[Pair]:
    """Every case both can be asked about."""
    if fact is not None:
        yield from _fact_times(record, fact)
        yield from _fact_fees(record, str(fact["fee"]))
    for sheet in sheets:
        text = sheet["time_text"] or ""
        yield from _sheet_times(record, text)
        yield from _pages(record, "sheet", sheet["fee_text"] or "")
        if "sau 15 giờ" in text:
            yield Pair("sheet", "cutoff", _said([CUTOFF]), _cutoffs(_same_day(record)))


def _fact_times(record: Procedure, fact: Mapping[str, Any]) -> Iterator[Pair]:
    rows = fact["time"]
    for words, value, unit in rows if len(rows) > 1 else ():
        read = "same_day" if unit == "same_day" else f"{value} {_UNITS[unit]}"
        yield Pair("facts", words, frozenset({read}), _figures(_meant(record, words)))
    if any(unit == "same_day" for _, _, unit in rows):
        yield Pair("facts", "cutoff", _said([CUTOFF]), _cutoffs(_same_day(record)))
    if "sau 15 giờ" in str(fact.get("note", "")):
        yield Pair("facts", "cutoff", _said([CUTOFF]), _cutoffs(record.times))


def _fact_fees(record: Procedure, text: str) -> Iterator[Pair]:
    if _LATE.search(text):
        for case, kind in (("on_time", FeeKind.EXEMPT), ("late", FeeKind.COUNCIL)):
            ours = _said(fee.kind for fee in record.fees if fee.case == case)
            yield Pair("facts", case, _said([kind]), ours)
    for word, amount in _BY_WAY.findall(text):
        way, read = _WAYS[word.lower()], amount.replace(".", "")
        there = {str(fee.amount) for fee in record.fees if fee.way is way}
        # A way may have more than one amount: by household and by list.
        yield Pair("facts", way.value, frozenset({read}), frozenset(there & {read}))
    for amount in _COPY.findall(text):
        copies = [fee for fee in record.fees if fold(fee.per or "").startswith("ban")]
        yield Pair("facts", "copy", frozenset({amount.replace(".", "")}), _amounts(copies))
    yield from _pages(record, "facts", text)


def _pages(record: Procedure, where: str, text: str) -> Iterator[Pair]:
    """So much a page, and less from the third on."""
    for first, third in _PAGES.findall(text):
        for case, amount, later in (("pages 1-2", first, False), ("from page 3", third, True)):
            fees = [fee for fee in record.fees if (_FROM_THE_THIRD in (fee.per or "")) is later]
            yield Pair(where, case, frozenset({amount.replace(".", "")}), _amounts(fees))


def _sheet_times(record: Procedure, text: str) -> Iterator[Pair]:
    """What is checked with another office first, and everything else."""
    usual, checked, verify = text.partition("xác minh")
    if not checked:
        return
    read = {_sheet_figure(*found) for found in _FIGURE.findall(usual)}
    if "ngay trong ngày" in usual.lower():
        read.add("same_day")
    others = [row for row in record.times if row.case != "verify"]
    yield Pair("sheet", "usual", frozenset(read), _figures(others))
    read = {_sheet_figure(*found) for found in _FIGURE.findall(verify)}
    ours = [row for row in record.times if row.case == "verify"]
    yield Pair("sheet", "verify", frozenset(read), _figures(ours))


def _meant(record: Procedure, words: str) -> list[ProcessingTime]:
    """The rows of the case the facts file means; none when that is not certain."""
    key = PAIRED.get((record.code, words), fold(words).replace(" ", "_"))
    if (exact := [row for row in record.times if row.case == key]) or words == "thường":
        return exact or [row for row in record.times if row.case in {None, *USUAL}]
    labels = {one.key: fold(one.label).split() for one in record.cases}
    wanted = set(fold(words).split())
    found = {
        row.case for row in record.times
        if row.case not in {None, *USUAL} and _holds(labels[str(row.case)], wanted)
    }  # fmt: skip
    return [row for row in record.times if row.case in found] if len(found) == 1 else []


def _holds(label: list[str], wanted: set[str]) -> bool:
    """All words; "cần xác minh" and "phải xác minh" are one."""
    must = {"phai", "can"}
    return wanted - must <= set(label) - must


def _same_day(record: Procedure) -> list[ProcessingTime]:
    return [row for row in record.times if row.unit == "same_day"]


def _figures(rows: Iterable[ProcessingTime]) -> frozenset[str]:
    return frozenset(
        f"{row.value.normalize():f} {row.unit}" if row.value else str(row.unit) for row in rows
    )


def _sheet_figure(number: str, unit: str) -> str:
    return f"{number} {_SHEET_UNITS[unit]}"


def _cutoffs(rows: Iterable[ProcessingTime]) -> frozenset[str]:
    return _said(row.cutoff for row in rows)


def _amounts(fees: Iterable[Fee]) -> frozenset[str]:
    return frozenset(str(fee.amount) for fee in fees if fee.amount)


def _said(values: Iterable[object]) -> frozenset[str]:
    return frozenset(map(str, values))
