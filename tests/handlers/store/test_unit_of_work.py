"""A unit of work is kept whole or not at all, and says why it could not be kept."""

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from handlers.errors import StorageBusyError, StorageError, StorageFullError
from handlers.store import views, write_queue
from handlers.store.inbound import Stored
from handlers.store.tables import CounterRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

COUNTERS = table_of(CounterRow)
ADD = text("INSERT INTO counter VALUES ('c', '2026-11-23', :name, 1)")


def counted(store: Store) -> int:
    with store.read() as work:
        return int(work.connection.exec_driver_sql("SELECT count(*) FROM counter").scalar_one())


def test_what_is_not_committed_is_gone(store: Store) -> None:
    with store.work() as work:
        work.run(ADD, {"name": "a"})
    assert counted(store) == 0


def test_what_is_committed_stays(store: Store) -> None:
    with store.work() as work:
        work.run(ADD, {"name": "a"})
        work.commit()
    assert counted(store) == 1


def test_an_error_takes_everything_back(store: Store) -> None:
    with suppress(ZeroDivisionError), store.work() as work:
        work.run(ADD, {"name": "a"})
        raise ZeroDivisionError
    assert counted(store) == 0


def test_objects_of_the_session_are_kept_with_the_work(store: Store, clock: FakeClock) -> None:
    with store.work() as work:
        row = CounterRow(commune="c", day=clock.now().date(), name="a", count=2)
        work.session.add(row)
        work.commit()
    with store.read() as work:
        found = work.session.get(CounterRow, ("c", clock.now().date(), "a"))
        assert found is not None
        assert found.count == 2


def test_objects_of_the_session_are_dropped_with_the_work(store: Store, clock: FakeClock) -> None:
    with store.work() as work:
        work.session.add(CounterRow(commune="c", day=clock.now().date(), name="a", count=2))
        work.session.flush()
    assert counted(store) == 0


def test_a_reader_does_not_wait_for_a_writer(store: Store) -> None:
    with store.work() as work:
        work.run(ADD, {"name": "a"})

        def read() -> None:
            assert counted(store) == 0

        import threading

        failed: list[BaseException] = []
        thread = threading.Thread(target=lambda: _catch(read, failed))
        thread.start()
        thread.join(timeout=10)
        assert not thread.is_alive()
        assert failed == []


def _catch(call: object, failed: list[BaseException]) -> None:
    try:
        call()  # type: ignore[operator]
    except BaseException as error:  # noqa: BLE001
        failed.append(error)


def test_a_glance_sees_what_is_committed_and_leaves_nothing_open(store: Store) -> None:
    """Its connection goes back to the pool as any other's, for works to come."""
    said = text("SELECT count(*) FROM counter")
    for number in range(1, 4):
        with store.work() as work:
            work.run(ADD, {"name": str(number)})
            if not store.in_memory:
                with store.glance() as glance:
                    assert glance.run(said).scalar() == number - 1
            work.commit()
        with store.glance() as glance:
            assert glance.run(select(func.count()).select_from(COUNTERS)).scalar() == number
    with suppress(ZeroDivisionError), store.work() as work:
        work.run(ADD, {"name": "dropped"})
        raise ZeroDivisionError
    assert counted(store) == 3


def test_a_glance_that_fails_is_told_as_storage(sqlite_store: Store) -> None:
    with sqlite_store.work() as work:
        work.run(text("ALTER TABLE counter RENAME TO away"))
        work.commit()
    with pytest.raises(StorageError), sqlite_store.glance() as glance:
        glance.run(select(COUNTERS.c.name))


def test_a_work_inside_a_work_is_a_mistake_told_at_once(sqlite_store: Store) -> None:
    with (
        sqlite_store.work(),
        pytest.raises(RuntimeError, match="already open"),
        sqlite_store.work(),
    ):
        pass


def test_a_locked_database_is_told_as_busy_and_nothing_is_lost(
    sqlite_store: Store, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = Ward(sqlite_store, clock)
    stored = ward.receive("trước khi khoá")
    other = sqlite3.connect(tmp_path / "ward.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient(sqlite_store)
    with pytest.raises(StorageBusyError, match="bận"):
        ward.inbox.receive(ward.inbound("khi đang khoá"))
    with pytest.raises(StorageError):
        ward.inbox.handle(stored.id)
    other.rollback()
    other.close()
    ward.inbox.handle(stored.id)
    ward.says("sau khi khoá")
    texts = [inbound.text for inbound, _ in ward.responder.asked]
    assert texts[-2:] == ["trước khi khoá", "sau khi khoá"]
    with sqlite_store.read() as work:
        assert len(views.letters(work, ward.contact())) == 2


def impatient(store: Store) -> None:
    """Make the next connection give up soon instead of after 5 s."""
    from sqlalchemy import event

    def checkout(connection: object, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout = 20")  # type: ignore[attr-defined]

    event.listen(store.engine, "checkout", checkout)


def test_waiting_for_our_own_lock_ends_too(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_queue, "LOCK_SECONDS", 0.05)
    told: list[StorageBusyError] = []

    def wait() -> None:
        try:
            with sqlite_store.work():
                pass
        except StorageBusyError as error:
            told.append(error)

    with sqlite_store.work():
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()
    assert len(told) == 1


def test_a_full_database_is_told_as_full_and_nothing_is_lost(
    sqlite_store: Store, clock: FakeClock
) -> None:
    ward = Ward(sqlite_store, clock)
    before = ward.receive("trước khi đầy")
    limit_pages(sqlite_store, extra=0)
    taken: list[Stored | None] = []

    def flood() -> None:
        for number in range(2000):
            stored = ward.inbox.receive(ward.inbound(f"{number} " + "dài " * 200))
            taken.append(stored)

    with pytest.raises(StorageFullError, match="đầy"):
        flood()
    limit_pages(sqlite_store, extra=100_000)
    waiting = ward.inbox.waiting()
    assert [one.id for one in waiting] == [before.id, *(one.id for one in taken if one)]
    ward.inbox.handle(waiting[-1].id)
    assert ward.inbox.waiting() == []


def limit_pages(store: Store, extra: int) -> None:
    """SQLite's page limit stands in for a full disk; it counts per connection."""
    from sqlalchemy import event

    with store.read() as work:
        pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar_one() + extra

    def checkout(connection: object, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]

    event.listen(store.engine, "checkout", checkout)


def test_a_store_in_memory_works_like_any_other(open_engine: object, clock: FakeClock) -> None:
    from bot.database import upgrade

    engine = open_engine("sqlite://")  # type: ignore[operator]
    upgrade(engine)
    ward = Ward(Store(engine), clock)
    assert ward.says("chào").replies
