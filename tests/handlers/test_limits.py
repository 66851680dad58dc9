"""Days a citizen names, and the limit told with the last open day before it."""

from datetime import date

import pytest

from handlers.own_days import day_in
from handlers.wording import limits as wording
from knowledge.clocks import OwnLimit
from tests.handlers.wording.procedure.record import said

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("7/10", date(2026, 10, 7)),
        ("con em sinh 07-10-2026", date(2026, 10, 7)),
        ("7.10.26", date(2026, 10, 7)),
        ("ngày 7 tháng 10", date(2026, 10, 7)),
        ("ngay 7 thang 10 nam 2025", date(2025, 10, 7)),
        ("hôm qua", date(2026, 11, 22)),
        ("hom nay", TODAY),
        ("31/12", date(2025, 12, 31)),
    ],
)
def test_a_day_is_read_however_it_is_written(words: str, day: date) -> None:
    assert day_in(words, TODAY) == day


@pytest.mark.parametrize("words", ["", "không nhớ", "31/2", "99/99", "25/12/2026", "1.004194"])
def test_no_day_is_read_where_there_is_none_or_it_is_still_to_come(words: str) -> None:
    assert day_in(words, TODAY) is None


def told(dates: OwnLimit, *, today: date = TODAY, late: bool = True) -> str:
    """What a citizen reads of a limit."""
    return said(wording.last_day(dates, today=today, late=late, ask="Trung tâm, 0000 000 001"))


def test_a_limit_on_a_closed_day_is_told_with_the_open_day_before_it() -> None:
    dates = OwnLimit(None, date(2026, 12, 6), date(2026, 12, 4), expected=False)

    words = told(dates)

    assert "Hạn là Chủ nhật 6/12/2026" in words
    assert "thứ Sáu 4/12/2026" in words


def test_a_limit_gone_by_is_told_kindly() -> None:
    dates = OwnLimit(None, date(2026, 11, 2), date(2026, 11, 2), expected=False)

    words = told(dates)

    assert "nay đã qua" in words
    assert "vẫn làm được" in words


def test_a_window_before_a_day_is_told_from_first_to_last() -> None:
    dates = OwnLimit(date(2026, 12, 16), date(2026, 12, 31), date(2026, 12, 31), expected=False)

    words = told(dates)

    assert "từ thứ Tư 16/12/2026 đến thứ Năm 31/12/2026" in words


def test_a_window_that_ends_on_a_closed_day_is_told_with_the_open_day_before_it() -> None:
    dates = OwnLimit(date(2026, 11, 21), date(2026, 12, 6), date(2026, 12, 4), expected=False)

    assert "đến Chủ nhật 6/12/2026, hôm đó không làm việc; nên đi chậm nhất thứ Sáu 4/12" in told(
        dates
    )


def test_a_window_gone_by_is_no_window() -> None:
    dates = OwnLimit(date(2026, 10, 16), date(2026, 10, 31), date(2026, 10, 30), expected=False)

    assert "nay đã qua" in told(dates)
    assert "làm được từ" not in told(dates)


def test_what_the_record_says_of_nobody_who_is_late_is_asked_at_the_desk() -> None:
    dates = OwnLimit(None, date(2026, 11, 2), date(2026, 11, 2), expected=False)

    words = told(dates, late=False)

    assert "vẫn làm được" not in words
    assert "hỏi quầy xem còn làm được không: Trung tâm, 0000 000 001" in words


def test_no_day_gone_by_is_named_as_the_last_to_go() -> None:
    dates = OwnLimit(None, date(2026, 11, 29), date(2026, 11, 27), expected=False)

    words = told(dates, today=date(2026, 11, 28))

    assert "từ nay đến hôm đó quầy không làm việc" in words
    assert "27/11" not in words
