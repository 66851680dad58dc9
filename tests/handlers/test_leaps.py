"""A clock that is set is noticed; one that goes, however fast or slow we look, is not."""

from datetime import timedelta

import pytest

from handlers.clock import SET_BACK, SystemClock, steady
from handlers.leaps import Leap, Leaps
from tests.fakes.clock import FakeClock


@pytest.fixture
def leaps(clock: FakeClock) -> Leaps:
    return Leaps(clock, clock.ticks)


def test_time_that_passes_is_no_leap(clock: FakeClock, leaps: Leaps) -> None:
    for hours in (0.001, 3, 24 * 400):
        clock.move(hours=hours)
        assert leaps.look() is None


@pytest.mark.parametrize("hours", [-24 * 400, -1, 1, 24 * 400])
def test_a_clock_that_is_set_is_noticed(clock: FakeClock, leaps: Leaps, hours: int) -> None:
    clock.move(minutes=7)
    clock.leap(hours=hours)
    assert leaps.look() == Leap(timedelta(hours=hours), 0.0)
    clock.move(seconds=9)
    assert leaps.look() == Leap(timedelta(hours=hours), 9.0)


def test_what_a_network_puts_right_is_none(clock: FakeClock, leaps: Leaps) -> None:
    clock.leap(seconds=3)
    assert leaps.look() is None
    clock.leap(seconds=-3)
    assert leaps.look() is None


def test_how_much_is_a_leap_is_up_to_who_asks(clock: FakeClock) -> None:
    leaps = Leaps(clock, clock.ticks, SET_BACK)
    clock.leap(seconds=100)
    assert leaps.look() is None
    clock.leap(seconds=200)
    assert leaps.look() is not None


def test_a_machine_that_stood_still_between_two_readings_tells_nothing(clock: FakeClock) -> None:
    ticks = iter([0.0, 0.0, 60.0, 60.0, 60.0])
    leaps = Leaps(clock, lambda: next(ticks))
    assert leaps.look() is None  # the clock was read at the beginning of that minute
    clock.leap(seconds=60)
    assert leaps.look() is None


def test_the_machines_own_clock_does_not_leap_while_nobody_sets_it() -> None:
    leaps = Leaps(SystemClock())
    before = steady()
    assert leaps.look() is None
    assert steady() >= before
