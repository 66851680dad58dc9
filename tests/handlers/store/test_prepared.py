"""Statements run past SQLAlchemy: each could be run by it too, and many make room for new ones."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import Dialect, bindparam, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import UpdateBase

import handlers.store
import knowledge.catalogue_store
import knowledge.dossier_store
from handlers.store import contacts
from handlers.store.tables import CounterRow, JobRunRow, table_of
from handlers.store.unit_of_work import Store
from knowledge import prepared as preparing
from tests.fakes.clock import FakeClock

CLOCK = FakeClock()
PACKAGES = (handlers.store, knowledge.dossier_store, knowledge.catalogue_store)


def written() -> Iterator[tuple[str, UpdateBase]]:
    """Every statement that writes, built with its module."""
    for package in PACKAGES:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                if isinstance(value, UpdateBase):
                    yield f"{found.name}.{name}", value


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # a key given by name
def test_no_name_bound_in_a_statement_is_a_column_it_would_set() -> None:
    """SQLAlchemy refuses such when it executes a statement with its values."""
    statements = list(written())
    assert len(statements) > 100
    dialects: tuple[Dialect, ...] = (sqlite.dialect(), postgresql.dialect())  # type: ignore[no-untyped-call]
    for dialect in dialects:
        for name, statement in statements:
            bound = [
                one.key for one in statement.compile(dialect=dialect).binds.values() if one.required
            ]
            try:
                statement.compile(dialect=dialect, column_keys=bound)
            except Exception as error:  # noqa: BLE001 - told with the statement's name
                pytest.fail(f"{name}: {error}")


def test_statements_made_for_one_call_make_room_for_others(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "MOST", 8)
    monkeypatch.setattr(preparing, "_prepared", {})
    counter = table_of(CounterRow)
    kept = select(counter.c["count"])
    with sqlite_store.read() as work:
        for _ in range(20):
            assert work.run(select(counter.c.name)).all() == []
            assert work.run(kept).all() == []
        assert preparing.prepared(kept, work.connection.dialect) is not None
    assert len(preparing._prepared) <= 8


_COUNTER = table_of(CounterRow)
_LISTED = (
    select(_COUNTER.c.name)
    .where(
        _COUNTER.c.name.in_(bindparam("wanted", expanding=True)),
        _COUNTER.c.name.not_in(bindparam("unwanted", expanding=True)),
        _COUNTER.c.day >= bindparam("since"),
    )
    .order_by(_COUNTER.c.name)
)
_ROWS = insert(_COUNTER)
_JOBS = table_of(JobRunRow)
DAY = date(2026, 11, 23)


@pytest.fixture
def counted(store: Store) -> Store:
    with store.work() as work:
        contacts.ensure_commune(work, "phuong-mau", "Phường Mẫu", CLOCK.now())
        rows = [
            {"commune": "phuong-mau", "day": DAY, "name": f"n{one:03}", "count": one}
            for one in range(200)
        ]
        work.connection.execute(_ROWS, rows)
        work.commit()
    return store


def test_a_list_of_any_length_finds_what_sqlalchemy_finds(counted: Store) -> None:
    lengths = product([0, 1, 2, 3, 5, 8, 100, 127, 128, 129, 200], [0, 1, 3])
    with counted.read() as work:
        for wanted, unwanted in lengths:
            values = {
                "wanted": [f"n{one:03}" for one in range(wanted)],
                "unwanted": [f"n{one:03}" for one in range(unwanted)],
                "since": DAY,
            }
            expected = [row.name for row in work.connection.execute(_LISTED, values)]
            found = [[row.name for row in work.run(_LISTED, values)] for _ in range(3)]
            assert len(expected) == max(0, wanted - unwanted)
            assert found == [expected] * 3


def test_a_list_is_prepared_once_it_has_come_twice_and_for_each_power_of_two(
    sqlite_store: Store,
) -> None:
    query = select(_COUNTER.c.name).where(_COUNTER.c.name.in_(bindparam("wanted", expanding=True)))
    with sqlite_store.read() as work:
        dialect = work.connection.dialect
        ready = [
            preparing.prepared(query, dialect, {"wanted": ["a"] * many}) for many in (3, 3, 4, 5)
        ]
    assert ready[0] is None
    assert ready[1] is not None
    assert ready[1] is ready[2]
    assert ready[3] is not ready[2]


def test_a_fixed_list_and_one_of_moments_are_bound_as_their_columns_are(counted: Store) -> None:
    job = table_of(JobRunRow)
    fixed = select(job.c.slot).where(
        job.c.job.in_(["a", "b"]), job.c.at.in_(bindparam("moments", expanding=True))
    )
    now = CLOCK.now()
    with counted.work() as work:
        work.connection.execute(insert(job), [{"job": "a", "slot": "1", "at": now}])
        found = [work.run(fixed, {"moments": [now, now + timedelta(1)]}).scalars() for _ in "123"]
    assert found == [["1"]] * 3


def test_a_list_asked_of_a_column_that_is_also_set_is_prepared(sqlite_store: Store) -> None:
    moved = (
        update(_JOBS)
        .where(_JOBS.c.slot.in_(("a", "b")), _JOBS.c.job.in_(bindparam("jobs", expanding=True)))
        .values(slot="c")
        .returning(_JOBS.c.job)
    )
    values = {"jobs": ["one", "two", "three"]}
    with sqlite_store.work() as work:
        for number, job in enumerate(("one", "two", "other")):
            row = {"job": job, "slot": "ab"[number % 2], "at": CLOCK.now()}
            work.connection.execute(insert(_JOBS), row)
        preparing.prepared(moved, work.connection.dialect, values)
        assert preparing.prepared(moved, work.connection.dialect, values) is not None
        assert sorted(work.run(moved, values).scalars()) == ["one", "two"]
        assert work.run(moved, values).all() == []


def test_a_moment_is_read_as_sqlalchemy_reads_it(sqlite_store: Store) -> None:
    now = CLOCK.now().replace(microsecond=7)
    asked = select(_JOBS.c.at).where(_JOBS.c.job == bindparam("named"))
    with sqlite_store.work() as work:
        work.connection.execute(insert(_JOBS), {"job": "one", "slot": "a", "at": now})
        theirs = work.connection.execute(asked, {"named": "one"}).scalar()
        ours = work.run(asked, {"named": "one"}).scalar()
        assert theirs is not None
        assert (ours, ours.tzinfo) == (theirs, theirs.tzinfo)
        with_its_zone = "2026-11-26 08:00:00.000000+07:00"
        work.connection.execute(text("UPDATE job_run SET at = :at"), {"at": with_its_zone})
        assert f"{work.run(asked, {'named': 'one'}).scalar():%H:%M %z}" == "01:00 +0000"
