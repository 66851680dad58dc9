"""Where a word could be left: files, log, and all that a database server holds of it."""

import io
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine

from bot.database import make_engine
from bot.logs import configure
from tests.fakes.postgres import Cluster

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
"""Whatever is searched is searched on a database of each kind."""
_TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm')
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    ORDER BY 1, 2
"""
_OF_THE_SERVER = (("pg_catalog", "pg_largeobject"), ("pg_catalog", "pg_statistic"))
"""Where PostgreSQL keeps values of ours beside our tables."""


def dump(engine: Engine, *, server: bool = False) -> bytes:
    """Every value of every table as it is stored, bytes as bytes; of `server` also its own."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as raw:
            driver = raw.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            return "\n".join(driver.iterdump()).encode()
    with engine.connect() as ours:
        connection = ours.connection.driver_connection
        assert isinstance(connection, psycopg.Connection)
        tables = connection.execute(_TABLES).fetchall()
        assert ("public", "feedback_case") in tables
        found = [_table(connection, *one) for one in tables]
        found += [_text(connection, *one) for one in _OF_THE_SERVER if server]
        return b"\n".join(found)


def _table(connection: psycopg.Connection, schema: str, name: str) -> bytes:
    table = sql.Identifier(schema, name)
    with connection.cursor().copy(
        sql.SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(table)
    ) as out:
        return b"".join(bytes(part) for part in out)


def _text(connection: psycopg.Connection, schema: str, name: str) -> bytes:
    """A type of the server's own has no binary form."""
    table = sql.Identifier(schema, name)
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(table)) as out:
        return b"".join(bytes(part) for part in out)


@dataclass(frozen=True, slots=True)
class Traces:
    """Everything a ward leaves behind.

    On SQLite that is one folder: the database, its write-ahead log and the files beside it. On
    PostgreSQL it is every row of every table, and the server's own log. What the server has not
    written over yet, pages a row has left and its write-ahead log, it gives up by itself later:
    `test_server_files` shows by which settings (docs/operations.md).
    """

    folder: Path
    logs: io.StringIO
    engine: Engine
    cluster: Cluster | None = None

    def places(self, canary: str) -> list[str]:
        """Where a word is."""
        wanted = [canary.encode(), canary.encode("utf-16-le")]
        held = {one.name: one.read_bytes() for one in self.folder.rglob("*") if one.is_file()}
        held["our log"] = self.logs.getvalue().encode()
        if self.cluster is not None:
            held |= {"tables": dump(self.engine), "server log": self.cluster.log.read_bytes()}
        return [name for name, data in held.items() if any(one in data for one in wanted)]


@contextmanager
def traces_of(request: pytest.FixtureRequest, folder: Path) -> Iterator[Traces]:
    """A ward's empty place, on the kind of database the fixture's parameter names."""
    logs = io.StringIO()
    configure(level="debug", stream=logs)
    cluster: Cluster | None = None
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("upgraded"), folder / "ward.db")
        url = f"sqlite:///{folder}/ward.db"
    else:
        cluster = request.getfixturevalue("postgres_cluster")
        url = cluster.copy(request.getfixturevalue("upgraded_postgres"))
    engine = make_engine(url)
    yield Traces(folder, logs, engine, cluster)
    engine.dispose()
