from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.calendar import VIETNAM, WorkingCalendar, calendar_of
from knowledge.clocks import (
    DayClock,
    HourClock,
    add_months,
    alarm,
    calendar_days,
    calendar_months,
    estimate,
    own_limit,
    promise,
    same_day,
)
from knowledge.commune import CalendarSettings
from knowledge.holidays import shipped_years
from knowledge.procedures import CitizenLimit, ProcessingTime, TimeUnit
from tests.knowledge.slow_calculator import SlowCalculator

CONFIRMED = date(2026, 12, 31)
CALENDAR = calendar_of(CalendarSettings(confirmed_until=CONFIRMED))
SLOW = SlowCalculator()


def at(text: str) -> datetime:
    """A moment in Vietnam written `2026-11-20 14:59`."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)


def supposing(tet: str) -> WorkingCalendar:
    years = {**shipped_years(), 2027: shipped_years()[2027].supposing(tet)}
    return calendar_of(CalendarSettings(confirmed_until=CONFIRMED), years)


# The worked examples of the specification, by their number.


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param("2026-11-20 14:59", "2026-11-20 17:00", id="E1"),
        pytest.param("2026-11-20 15:01", "2026-11-23 17:00", id="E2"),
        pytest.param("2026-11-23 15:10", "2026-11-25 17:00", id="E3"),
        pytest.param("2026-11-20 15:00", "2026-11-20 17:00", id="at the cut-off"),
        pytest.param("2026-11-21 09:00", "2026-11-23 17:00", id="on a Saturday"),
        pytest.param("2026-11-20 05:00", "2026-11-20 17:00", id="before opening"),
    ],
)
def test_same_day_matters_after_the_cut_off_wait_for_the_next_working_day(
    received: str, due: str
) -> None:
    assert same_day(CALENDAR, at(received)).at == at(due)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        pytest.param("2026-11-19 09:00", 3, "2026-11-25 17:00", id="E4"),
        pytest.param("2026-11-23 06:30", 3, "2026-11-27 17:00", id="E5"),
        pytest.param("2026-08-21 10:00", 1, "2026-08-22 17:00", id="E10"),
        pytest.param("2026-08-28 09:00", 3, "2026-09-07 17:00", id="E11"),
        pytest.param("2026-02-12 09:00", 5, "2026-02-26 17:00", id="E12"),
        pytest.param("2026-04-23 09:00", 3, "2026-04-29 17:00", id="E13"),
        pytest.param("2025-12-31 09:00", 1, "2026-01-05 17:00", id="E14"),
        pytest.param("2026-01-07 09:00", 5, "2026-01-13 17:00", id="E15"),
        pytest.param("2026-11-11 10:00", 3, "2026-11-16 17:00", id="E18 restarted"),
        pytest.param("2026-11-06 14:00", 15, "2026-11-30 17:00", id="E19"),
        pytest.param("2026-11-16 09:00", 7, "2026-11-26 17:00", id="E25"),
        pytest.param("2026-11-20 09:00", 5, "2026-11-30 17:00", id="F-3 forwarding"),
        pytest.param("2026-11-20 09:00", 10, "2026-12-07 17:00", id="F-4 answer"),
        pytest.param("2026-11-23 09:00", 2, "2026-11-26 17:00", id="E27 reply"),
    ],
)
def test_the_day_clock_leaves_the_day_of_receipt_out(received: str, days: int, due: str) -> None:
    assert DayClock(CALENDAR).due(at(received), days).at == at(due)


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        pytest.param("2026-11-20 16:00", 8, "2026-11-23 16:00", id="E6"),
        pytest.param("2026-11-21 10:00", 8, "2026-11-23 17:00", id="E7"),
        pytest.param("2026-11-23 20:00", 8, "2026-11-25 17:00", id="E8"),
        pytest.param("2026-11-11 10:00", 13, "2026-11-12 17:00", id="E18 paused"),
    ],
)
def test_working_hours_stand_still_outside_opening(received: str, hours: int, due: str) -> None:
    assert HourClock(CALENDAR).due(at(received), Decimal(hours)).at == at(due)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        pytest.param("2026-11-19 09:00", "3", "2026-11-25 09:00", id="E4"),
        pytest.param("2026-11-23 06:30", "3", "2026-11-26 17:00", id="E5"),
        pytest.param("2026-11-23 09:00", "2.5", "2026-11-26 15:00", id="E9"),
    ],
)
def test_the_hour_clock_takes_days_as_their_hours(received: str, days: str, due: str) -> None:
    assert HourClock(CALENDAR).due_days(at(received), Decimal(days)).at == at(due)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        pytest.param("2026-04-16 09:00", 15, "2026-05-04 17:00", id="E16"),
        pytest.param("2026-11-09 09:00", 15, "2026-11-25 17:00", id="E17"),
    ],
)
def test_plain_days_end_on_a_working_day(received: str, days: int, due: str) -> None:
    assert calendar_days(CALENDAR, at(received), days).at == at(due)


def test_citizens_are_promised_the_later_clock_and_staff_warned_by_the_earlier() -> None:
    received = at("2026-11-23 06:30")  # E5
    assert promise(CALENDAR, received, Decimal(3)).day == date(2026, 11, 27)
    assert alarm(CALENDAR, received, Decimal(3)).day == date(2026, 11, 26)


def test_half_days_are_promised_by_the_hour() -> None:
    assert promise(CALENDAR, at("2026-11-23 09:00"), Decimal("2.5")).at == at("2026-11-26 15:00")
    assert alarm(CALENDAR, at("2026-11-23 09:00"), Decimal("2.5")).at == at("2026-11-26 15:00")


def test_working_hours_used_before_a_pause_are_known() -> None:
    used = CALENDAR.working_time_between(at("2026-11-05 09:00"), at("2026-11-06 14:00"))  # E18
    assert used == timedelta(hours=11)


def test_the_day_before_a_due_date_and_its_warning_are_working_days() -> None:
    apology = CALENDAR.previous_working_day(date(2026, 11, 25))  # E20
    assert apology == date(2026, 11, 23)
    assert CALENDAR.previous_working_day(apology) == date(2026, 11, 20)


def days(value: int, **fields: object) -> CitizenLimit:
    return CitizenLimit.model_validate(
        {"value": value, "unit": "day", "start": "ngày sinh", "text": "hạn", **fields}
    )


@pytest.mark.parametrize(
    ("limit", "event", "first", "last"),
    [
        pytest.param(days(60), date(2026, 10, 5), None, date(2026, 12, 4), id="E22"),
        pytest.param(days(15), date(2026, 11, 10), None, date(2026, 11, 25), id="E23"),
        pytest.param(
            days(15, before=True),
            date(2026, 12, 31),
            date(2026, 12, 16),
            date(2026, 12, 31),
            id="E24",
        ),
    ],
)
def test_a_citizens_own_limit_counts_plain_days(
    limit: CitizenLimit, event: date, first: date | None, last: date
) -> None:
    found = own_limit(CALENDAR, limit, event)
    assert found is not None
    assert (found.first, found.last) == (first, last)


def test_a_citizens_own_limit_is_never_moved_later() -> None:
    found = own_limit(CALENDAR, days(60), date(2026, 10, 7))
    assert found is not None
    assert found.last == date(2026, 12, 6)
    assert found.last_open_day == date(2026, 12, 4)


def test_a_limit_within_the_day_has_no_date() -> None:
    assert own_limit(CALENDAR, days(23, unit="hour", before=True), date(2026, 11, 23)) is None


@pytest.mark.parametrize(
    ("tet", "due"), [("tet_a", date(2027, 2, 15)), ("tet_b", date(2027, 2, 16))]
)
def test_a_date_over_an_undecided_tet_is_expected(tet: str, due: date) -> None:
    found = DayClock(supposing(tet)).due(at("2027-02-01 09:00"), 5)  # E26
    assert (found.day, found.expected) == (due, True)


def test_a_date_in_a_settled_calendar_is_not_expected() -> None:
    assert not DayClock(CALENDAR).due(at("2026-11-19 09:00"), 3).expected


def test_months_end_on_the_last_day_a_shorter_month_has() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 11, 30), -9) == date(2026, 2, 28)
    assert calendar_months(CALENDAR, at("2026-08-30 09:00"), 3).day == date(2026, 11, 30)


def time_of(**fields: object) -> ProcessingTime:
    return ProcessingTime.model_validate(fields)


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (time_of(unit="same_day", cutoff="15:00"), "2026-11-19 17:00"),
        (time_of(unit="same_day", cutoff="08:00"), "2026-11-20 17:00"),
        (time_of(unit="working_day", value=3), "2026-11-25 17:00"),
        (time_of(unit="working_day", value="1.5"), "2026-11-20 15:00"),
        (time_of(unit="working_hour", value=4), "2026-11-19 15:00"),
        (time_of(unit="day", value=3), "2026-11-23 17:00"),
        (time_of(unit="month", value=1), "2026-12-21 17:00"),
        (time_of(unit="hour", value=24), "2026-11-20 09:00"),
    ],
)
def test_every_unit_of_a_record_has_its_clock(limit: ProcessingTime, due: str) -> None:
    found = estimate(CALENDAR, at("2026-11-19 09:00"), limit)
    assert found is not None
    assert found.at == at(due)


def test_a_time_without_a_figure_gives_no_date() -> None:
    assert estimate(CALENDAR, at("2026-11-19 09:00"), time_of(text="tùy trường hợp")) is None


OTHER_SHIFTS = ((7 * 60 + 30, 12 * 60), (13 * 60, 16 * 60 + 30))
OWN_DAYS_OFF = frozenset({date(2025, 6, 10), date(2026, 3, 30), date(2026, 11, 27)})
OWN_WORKING_DAYS = frozenset({date(2025, 6, 14), date(2026, 11, 28)})
WARDS = {
    "the nation's days": (CALENDAR, SLOW),
    "a commune's own shifts and days": (
        calendar_of(
            CalendarSettings(
                confirmed_until=CONFIRMED,
                opening=("07:30-12:00", "13:00-16:30"),
                days_off=tuple(sorted(OWN_DAYS_OFF)),
                working_days=tuple(sorted(OWN_WORKING_DAYS)),
            )
        ),
        SlowCalculator(OTHER_SHIFTS, OWN_DAYS_OFF, OWN_WORKING_DAYS),
    ),
}


def check_against_the_slow_calculator(
    ward: str, received: datetime, minutes: int, days: int
) -> None:
    calendar, slow = WARDS[ward]
    expected = slow.after_minutes(received, minutes)
    assert HourClock(calendar).due(received, Decimal(minutes) / 60).at == expected
    closing = slow.close_of_day(received, days)
    assert DayClock(calendar).due(received, days).at == closing
    used = calendar.working_time_between(received, expected)
    assert used == timedelta(minutes=slow.minutes_between(received, expected))
    assert same_day(calendar, received).at == slow.same_day(received)
    half = Decimal(2 * days - 1) / 2
    by_halves = slow.after_minutes(received, (2 * days - 1) * slow.minutes_a_day // 2)
    assert HourClock(calendar).due_days(received, half).at == by_halves
    assert promise(calendar, received, half).at == by_halves
    by_hours = slow.after_minutes(received, days * slow.minutes_a_day)
    assert promise(calendar, received, Decimal(days)).at == max(by_hours, closing)
    assert alarm(calendar, received, Decimal(days)).at == min(by_hours, closing)
    assert calendar_days(calendar, received, days).at == slow.plain_days(received, days)
    check_own_limits(ward, received.astimezone(VIETNAM).date(), days)


def check_own_limits(ward: str, start: date, days: int) -> None:
    calendar, slow = WARDS[ward]
    for before in (False, True):
        limit = CitizenLimit(value=days, unit=TimeUnit.DAY, start="s", before=before, text="thử")
        found = own_limit(calendar, limit, start)
        assert found is not None
        last = start if before else start + timedelta(days=days)
        first = start - timedelta(days=days) if before else None
        assert (found.first, found.last) == (first, last)
        assert found.last_open_day == slow.last_open(last)


@pytest.mark.parametrize("ward", WARDS)
def test_the_clocks_agree_with_a_slow_calculator_on_ten_thousand_cases(ward: str) -> None:
    draw = Random(20261122)  # noqa: S311 - a fixed draw, so that a failure comes back
    start = datetime(2025, 1, 20, tzinfo=VIETNAM)
    for case in range(10_000):
        received = start + timedelta(minutes=draw.randrange(950 * 24 * 60))
        zone = UTC if case % 2 else VIETNAM
        check_against_the_slow_calculator(
            ward, received.astimezone(zone), draw.randint(1, 40 * 8 * 60), draw.randint(1, 40)
        )


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 950 * 24 * 60), st.integers(1, 40 * 8 * 60), st.integers(1, 40))
@pytest.mark.parametrize("ward", WARDS)
def test_the_clocks_agree_with_a_slow_calculator_at_the_edges(
    ward: str, after: int, minutes: int, days: int
) -> None:
    received = datetime(2025, 1, 20, tzinfo=VIETNAM) + timedelta(minutes=after)
    check_against_the_slow_calculator(ward, received, minutes, days)
