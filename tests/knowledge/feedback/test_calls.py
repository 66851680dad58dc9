"""A call is promised in working time, never outside."""

from datetime import datetime, timedelta

import pytest

from handlers.clock import LOCAL
from handlers.ward import ward_of
from knowledge.calendar import local
from knowledge.feedback.calls import AHEAD, SHORTEST, call_slots
from tests.fakes.casework import COMMUNE

CALENDAR = ward_of(COMMUNE).calendar


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("day", [20, 21, 22, 23, 24, 31])
def test_every_hour_of_every_day_gives_slots_within_working_time(day: int, hour: int) -> None:
    month = 12 if day == 31 else 11
    now = datetime(2026, month, day, hour, 17, tzinfo=LOCAL)
    slots = call_slots(CALENDAR, now)
    assert len(slots) == 4
    for one in slots:
        spans = CALENDAR.working_spans(local(one.start).date())
        assert any(opens <= one.start and one.until <= ends for opens, ends in spans)
        assert one.start >= now + AHEAD
        assert one.until - one.start >= SHORTEST


def test_friday_evening_promises_monday_but_not_a_holiday() -> None:
    now = datetime(2026, 11, 20, 19, 0, tzinfo=LOCAL)
    days = {local(one.start).date().day for one in call_slots(CALENDAR, now)}
    assert days == {23, 25}  # 24/11 is a day off
    assert all(one.start - now > timedelta(days=2) for one in call_slots(CALENDAR, now))
