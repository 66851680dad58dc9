"""The day a question about hours asks for, on the shipped calendar."""

from datetime import date

import pytest

from knowledge.asked_days import asked_day
from knowledge.calendar import calendar_of
from knowledge.commune import CalendarSettings

CALENDAR = calendar_of(CalendarSettings(confirmed_until=date(2026, 12, 31)))
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("thứ 7 có làm việc không", date(2026, 11, 28)),
        ("t7 lam viec ko", date(2026, 11, 28)),
        ("sáng thứ bảy có làm không", date(2026, 11, 28)),
        ("chủ nhật có làm không", date(2026, 11, 29)),
        ("thứ hai mở cửa mấy giờ", MONDAY),
        ("mai có làm việc không", date(2026, 11, 24)),
        ("30/4 có làm không", date(2027, 4, 30)),
        ("ngày lễ có làm không", date(2026, 11, 24)),
        ("30 tháng 4 có nghỉ không", date(2027, 4, 30)),
        ("giỗ tổ có làm việc không", date(2027, 4, 16)),
        ("hôm nay là lễ có làm không", MONDAY),
        ("Noel có nghỉ không", date(2026, 12, 25)),
        ("chieu nay nghi le khong", MONDAY),
    ],
)
def test_the_next_such_day_is_meant(words: str, day: date) -> None:
    found = asked_day(words, MONDAY, CALENDAR)

    assert found is not None
    assert found.first == found.last == day


@pytest.mark.parametrize(
    "words", ["giờ làm việc", "mấy giờ mở cửa", "31/2 có làm không", "hôm nay có làm"]
)
def test_no_day_is_made_up(words: str) -> None:
    assert asked_day(words, MONDAY, CALENDAR) is None


def test_tet_is_the_whole_run_of_days_and_still_expected() -> None:
    found = asked_day("tết có làm việc không", MONDAY, CALENDAR)

    assert found is not None
    assert (found.first, found.last, found.expected) == (
        date(2027, 2, 5),
        date(2027, 2, 14),
        True,
    )


def test_new_year_by_the_sun_is_another_day() -> None:
    found = asked_day("tết dương lịch có làm không", MONDAY, CALENDAR)

    assert found is not None
    assert found.first == date(2027, 1, 1)
