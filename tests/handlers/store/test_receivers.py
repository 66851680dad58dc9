"""One receiver of an endpoint among all processes."""

from datetime import datetime

import pytest

from handlers.store import receivers
from handlers.store.receivers import TERM
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward


class Processes:
    """Processes that want to receive for one bot."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self._store = store
        self._clock = clock
        self._endpoint = Ward(store, clock).endpoint

    def hold(self, who: str) -> datetime | None:
        with self._store.work() as work:
            until = receivers.hold(work, self._endpoint, who, self._clock.now())
            work.commit()
        return until

    def release(self, who: str) -> None:
        with self._store.work() as work:
            receivers.release(work, self._endpoint, who)
            work.commit()


@pytest.fixture
def processes(store: Store, clock: FakeClock) -> Processes:
    return Processes(store, clock)


def test_the_first_process_receives_and_no_other(processes: Processes, clock: FakeClock) -> None:
    assert processes.hold("a") == clock.now() + TERM
    assert processes.hold("b") is None


def test_a_holder_that_renews_keeps_it(processes: Processes, clock: FakeClock) -> None:
    processes.hold("a")
    for _ in range(5):
        clock.move(seconds=TERM.total_seconds() - 1)
        assert processes.hold("a") == clock.now() + TERM
        assert processes.hold("b") is None


def test_a_dead_holder_is_followed_after_its_term(processes: Processes, clock: FakeClock) -> None:
    processes.hold("a")
    clock.move(seconds=TERM.total_seconds())
    assert processes.hold("b") == clock.now() + TERM
    assert processes.hold("a") is None


def test_a_holder_that_stops_is_followed_at_once(processes: Processes) -> None:
    processes.hold("a")
    processes.release("b")
    assert processes.hold("b") is None
    processes.release("a")
    assert processes.hold("b") is not None


def test_a_clock_set_back_keeps_nobody_from_following_a_dead_holder(
    processes: Processes, clock: FakeClock
) -> None:
    clock.move(hours=2)
    processes.hold("a")
    clock.move(hours=-2)

    assert processes.hold("b") == clock.now() + TERM
