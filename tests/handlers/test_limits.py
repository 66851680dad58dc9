"""Days a citizen names, and the limit told with the last open day before it."""

from datetime import date

import pytest

from handlers.limits import day_in
from handlers.wording import limits as wording
from knowledge.procedures import CitizenLimit, TimeUnit
from tests.handlers.wording.test_procedure import said

TODAY = date(2026, 11, 23)
BIRTH = CitizenLimit(value=60, unit=TimeUnit.DAY, start="ngày sinh", text="trong 60 ngày")


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


def test_a_limit_on_a_closed_day_is_told_with_the_open_day_before_it() -> None:
    blocks = wording.last_day(BIRTH, date(2026, 12, 6), date(2026, 12, 4), today=TODAY)

    assert "Hạn là Chủ nhật 6/12/2026" in said(blocks)
    assert "thứ Sáu 4/12/2026" in said(blocks)


def test_a_limit_gone_by_is_told_kindly() -> None:
    blocks = wording.last_day(BIRTH, date(2026, 11, 2), date(2026, 11, 2), today=TODAY)

    assert "nay đã qua" in said(blocks)
    assert "vẫn làm được" in said(blocks)
