from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from knowledge.calendar import LOCAL_DAY_OFF, WorkingCalendar, calendar_of, parse_spans
from knowledge.commune import CalendarSettings
from knowledge.holidays import HolidayDataError, HolidayYear, read_year, shipped_years

CONFIRMED = date(2026, 12, 31)


def calendar(**changes: object) -> WorkingCalendar:
    return calendar_of(CalendarSettings.model_validate({"confirmed_until": CONFIRMED, **changes}))


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 1, 27),
        date(2025, 5, 2),
        date(2025, 9, 1),
        date(2026, 1, 2),
        date(2026, 2, 16),
        date(2026, 2, 20),
        date(2026, 4, 27),
        date(2026, 8, 31),
        date(2026, 9, 2),
        date(2026, 11, 24),
        date(2027, 5, 3),
        date(2026, 11, 21),
        date(2026, 11, 22),
    ],
)
def test_holidays_swapped_days_and_weekends_are_off(day: date) -> None:
    assert not calendar().is_working_day(day)


@pytest.mark.parametrize("day", [date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)])
def test_a_saturday_worked_in_exchange_counts(day: date) -> None:
    assert day.weekday() == 5
    assert calendar().is_working_day(day)


def test_a_holiday_has_a_name_to_tell() -> None:
    assert calendar().holiday(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"
    assert calendar().holiday(date(2026, 11, 25)) is None


def test_the_communes_own_day_off_is_off() -> None:
    found = calendar(days_off=[date(2026, 11, 25)])
    assert not found.is_working_day(date(2026, 11, 25))
    assert found.holiday(date(2026, 11, 25)) == LOCAL_DAY_OFF


def test_the_communes_own_working_day_wins_over_a_holiday() -> None:
    found = calendar(working_days=[date(2026, 11, 24)])
    assert found.is_working_day(date(2026, 11, 24))
    assert found.holiday(date(2026, 11, 24)) is None


def test_the_communes_day_off_wins_over_a_swapped_saturday() -> None:
    assert not calendar(days_off=[date(2026, 8, 22)]).is_working_day(date(2026, 8, 22))


def test_a_day_both_off_and_worked_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-11-25"):
        calendar(days_off=[date(2026, 11, 25)], working_days=[date(2026, 11, 25)])


def test_a_year_without_data_follows_weekdays_and_is_expected() -> None:
    found = calendar(confirmed_until=date(2035, 1, 1))
    assert found.is_working_day(date(2031, 1, 1))
    assert not found.is_working_day(date(2031, 1, 4))
    assert found.is_expected(date(2031, 1, 1))


def test_a_settled_year_is_not_expected() -> None:
    assert not calendar().is_expected(date(2026, 1, 1), date(2026, 12, 31))


def test_a_year_not_decided_is_expected_whatever_the_commune_confirmed() -> None:
    assert calendar(confirmed_until=date(2030, 1, 1)).is_expected(date(2027, 3, 1))


def test_days_after_the_confirmed_one_are_expected() -> None:
    found = calendar(confirmed_until=date(2026, 6, 30))
    assert found.is_expected(date(2026, 6, 30), date(2026, 7, 1))
    assert not found.is_expected(date(2026, 6, 30))


def test_the_day_after_and_before_skip_days_off() -> None:
    found = calendar()
    assert found.next_working_day(date(2026, 11, 23)) == date(2026, 11, 25)
    assert found.previous_working_day(date(2026, 11, 25)) == date(2026, 11, 23)
    assert found.first_open_day(date(2026, 11, 23)) == date(2026, 11, 23)


def test_the_last_open_day_lies_before_a_sunday() -> None:
    assert calendar().last_open_day(date(2026, 12, 6)) == date(2026, 12, 4)


def test_counting_starts_at_one_day() -> None:
    with pytest.raises(ValueError, match="one"):
        calendar().add_working_days(date(2026, 11, 23), 0)


def test_working_days_between_counts_the_last_but_not_the_first() -> None:
    found = calendar()
    assert found.working_days_between(date(2026, 11, 23), date(2026, 11, 25)) == 1
    assert found.working_days_between(date(2026, 11, 25), date(2026, 11, 23)) == 0


def test_a_working_day_has_eight_hours_unless_the_commune_says_otherwise() -> None:
    assert calendar().day_length == timedelta(hours=8)
    assert calendar(opening=["08:00-12:00", "13:00-16:30"]).day_length == timedelta(hours=7.5)


@pytest.mark.parametrize(
    ("arrival", "counts_from"),
    [
        (time(6, 0), time(7, 0)),
        (time(9, 15), time(9, 15)),
        (time(12, 0), time(13, 30)),
        (time(11, 30), time(13, 30)),
    ],
)
def test_arrivals_outside_hours_count_from_the_next_opening(
    arrival: time, counts_from: time
) -> None:
    found = calendar()
    monday = date(2026, 11, 16)
    start = datetime.combine(monday, arrival, tzinfo=found.closing(monday).tzinfo)
    due = found.add_working_time(start, timedelta(minutes=1))
    assert due == datetime.combine(monday, counts_from, tzinfo=start.tzinfo) + timedelta(minutes=1)


def test_moments_of_any_zone_are_read_in_the_time_of_vietnam() -> None:
    found = calendar()
    in_utc = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
    due = found.add_working_time(in_utc, timedelta(hours=1))
    assert (due.hour, due.utcoffset()) == (10, timedelta(hours=7))


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        calendar().add_working_time(datetime(2026, 11, 16, 9), timedelta(hours=1))  # noqa: DTZ001


@pytest.mark.parametrize(
    "texts", [[], ["11:00-07:00"], ["07:00-11:30", "11:00-17:00"], ["25:00-26:00"]]
)
def test_impossible_opening_hours_are_refused(texts: list[str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_spans(texts)


def test_every_shipped_day_has_a_source_and_stands_in_its_year() -> None:
    years = shipped_years()
    assert {2025, 2026, 2027} <= set(years)
    for year in years.values():
        entries = [
            *year.days_off,
            *year.working_days,
            *(e for a in year.alternatives.values() for e in a),
        ]
        assert all(entry.source for entry in entries)
        assert {day.year for entry in entries for day in entry.days()} == {year.year}


def test_only_settled_years_are_final() -> None:
    assert {number: year.final for number, year in shipped_years().items()} == {
        2025: True,
        2026: True,
        2027: False,
    }


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            "year: 2030\nfinal: true\ndays_off: [{day: 2031-01-01, name: a, source: b}]",
            "another year",
        ),
        ("year: 2030\nfinal: true\ndays_off: [{day: 2030-01-01, name: a}]", "source"),
        ("year: 2029\nfinal: true\ndays_off: []", "2029"),
        ("year: 2030\nfinal: true\ndays_off: [", "2030.yaml"),
        (
            (
                "year: 2030\nfinal: true\ndays_off: [{day: 2030-01-05, name: a, source: b}]\n"
                "working_days: [{day: 2030-01-05, name: a, source: b}]"
            ),
            "both off and worked",
        ),
    ],
)
def test_a_broken_holiday_file_is_refused_by_name(tmp_path: Path, body: str, says: str) -> None:
    file = tmp_path / "2030.yaml"
    file.write_text(body, encoding="utf-8")
    with pytest.raises(HolidayDataError, match=says):
        read_year(file)


def test_another_proposal_can_be_supposed() -> None:
    year: HolidayYear = shipped_years()[2027].supposing("tet_a")
    assert date(2027, 2, 4) in year.off()
    assert date(2027, 2, 12) not in year.off()
