"""Look-ups on record: pauses of a person and of a code, and two processes at once."""

from datetime import timedelta

import pytest

from handlers.errors import LostRaceError
from handlers.lookups import MOST, PAUSE, pause_end
from handlers.store import lookups
from handlers.store.lookups import StoredLookUps
from handlers.store.unit_of_work import Store
from tests.fakes.clock import MONDAY_MORNING, FakeClock

CODE = "H32.12.05-261118-0007"


def fail(store: Store, log: StoredLookUps, contact: str, code: str, clock: FakeClock) -> None:
    tries = log.tries(contact, code, clock.now())
    entries = tuple((one.name, one.number + 1) for one in tries.counts)
    with store.work() as work:
        lookups.record(work, "ward", entries, failed=True, now=clock.now())
        work.commit()


def test_many_chats_meet_the_pause_of_the_code(store: Store, clock: FakeClock) -> None:
    log = StoredLookUps(store, b"k" * 32)
    for number in range(MOST):
        assert log.tries(f"c{number}", CODE, clock.now()).paused_until(clock.now()) is None
        fail(store, log, f"c{number}", CODE, clock)

    assert log.tries("another", CODE, clock.now()).paused_until(clock.now()) == clock.now() + PAUSE
    assert log.tries("another", "other code", clock.now()).paused_until(clock.now()) is None


def test_one_chat_with_many_codes_meets_its_own_pause(store: Store, clock: FakeClock) -> None:
    log = StoredLookUps(store, b"k" * 32)
    for number in range(MOST):
        fail(store, log, "c1", f"code {number}", clock)

    assert log.tries("c1", "yet another", clock.now()).paused_until(clock.now()) is not None
    clock.move(minutes=30)
    assert log.tries("c1", "yet another", clock.now()).paused_until(clock.now()) is None


def test_of_two_processes_one_must_decide_again(store: Store, clock: FakeClock) -> None:
    log = StoredLookUps(store, b"k" * 32)
    read = log.tries("c1", CODE, clock.now())
    fail(store, log, "c2", CODE, clock)
    entries = tuple((one.name, one.number + 1) for one in read.counts)

    with pytest.raises(LostRaceError), store.work() as work:
        lookups.record(work, "ward", entries, failed=True, now=clock.now())


def test_a_pause_runs_from_the_fifth_failure_of_a_quarter_of_an_hour() -> None:
    quick = [MONDAY_MORNING + timedelta(minutes=3 * number) for number in range(MOST)]
    slow = [MONDAY_MORNING + timedelta(minutes=4 * number) for number in range(MOST)]

    assert pause_end(quick) == quick[-1] + PAUSE
    assert pause_end(quick[1:]) is None
    assert pause_end(slow) is None
