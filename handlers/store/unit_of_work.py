"""The unit of work: everything between `with store.work()` and `work.commit()`, or nothing.

On SQLite one lock of ours stands round each write transaction: waiting in our own queue keeps
the slowest writer at 40 to 160 ms, waiting in SQLite's at up to 1.4 s (measured).
"""

import sqlite3
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any, Final

from sqlalchemy import Connection, CursorResult, Engine, Executable
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session

from handlers.errors import (
    StorageBusyError,
    StorageError,
    StorageFullError,
    StorageLostError,
)

LOCK_SECONDS: Final = 5.0
"""How long a writer waits for the lock before it is told that storage is busy."""

_locks: "weakref.WeakKeyDictionary[Engine, threading.Lock]" = weakref.WeakKeyDictionary()
_guard = threading.Lock()


class Work:
    """One open transaction; rolled back unless committed."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.committed = False
        self.erased = False
        """Set when words were erased: the store then empties the write-ahead log too."""
        self._session: Session | None = None

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.connection.dialect.name

    @property
    def session(self) -> Session:
        """An ORM session in this transaction, for paths that are not hot."""
        if self._session is None:
            self._session = Session(
                bind=self.connection, join_transaction_mode="control_fully", autoflush=True
            )
        return self._session

    def run(
        self,
        statement: Executable,
        values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Execute one statement built beforehand."""
        return self.connection.execute(statement, values)

    def commit(self) -> None:
        """Keep everything done in this work."""
        if self._session is not None:
            self._session.flush()
        self.connection.commit()
        self.committed = True

    def close(self) -> None:
        """Forget the session's objects."""
        if self._session is not None:
            self._session.expunge_all()


class Store:
    """Opens works on one database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sqlite = engine.dialect.name == "sqlite"
        self.in_memory = self.sqlite and engine.url.database in {None, "", ":memory:"}
        self._reader = engine.execution_options(motcua_readonly=True)
        self._lock = write_lock(engine)
        self._mine = threading.local()

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A write transaction; rolls back unless `work.commit()` was called.

        Raises:
            StorageError: nothing was stored.
        """
        with self._turn(), _translated(), self.engine.connect() as connection:
            connection.begin()
            work = Work(connection)
            try:
                yield work
            finally:
                work.close()
            erased = work.erased and work.committed
        if erased:
            with suppress(StorageError):  # committed already; the checkpoint job tries again
                self.checkpoint()

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A reading transaction: one moment's view, never waiting for a writer."""
        with (
            self._turn() if self.in_memory else nullcontext(),
            _translated(),
            self._reader.connect() as connection,
        ):
            work = Work(connection)
            try:
                yield work
            finally:
                work.close()

    def checkpoint(self) -> bool:
        """Move SQLite's write-ahead log into the file and cut it to nothing.

        Returns False when a reader stood in the way; the scheduled job tries again.
        """
        if not self.sqlite or self.in_memory:
            return True
        with _translated(), self._turn():
            raw = self.engine.raw_connection()
            try:
                row = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                raw.close()
        return row is not None and row[0] == 0

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.sqlite:
            yield
            return
        if getattr(self._mine, "held", False):
            raise RuntimeError("a work is already open in this thread")
        if not self._lock.acquire(timeout=LOCK_SECONDS):
            raise StorageBusyError
        self._mine.held = True
        try:
            yield
        finally:
            self._mine.held = False
            self._lock.release()


def write_lock(engine: Engine) -> threading.Lock:
    """The one lock round write transactions on this engine."""
    with _guard:
        return _locks.setdefault(engine, threading.Lock())


def storage_error(error: Exception) -> StorageError | None:
    """What a database error means for us; None when it is a mistake of ours."""
    if isinstance(error, PoolTimeoutError):
        return StorageBusyError()
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None) or ""
    text = str(cause).lower()
    if state.startswith("53") or "full" in text:
        return StorageFullError()
    if state in {"55P03", "40001", "40P01"} or "locked" in text or "busy" in text:
        return StorageBusyError()
    broken = "not a database" in text or "malformed" in text
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if broken or lost or isinstance(error, (OperationalError, sqlite3.OperationalError)):
        return StorageLostError()
    return None


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeoutError, sqlite3.Error) as error:
        meant = storage_error(error)
        if meant is None:
            raise
        raise meant from error
