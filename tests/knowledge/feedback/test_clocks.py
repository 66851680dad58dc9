"""F-3, F-4 and the pauses, on the real calendar of 2026."""

from datetime import date, datetime

import pytest

from knowledge.calendar import VIETNAM, calendar_of
from knowledge.commune import CalendarSettings
from knowledge.feedback.clocks import (
    CaseClocks,
    ClockName,
    Pause,
    ReminderTo,
    shipped_rules,
)

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def clocks() -> CaseClocks:
    calendar = calendar_of(CalendarSettings(confirmed_until=date(2026, 12, 31)))
    return CaseClocks(calendar, shipped_rules())


def test_forwarding_is_owed_in_five_working_days(clocks: CaseClocks) -> None:
    """F-3; Tuesday 24/11 is a holiday."""
    assert clocks.due(ClockName.FORWARD, FRIDAY).day == date(2026, 11, 30)


def test_an_answer_is_owed_in_ten_working_days(clocks: CaseClocks) -> None:
    """F-4."""
    assert clocks.answer_due(FRIDAY).day == date(2026, 12, 7)


def test_the_first_human_reply_is_owed_in_two(clocks: CaseClocks) -> None:
    assert clocks.due(ClockName.FIRST_REPLY, FRIDAY).day == date(2026, 11, 25)


def test_of_an_urgent_case_the_first_reply_is_owed_the_next_working_day(clocks: CaseClocks) -> None:
    assert clocks.first_due(FRIDAY, urgent=True).day == date(2026, 11, 23)
    assert clocks.first_due(FRIDAY).day == date(2026, 11, 25)


def test_an_urgent_case_is_owed_the_next_working_day(clocks: CaseClocks) -> None:
    assert clocks.answer_due(FRIDAY, urgent=True).day == date(2026, 11, 23)


def test_reminders_go_to_the_officer_first_and_to_the_head_on_the_day(clocks: CaseClocks) -> None:
    reminders = clocks.reminders(clocks.answer_due(FRIDAY))

    assert [(one.to, one.from_day) for one in reminders] == [
        (ReminderTo.OFFICER, date(2026, 12, 3)),
        (ReminderTo.SUPERVISOR, date(2026, 12, 4)),
        (ReminderTo.HEAD, date(2026, 12, 7)),
    ]


def test_days_waited_for_the_citizen_do_not_count(clocks: CaseClocks) -> None:
    asked = datetime(2026, 11, 25, 10, 0, tzinfo=VIETNAM)
    came = datetime(2026, 11, 30, 10, 0, tzinfo=VIETNAM)

    assert clocks.answer_due(FRIDAY, [Pause(asked, came)]).day == date(2026, 12, 10)
    assert clocks.answer_due(FRIDAY, [Pause(asked)]).day == date(2026, 12, 7)


def test_a_date_after_the_confirmed_calendar_is_an_expected_one(clocks: CaseClocks) -> None:
    assert clocks.answer_due(datetime(2026, 12, 25, 9, 0, tzinfo=VIETNAM)).expected
    assert not clocks.answer_due(FRIDAY).expected


def test_every_figure_names_its_basis() -> None:
    rules = shipped_rules()

    assert set(rules.clocks) == set(ClockName)
    assert all(rule.basis for listed in rules.clocks.values() for rule in listed)
