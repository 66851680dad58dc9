"""Engines, upgrades, and databases of another version."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlmodel import SQLModel

import handlers.store.tables  # noqa: F401 - registers its tables
import knowledge.catalogue_store
import knowledge.dossier_store  # noqa: F401 - registers its tables
from bot import database
from bot.database import check_version, current, latest, revisions, upgrade
from handlers.errors import SchemaTooNewError, SchemaTooOldError, StorageLostError
from handlers.store.unit_of_work import Store
from knowledge.rows import tell_postgresql

OpenEngine = Callable[[str], Engine]


def test_migrations_and_tables_agree(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        tell_postgresql(SQLModel.metadata)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_an_upgrade_done_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    check_version(engine)


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [int(number) for number in revisions()] == list(range(1, len(revisions()) + 1))


def test_an_empty_database_is_refused_with_the_command_that_helps(
    database_url: str, open_engine: OpenEngine
) -> None:
    with pytest.raises(SchemaTooOldError, match="motcua db upgrade"):
        check_version(open_engine(database_url))


def test_an_older_database_is_refused_and_upgraded_by_the_command(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        connection.execute(text("UPDATE alembic_version SET version_num = :old"), {"old": "0001"})
    with pytest.raises(SchemaTooOldError, match="motcua db upgrade"):
        check_version(engine)


def test_a_database_from_the_future_is_refused_and_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNewError, match="mới hơn"):
        check_version(engine)
    with pytest.raises(SchemaTooNewError):
        upgrade(engine)
    assert current(engine) == "9999"


def test_data_survives_an_upgrade_from_the_first_version(
    database_url: str, open_engine: OpenEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(database_url)
    upgrade_to(engine, "0001")
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO commune VALUES ('phuong-mau', 'Phường Mẫu', '2026-11-23 01:00:00')")
        )
    upgrade(engine)
    assert current(engine) == latest()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM commune")).scalar() == "Phường Mẫu"


def upgrade_to(engine: Engine, number: str) -> None:
    from alembic import command

    config = database._config()
    with engine.connect() as connection:
        connection.begin()
        config.attributes["connection"] = connection
        command.upgrade(config, number)
        connection.commit()


def test_a_file_that_is_no_database_is_told_plainly(
    tmp_path: Path, open_engine: OpenEngine
) -> None:
    (tmp_path / "ward.db").write_text("không phải cơ sở dữ liệu " * 100)
    with pytest.raises(StorageLostError):
        check_version(open_engine(f"sqlite:///{tmp_path}/ward.db"))


def test_a_new_sqlite_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "motcua.db"
    before = os.umask(0o022)
    try:
        with database.engine_of(f"sqlite:///{file}") as engine, engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept (words TEXT)"))
            made = {one.name: stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()}
    finally:
        os.umask(before)

    assert made == dict.fromkeys(("motcua.db", "motcua.db-shm", "motcua.db-wal"), 0o600)


def test_a_connection_more_lets_go_of_no_lock_of_this_process(tmp_path: Path) -> None:
    """To close a file lets go of every lock the process holds on it: SQLite's too.

    By that lock another process knows that it is not alone, and leaves the journal.
    """
    file = tmp_path / "motcua.db"
    alone = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute(sys.argv[2])"
    with database.engine_of(f"sqlite:///{file}") as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept (words TEXT)"))
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO kept VALUES ('một')"))
            with database.engine_of(f"sqlite:///{file}") as more:
                more.raw_connection().close()
            tried = subprocess.run(
                [sys.executable, "-c", alone, str(file), "PRAGMA journal_mode=DELETE"],
                capture_output=True, text=True, check=False,
            )  # fmt: skip

    assert "database is locked" in tried.stderr


def test_asking_for_an_engine_makes_no_file(tmp_path: Path) -> None:
    database.make_engine(f"sqlite:///{tmp_path}/motcua.db").dispose()

    assert not (tmp_path / "motcua.db").exists()


def test_sqlite_keeps_foreign_keys_and_erases_what_is_deleted(sqlite_store: Store) -> None:
    with sqlite_store.read() as work:
        pragma = work.connection.exec_driver_sql
        assert pragma("PRAGMA journal_mode").scalar() == "wal"
        assert pragma("PRAGMA foreign_keys").scalar() == 1
        assert pragma("PRAGMA secure_delete").scalar() == 1
        assert pragma("PRAGMA busy_timeout").scalar() == 5000


def test_a_postgres_url_needs_no_driver_named(open_engine: OpenEngine) -> None:
    engine = open_engine("postgresql://motcua@localhost/ward")
    assert engine.dialect.driver == "psycopg"


def test_errors_never_quote_the_values_of_a_statement(sqlite_store: Store) -> None:
    with (
        pytest.raises(Exception) as caught,  # noqa: PT011 - whatever the database says
        sqlite_store.work() as work,
    ):
        work.run(text("INSERT INTO nowhere VALUES (:words)"), {"words": "tôi tên Bí Đao"})
    assert "Bí Đao" not in str(caught.value)


def test_many_writers_at_once_all_get_through(sqlite_store: Store) -> None:
    def write(number: int) -> None:
        for step in range(10):
            with sqlite_store.work() as work:
                values = {"name": f"n{number}-{step}"}
                work.run(text("INSERT INTO counter VALUES ('c', '2026-11-23', :name, 1)"), values)
                work.commit()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sqlite_store.read() as work:
        assert work.connection.exec_driver_sql("SELECT count(*) FROM counter").scalar() == 160


def test_another_process_writing_makes_ours_wait_not_fail(
    sqlite_store: Store, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "ward.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, other.rollback)
    timer.start()
    with sqlite_store.work() as work:
        work.run(text("INSERT INTO counter VALUES ('c', '2026-11-23', 'x', 1)"))
        work.commit()
    timer.join()
    other.close()
