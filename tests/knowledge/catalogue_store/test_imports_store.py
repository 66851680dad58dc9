"""An import is staged unseen, published at once, or gone without a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from sqlite3 import Connection

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from handlers.errors import StorageFullError
from handlers.store.unit_of_work import Store
from knowledge.catalogue_store import (
    CatalogueImport,
    Outcome,
    ProcedureVersion,
    Source,
    catalogue_version,
    load_catalogue,
    run_import,
)
from knowledge.catalogue_store.imports import CHUNK, Transaction
from knowledge.procedures import Procedure, Rank
from tests.knowledge.catalogue_store.test_versions_store import OFFICER, record, write

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
TODAY = date(2026, 11, 22)
SOURCE = Source(("ds.jsonl",), "")


class CrashError(Exception):
    """The process fails in the middle of an import."""


def many(count: int, name: str = "Cấp giấy thử") -> list[Procedure]:
    """As many invented records."""
    return [record(f"1.{900000 + number}", name=name) for number in range(count)]


def transactions(store: Store, failing_at: int | None = None) -> Transaction:
    """Write transactions on the store; the one numbered `failing_at` fails at its end."""
    opened: list[int] = []

    @contextmanager
    def transaction() -> Iterator[Session]:
        opened.append(1)
        with store.work() as work:
            yield work.session
            if len(opened) == failing_at:
                raise CrashError
            work.commit()

    return transaction


def rows(store: Store, table: type[ProcedureVersion] | type[CatalogueImport]) -> int:
    """Number of rows."""
    with store.read() as work:
        return int(work.session.execute(select(func.count()).select_from(table)).scalar_one())


def test_an_import_is_published_with_one_move_of_the_counter(store: Store) -> None:
    imported = run_import(transactions(store), many(CHUNK + 5), SOURCE, NOW)

    with store.read() as work:
        catalogue = load_catalogue(work.session, TODAY)
    assert imported.count(Outcome.PUBLISHED) == len(catalogue.procedures) == CHUNK + 5
    assert catalogue.version == 1


def test_a_second_import_of_the_same_file_changes_nothing(store: Store) -> None:
    run_import(transactions(store), many(3), SOURCE, NOW)

    imported = run_import(transactions(store), many(3), SOURCE, NOW + timedelta(days=1))

    with store.read() as work:
        version = catalogue_version(work.session)
    assert imported.count(Outcome.UNCHANGED) == 3
    assert (rows(store, ProcedureVersion), version) == (3, 1)


def test_a_newer_import_ends_the_versions_before_it(store: Store) -> None:
    run_import(transactions(store), many(2), SOURCE, NOW)
    run_import(transactions(store), many(2, "Tên mới"), SOURCE, NOW + timedelta(days=1))

    with store.read() as work:
        before = load_catalogue(work.session, TODAY).active
        after = load_catalogue(work.session, TODAY + timedelta(days=1)).active

    assert {one.name for one in before} == {"Cấp giấy thử"}
    assert {one.name for one in after} == {"Tên mới"}


@pytest.mark.parametrize("failing_at", [1, 2, 3, 4])
def test_a_failed_import_leaves_the_database_as_it_was(store: Store, failing_at: int) -> None:
    write(store, OFFICER, record("1.900000"))
    before = rows(store, ProcedureVersion), rows(store, CatalogueImport)

    with pytest.raises(CrashError):
        run_import(transactions(store, failing_at), many(CHUNK + 5), SOURCE, NOW)

    with store.read() as work:
        assert catalogue_version(work.session) == 1
        assert [one.code for one in load_catalogue(work.session, TODAY).active] == ["1.900000"]
    assert (rows(store, ProcedureVersion), rows(store, CatalogueImport)) == before


def test_what_is_staged_is_seen_by_nobody_and_a_killed_import_is_cleared(store: Store) -> None:
    with store.work() as work:
        work.session.add(CatalogueImport(batch="killed", files="a", started_by="", started_at=NOW))
        work.session.flush()
        work.commit()
    write(store, type(OFFICER)(Rank.IMPORT, "a", "killed"), record("1.999009"))

    with store.read() as work:
        seen = load_catalogue(work.session, TODAY).procedures
    run_import(transactions(store), many(1), SOURCE, NOW + timedelta(hours=2))

    assert seen == {}
    assert (rows(store, ProcedureVersion), rows(store, CatalogueImport)) == (1, 1)


def test_an_officer_who_writes_during_an_import_is_not_overwritten(store: Store) -> None:
    opened: list[int] = []

    @contextmanager
    def transaction() -> Iterator[Session]:
        opened.append(1)
        if len(opened) == 3:
            write(store, OFFICER, record("1.900000", name="Cán bộ sửa"))
        with store.work() as work:
            yield work.session
            work.commit()

    imported = run_import(transaction, many(2), SOURCE, NOW)

    with store.read() as work:
        active = load_catalogue(work.session, TODAY).procedures
    assert active["1.900000"].name == "Cán bộ sửa"
    assert imported.count(Outcome.DRAFT) == 1


def test_a_full_database_refuses_the_import_and_still_answers(sqlite_store: Store) -> None:
    write(sqlite_store, OFFICER, record("1.900000"))
    engine = sqlite_store.engine
    engine.dispose()

    def limit(connection: Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    event.listen(engine, "connect", limit)
    with pytest.raises(StorageFullError):
        run_import(transactions(sqlite_store), many(1000), SOURCE, NOW)
    event.remove(engine, "connect", limit)
    engine.dispose()

    with sqlite_store.read() as work:
        assert [one.code for one in load_catalogue(work.session, TODAY).active] == ["1.900000"]
