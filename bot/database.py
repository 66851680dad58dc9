"""The database: engine, SQLite's pragmas, upgrading, refusing a database of another version."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from handlers.errors import (
    SchemaError,
    SchemaTooNewError,
    SchemaTooOldError,
    StorageFullError,
    StorageLostError,
)
from handlers.store.failures import storage_error

MIGRATIONS: Final = Path(__file__).resolve().parent / "migrations"
BUSY_SECONDS: Final = 5.0
"""How long SQLite waits for another process's writer."""
POOL: Final = 24
"""Connections kept: 16 handlers, senders, web reads."""

_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}",
)


def make_folder(url: str) -> None:
    """The folder of a SQLite file.

    Raises:
        StorageError: it cannot be made.
    """
    if not url.startswith("sqlite:///"):
        return
    try:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFullError if error.errno == errno.ENOSPC else StorageLostError from error


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///file`, `sqlite://` (memory) or `postgresql://…`, by URL alone."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, parsed.database)
    return create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=POOL,
        max_overflow=8,
        pool_pre_ping=True,
        hide_parameters=True,
    )


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    """An engine, its connections closed at the end."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def for_programs(url: str, passfile: Path) -> tuple[str, str]:
    """A PostgreSQL URL as its own programs take it, without the password; and the password."""
    given = make_url(url).set(drivername="postgresql")
    password = str(given.password or "")
    if password:
        # Not `set(password=None)`: that leaves it as it is.
        given = URL.create(
            "postgresql",
            given.username,
            None,
            given.host,
            given.port,
            given.database,
            {**given.query, "passfile": str(passfile)},
        )
    return given.render_as_string(hide_password=False), password


def throw_away(engine: Engine) -> None:
    """A SQLite file nobody reads again, a simulation's: the disk need not have it."""

    def connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
        connection.execute("PRAGMA synchronous=OFF")

    event.listen(engine, "connect", connected)


def upgrade(engine: Engine) -> None:
    """Bring the database's tables to this version; harmless when they are."""
    from alembic import command

    check_not_newer(engine)
    config = _config()
    with _told(engine), engine.connect() as connection:
        connection.begin()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def check_version(engine: Engine) -> None:
    """Refuse a database that is not of this version.

    Raises:
        SchemaTooOldError: it must be upgraded; the message names the command.
        SchemaTooNewError: it comes from a later version.
        StorageError: it cannot be opened.
    """
    check_not_newer(engine)
    if current(engine) != latest():
        raise SchemaTooOldError


def check_not_newer(engine: Engine) -> None:
    """Refuse a database of a later version."""
    found = current(engine)
    if found is not None and found not in revisions():
        raise SchemaTooNewError


def current(engine: Engine) -> str | None:
    """Number of the last migration applied, None for an empty database."""
    reader = engine.execution_options(motcua_readonly=True)
    try:
        with reader.connect() as connection:
            return _applied(connection)
    except DBAPIError as error:
        raise storage_error(error, engine.url) or SchemaError() from error


def try_writing(engine: Engine) -> None:
    """Write what stands there already, so that a lock or a full disk shows.

    Raises:
        StorageError: it cannot be written.
    """
    with _told(engine), engine.connect() as connection:
        connection.begin()
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        connection.commit()


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """An error of the database or its driver as what it means for an operator."""
    driver: Any = engine.dialect.dbapi
    try:
        yield
    except (DBAPIError, driver.Error) as error:
        if (meant := storage_error(error, engine.url)) is None:
            raise
        raise meant from error


def revisions() -> tuple[str, ...]:
    """Numbers of the migrations this version knows, in order, such as `0001`."""
    return tuple(sorted(p.name[:4] for p in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def latest() -> str:
    """Number of the newest migration."""
    return revisions()[-1]


def _applied(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _config() -> Any:  # noqa: ANN401 - alembic is imported by commands only
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _sqlite(url: str, file: str | None) -> Engine:
    memory = file in {None, "", ":memory:"}
    if memory:
        engine = create_engine(
            "sqlite://",
            poolclass=StaticPool,
            hide_parameters=True,
            connect_args={"check_same_thread": False},
        )
    else:
        Path(str(file)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url,
            pool_size=POOL,
            # The connection used last: what it read stays its own until another one writes.
            pool_use_lifo=True,
            max_overflow=8,
            hide_parameters=True,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        )
        event.listen(engine, "do_connect", partial(_keep_private, Path(str(file))))
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _keep_private(file: Path, *_connecting: object) -> None:
    """A file that is not there yet is its owner's alone; SQLite gives -wal and -shm its mode.

    It is made under another name and closed before it is there: to close a file lets go of every
    lock this process holds on it, so a database that is open must never be opened beside SQLite.
    What hinders making it SQLite meets in its turn, and tells as it tells everything.
    """
    if file.exists():
        return
    with suppress(OSError):
        made, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        os.close(made)
        try:
            os.link(name, file)
        finally:
            Path(name).unlink()


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    """The driver must not begin transactions by itself: a plain BEGIN loses the race."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    readonly = connection.get_execution_options().get("motcua_readonly", False)
    # Past SQLAlchemy's own execution: this runs five times a message.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN" if readonly else "BEGIN IMMEDIATE")
