"""Times and amounts in officers' words."""

from decimal import Decimal

import pytest

from knowledge.importing.figures import Doubt, read_fee, read_time
from knowledge.procedures import Fee, FeeKind, TimeUnit


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,5 ngày làm việc", "1.5", TimeUnit.WORKING_DAY),
        ("2.5 Ngày làm việc", "2.5", TimeUnit.WORKING_DAY),
        ("không quá 20 ngày", "20", TimeUnit.DAY),
        ("04 giờ làm việc", "4", TimeUnit.WORKING_HOUR),
        ("3 tháng", "3", TimeUnit.MONTH),
    ],
)
def test_a_time_with_its_unit_is_read(text: str, value: str, unit: TimeUnit) -> None:
    told = read_time(text)

    assert told.time is not None
    assert (told.time.value, told.time.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("5", Doubt.NO_UNIT),
        ("8 giờ", Doubt.HOUR),
        ("0 ngày", Doubt.ZERO),
        ("5 ngày, khó khăn thì 7 ngày", Doubt.UNCLEAR),
        ("tùy việc", Doubt.UNCLEAR),
        ("", Doubt.NOTHING),
    ],
)
def test_what_is_not_clear_is_not_a_time(text: str, doubt: Doubt) -> None:
    assert read_time(text).doubt is doubt


def test_the_same_day_needs_no_number() -> None:
    told = read_time("Giải quyết ngay trong ngày làm việc")

    assert told.time is not None
    assert told.time.unit is TimeUnit.SAME_DAY


@pytest.mark.parametrize(
    ("text", "amount", "per"),
    [
        ("8.000đ", 8000, None),
        ("8,000 đồng", 8000, None),
        ("15000", 15000, None),
        ("8.000đ/bản", 8000, "bản"),
        ("1.500.000 đồng/hồ sơ", 1_500_000, "hồ sơ"),
    ],
)
def test_an_amount_is_read(text: str, amount: int, per: str | None) -> None:
    assert read_fee(text) == Fee(kind=FeeKind.AMOUNT, amount=amount, per=per)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("miễn", FeeKind.EXEMPT),
        ("Không thu lệ phí", FeeKind.EXEMPT),
        ("HĐND tỉnh quy định", FeeKind.COUNCIL),
        ("đúng hạn miễn, quá hạn 8.000đ", FeeKind.OTHER),
        ("0", Doubt.ZERO),
        ("8", Doubt.TOO_SMALL),
        ("như cũ", Doubt.UNCLEAR),
        ("", Doubt.NOTHING),
    ],
)
def test_words_are_read_for_what_they_say(text: str, read: FeeKind | Doubt) -> None:
    fee = read_fee(text)

    assert (fee.kind if isinstance(fee, Fee) else fee) is read
