from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from knowledge.calendar import VIETNAM, Span, calendar_of
from knowledge.commune import CalendarSettings, DeskHours
from knowledge.hours import open_state, opening_days, sessions

CALENDAR = calendar_of(CalendarSettings(confirmed_until=date(2026, 12, 31)))
HOURS = ("07:00-11:30", "13:30-17:00")
PSC = DeskHours(name="Quầy một cửa", hours=HOURS, days="mon-fri")
POLICE = DeskHours(name="Công an", hours=HOURS, days="mon-fri, sat-am")


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("now", "closes"),
    [
        ("2026-11-23 07:00", "2026-11-23 11:30"),
        ("2026-11-23 11:29", "2026-11-23 11:30"),
        ("2026-11-23 13:30", "2026-11-23 17:00"),
    ],
)
def test_an_open_desk_tells_when_the_stretch_ends(now: str, closes: str) -> None:
    state = open_state(PSC, CALENDAR, at(now))
    assert (state.open, state.closes_at) == (True, at(closes))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        pytest.param("2026-11-23 06:00", "2026-11-23 07:00", id="before opening"),
        pytest.param("2026-11-23 11:30", "2026-11-23 13:30", id="over lunch"),
        pytest.param("2026-11-20 17:00", "2026-11-23 07:00", id="over the weekend"),
        pytest.param("2026-11-23 17:30", "2026-11-25 07:00", id="over a holiday"),
        pytest.param("2026-02-13 17:00", "2026-02-23 07:00", id="over Tết"),
        pytest.param("2026-01-09 18:00", "2026-01-10 07:00", id="into a Saturday worked"),
    ],
)
def test_a_closed_desk_tells_when_it_opens_next(now: str, opens: str) -> None:
    state = open_state(PSC, CALENDAR, at(now))
    assert (state.open, state.closes_at, state.next_opening) == (False, None, at(opens))


def test_the_end_of_the_day_is_told_apart_from_the_lunch_gap() -> None:
    assert open_state(PSC, CALENDAR, at("2026-11-23 09:00")).last_closing == at("2026-11-23 17:00")
    assert open_state(PSC, CALENDAR, at("2026-11-23 18:00")).last_closing is None


def test_an_open_desk_tells_its_next_stretch_too() -> None:
    assert open_state(PSC, CALENDAR, at("2026-11-23 09:00")).next_opening == at("2026-11-23 13:30")


def test_the_name_of_the_holiday_says_why_a_desk_is_closed() -> None:
    assert open_state(PSC, CALENDAR, at("2026-11-24 09:00")).holiday == "Ngày Văn hóa Việt Nam"
    assert open_state(PSC, CALENDAR, at("2026-11-22 09:00")).holiday is None
    assert open_state(PSC, CALENDAR, at("2026-11-23 18:00")).holiday is None


def test_the_police_desk_is_open_on_saturday_morning_only() -> None:
    assert open_state(POLICE, CALENDAR, at("2026-11-21 09:00")).open
    afternoon = open_state(POLICE, CALENDAR, at("2026-11-21 14:00"))
    assert (afternoon.open, afternoon.next_opening) == (False, at("2026-11-23 07:00"))


def test_a_saturday_inside_a_holiday_is_closed_for_the_police_desk_too() -> None:
    assert sessions(POLICE, CALENDAR, date(2026, 2, 21)) == ()


def test_a_saturday_worked_in_exchange_is_a_full_day_at_every_desk() -> None:
    assert len(sessions(POLICE, CALENDAR, date(2026, 8, 22))) == 2
    assert len(sessions(PSC, CALENDAR, date(2026, 8, 22))) == 2


def test_half_a_day_cuts_a_stretch_at_noon() -> None:
    desk = DeskHours(name="Quầy", hours=("08:00-16:00",), days="mon-am, tue-pm")
    monday, tuesday = date(2026, 11, 16), date(2026, 11, 17)
    assert sessions(desk, CALENDAR, monday) == (Span.parse("08:00-12:00"),)
    assert sessions(desk, CALENDAR, tuesday) == (Span.parse("12:00-16:00"),)


def test_days_may_run_over_the_end_of_the_week() -> None:
    assert opening_days("sat-mon") == {5: "all", 6: "all", 0: "all"}


def test_a_desk_without_hours_never_claims_to_open() -> None:
    state = open_state(DeskHours(name="Quầy"), CALENDAR, at("2026-11-23 09:00"))
    assert (state.open, state.next_opening) == (False, None)


def test_the_moment_may_come_in_any_zone() -> None:
    assert open_state(PSC, CALENDAR, datetime(2026, 11, 23, 2, 0, tzinfo=UTC)).open


def test_an_opening_in_an_undecided_year_is_expected() -> None:
    assert open_state(PSC, CALENDAR, at("2026-12-31 18:00")).expected
    assert not open_state(PSC, CALENDAR, at("2026-11-23 18:00")).expected


@pytest.mark.parametrize("hours", ["05:30-21:00", "07:00-22:30", "10:00-21:00", "07:00-15:00"])
def test_hours_that_wake_people_or_miss_a_reminder_are_refused(hours: str) -> None:
    with pytest.raises(ValidationError, match="phải bắt đầu từ 06:00"):
        CalendarSettings(confirmed_until=date(2026, 12, 31), notice_hours=hours)


def test_citizens_are_written_to_by_the_communes_own_hours() -> None:
    given = CalendarSettings(confirmed_until=date(2026, 12, 31), notice_hours="08:00-18:00")
    assert str(calendar_of(given).daytime.start) == "08:00:00"
