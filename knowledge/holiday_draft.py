"""A draft of a coming year's holidays, computed by the `holidays` package: a guess, no truth.

The package knows no decision of the government: it missed the swap of 2 January 2026, and its Tết
and National Day of a coming year are computed. What it gives is a draft for a person to check
against the decision; only a confirmed year is counted without "dự kiến".
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import yaml

from knowledge.holidays import DayEntry, HolidayYear

SOURCE: Final = "máy tính theo thư viện, chưa đối chiếu quyết định"
_NOTE: Final = (
    "# Lịch nghỉ năm {year}: BẢN NHÁP do máy tính, chưa có quyết định; mọi ngày là dự kiến.\n"
    "# 1. Đối chiếu từng ngày với thông báo nghỉ lễ, Tết; sửa ngày, ghi số văn bản vào source.\n"
    "# 2. Thêm ngày làm bù vào working_days; xong thì đổi final thành true.\n"
    "# 3. Chạy: motcua calendar confirm TỆP NÀY --by “họ tên, chức vụ”\n"
)


def draft(year: int) -> HolidayYear:
    """The computed year; a run of days that follow one another under one name is one entry."""
    import holidays

    computed = holidays.country_holidays("VN", years=year, language="vi")
    days = sorted(day for day in computed if day.year == year)
    off = tuple(_runs((day, f"{computed[day]} (dự kiến)") for day in days))
    worked = tuple(
        DayEntry(day=day, name="làm bù (dự kiến)", source=SOURCE)
        for day in _of_year(year)
        if day.weekday() > 4 and computed.is_working_day(day)
    )
    return HolidayYear(year=year, final=False, days_off=off, working_days=worked)


def _runs(days: Iterator[tuple[date, str]]) -> Iterator[DayEntry]:
    run: DayEntry | None = None
    for day, name in days:
        if run is not None and run.name == name and day - (run.until or run.day) == _ONE:
            run = run.model_copy(update={"until": day})
            continue
        if run is not None:
            yield run
        run = DayEntry(day=day, name=name, source=SOURCE)
    if run is not None:
        yield run


_ONE: Final = timedelta(days=1)


def _of_year(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days))


def as_yaml(year: HolidayYear) -> str:
    """A year as a file to check and correct, with what to do at its head when it is a draft."""
    head = "" if year.final else _NOTE.format(year=year.year)
    return head + yaml.safe_dump(_plain(year), allow_unicode=True, sort_keys=False, width=100)


def as_settings(year: HolidayYear, indent: str = "    ") -> list[str]:
    """The lines of `commune.calendar` that put a confirmed year in force."""
    block = yaml.safe_dump([_plain(year)], allow_unicode=True, sort_keys=False, width=90)
    lines = [f"confirmed_until: {year.year}-12-31", "decided:"]
    return [indent + line for line in (*lines, *("  " + one for one in block.splitlines()))]


def differences(confirmed: HolidayYear, other: HolidayYear) -> list[str]:
    """Days on which two calendars of a year differ, in Vietnamese, in order."""
    off, others = confirmed.off(), other.off()
    said = [
        (day, f"{day:%d/%m/%Y}: nghỉ ({off[day].name}), máy không tính")
        for day in off
        if day not in others
    ]
    said += [
        (day, f"{day:%d/%m/%Y}: máy tính là nghỉ ({others[day].name}), tệp không có")
        for day in others
        if day not in off
    ]
    said += [
        (day, f"{day:%d/%m/%Y}: làm bù, máy không tính")
        for day in confirmed.worked() - other.worked()
    ]
    said += [
        (day, f"{day:%d/%m/%Y}: máy tính là làm bù, tệp không có")
        for day in other.worked() - confirmed.worked()
    ]
    return [text for _, text in sorted(said)]


def _plain(year: HolidayYear) -> dict[str, Any]:
    """Only what says something: dates stay dates, so that YAML writes them bare."""
    return {
        "year": year.year,
        "final": year.final,
        "days_off": [one.model_dump(exclude_none=True) for one in year.days_off],
        "working_days": [one.model_dump(exclude_none=True) for one in year.working_days],
    }
