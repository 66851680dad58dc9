"""A broadcast comes near the limits and never passes them, on a clock that is held."""

import pytest

from tests.benchmarks.broadcast import BAR, PER_SECOND, Found, broadcast

MESSAGES = 800


@pytest.fixture(scope="module")
def sent() -> Found:
    return broadcast(MESSAGES, held=True)


def test_everything_leaves(sent: Found) -> None:
    assert sent.sent == MESSAGES


def test_the_pace_is_that_of_the_limit(sent: Found) -> None:
    assert BAR <= sent.share <= 1.03  # the first five are a burst


def test_no_window_that_telegram_names_is_passed(sent: Found) -> None:
    assert sent.within, sent


def test_in_no_second_more_leave_than_the_limit_says(sent: Found) -> None:
    assert sent.most_whole == PER_SECOND
