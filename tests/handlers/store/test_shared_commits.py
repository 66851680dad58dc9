"""Writers that wait share one commit, and each still stands or falls alone."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from handlers.errors import StorageBusyError
from handlers.store import records, write_queue
from handlers.store.contacts import ensure_commune
from handlers.store.unit_of_work import Store, Work
from tests.fakes.clock import FakeClock


def together(store: Store, calls: list[Callable[[Work], object]]) -> list[object]:
    """Run the calls so that they wait for one another; their values or errors."""
    outcomes: list[object] = [None] * len(calls)

    def run(place: int) -> None:
        try:
            outcomes[place] = store.write(calls[place])
        except Exception as error:  # noqa: BLE001 - kept to be looked at
            outcomes[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    with store.work():  # holds the others up until all wait
        for thread in threads:
            thread.start()
        queue = write_queue.write_queue(store.engine)
        while store.sqlite and queue.waiting < len(calls):
            pass
    for thread in threads:
        thread.join()
    return outcomes


def adder(name: str, clock: FakeClock) -> Callable[[Work], str]:
    def add(work: Work) -> str:
        records.count(work, "phuong-mau", name, clock.now())
        return name

    return add


def test_all_that_waited_is_kept_and_each_gets_its_own_value(
    store: Store, clock: FakeClock
) -> None:
    names = [f"n{number}" for number in range(20)]
    assert together(store, [adder(name, clock) for name in names]) == names
    with store.read() as work:
        assert records.counts(work) == dict.fromkeys(names, 1)


def test_one_that_fails_takes_no_other_with_it(store: Store, clock: FakeClock) -> None:
    def fail(work: Work) -> str:
        records.count(work, "phuong-mau", "failed", clock.now())
        raise ZeroDivisionError

    outcomes = together(store, [adder("a", clock), fail, adder("b", clock)])
    assert outcomes[0] == "a"
    assert isinstance(outcomes[1], ZeroDivisionError)
    assert outcomes[2] == "b"
    with store.read() as work:
        assert records.counts(work) == {"a": 1, "b": 1}


def test_who_waits_too_long_is_told_and_its_write_never_happens(
    sqlite_store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_queue, "LOCK_SECONDS", 0.05)
    outcomes: list[object] = []

    def late() -> None:
        try:
            outcomes.append(sqlite_store.write(adder("late", clock)))
        except StorageBusyError as error:
            outcomes.append(error)

    with sqlite_store.work():
        thread = threading.Thread(target=late)
        thread.start()
        thread.join()
    assert isinstance(outcomes[0], StorageBusyError)
    sqlite_store.write(adder("next", clock))
    with sqlite_store.read() as work:
        assert records.counts(work) == {"next": 1}


def test_many_writers_of_two_stores_on_one_database_all_get_their_turn(
    sqlite_store: Store, clock: FakeClock
) -> None:
    stores = (sqlite_store, Store(sqlite_store.engine))

    def write_many(number: int) -> None:
        for _ in range(25):
            stores[number % 2].write(adder(f"n{number}", clock))

    threads = [threading.Thread(target=write_many, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sqlite_store.read() as work:
        assert records.counts(work) == {f"n{number}": 25 for number in range(12)}


def test_statements_run_past_sqlalchemy_bring_the_same_values(
    store: Store, clock: FakeClock
) -> None:
    with store.work() as work:
        records.audit(work, "phuong-mau", "ai", "làm gì", "'; DROP TABLE audit; --", clock.now())
        work.commit()
    with store.read() as work:
        row = work.connection.execute(text("SELECT who, what, about FROM audit")).one()
    assert tuple(row) == ("ai", "làm gì", "'; DROP TABLE audit; --")


def test_moments_come_back_as_they_went_in(store: Store, clock: FakeClock) -> None:
    with store.work() as work:
        ensure_commune(work, "x", "X", clock.now())
        records.record_act(work, "x", "live", "Chủ tịch", {"gaps": ["phí"]}, clock.now())
        work.commit()
    with store.read() as work:
        assert records.acts(work, "x") == [("live", "Chủ tịch", clock.now())]


def test_a_thread_of_many_works_serves_who_waits_before_its_next(
    sqlite_store: Store, clock: FakeClock
) -> None:
    written = threading.Event()
    citizen = threading.Thread(target=lambda: sqlite_store.write(lambda _: written.set()))
    queue = write_queue.write_queue(sqlite_store.engine)
    with sqlite_store.work():
        citizen.start()
        while not queue.waiting:
            pass
    with sqlite_store.work():  # opened at once, before the woken thread can be awake
        assert written.is_set()
    citizen.join()


def test_who_waits_is_served_when_the_work_before_it_fails(
    sqlite_store: Store, clock: FakeClock
) -> None:
    outcomes: list[str] = []
    citizen = threading.Thread(
        target=lambda: outcomes.append(sqlite_store.write(adder("kept", clock)))
    )
    queue = write_queue.write_queue(sqlite_store.engine)

    def fail() -> None:
        with sqlite_store.work() as work:
            records.count(work, "phuong-mau", "failed", clock.now())
            citizen.start()
            while not queue.waiting:
                pass
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    citizen.join()
    assert outcomes == ["kept"]
    with sqlite_store.read() as work:
        assert records.counts(work) == {"kept": 1}
