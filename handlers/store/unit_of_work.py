"""The unit of work: everything between `with store.work()` and `work.commit()`, or nothing.

On SQLite one lock of ours stands round each write transaction: waiting in our own queue keeps
the slowest writer at 40 to 160 ms, waiting in SQLite's at up to 1.4 s (measured).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from typing import Any, TypeVar

from sqlalchemy import ClauseElement, Connection, Engine, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session

from handlers.check_codes import Seal
from handlers.errors import StorageError
from handlers.store.failures import storage_error
from handlers.store.write_queue import Waiting, write_queue
from knowledge.prepared import Rows, prepared

T = TypeVar("T")
FreeFiles = Callable[[Sequence[str]], object]


class Work:
    """One open transaction; rolled back unless committed."""

    def __init__(self, connection: Connection, seal: Seal | None = None) -> None:
        self.connection = connection
        self.seal = seal
        """Of check codes; None: messages wear none."""
        self._driver: Any = connection.connection.driver_connection
        self.committed = False
        self.erased = False
        """Set when words were erased: the store then empties the write-ahead log too."""
        self.forgot: list[str] = []
        """Contacts erased: who backs up must know of them when this is committed."""
        self.freed: list[str] = []
        """Keys of the file store whose bytes go once this is committed."""
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
    ) -> Rows:
        """Execute one statement built beforehand."""
        dialect = self.connection.dialect
        if not isinstance(values, Sequence) and isinstance(statement, ClauseElement):
            ready = prepared(statement, dialect, values)
            if ready is not None:
                return ready.run(self._driver, values)
        result = self.connection.execute(statement, values)
        return Rows(list(result.all()) if result.returns_rows else [])

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

    def __init__(
        self, engine: Engine, free_files: FreeFiles | None = None, seal: Seal | None = None
    ) -> None:
        """`free_files` removes bytes behind keys of the file store; `seal` makes check codes."""
        self.engine = engine
        self.seal = seal
        self.free_files = free_files
        self.note_erased: Callable[[Sequence[str]], object] | None = None
        """Told of contacts erased, once it is committed."""
        self.sqlite = engine.dialect.name == "sqlite"
        self.in_memory = self.sqlite and engine.url.database in {None, "", ":memory:"}
        self._reader = _reader(engine)
        self._glancer = _glancer(engine)
        self._writers = write_queue(engine)
        self._driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A write transaction; rolls back unless `work.commit()` was called.

        Raises:
            StorageError: nothing was stored.
        """
        with self._turn(), self._transaction() as work:
            yield work
        if work.committed:
            self._clean_up(work)

    def write(self, call: Callable[[Work], T]) -> T:
        """Run `call` in a work and commit it, together with whoever else waits to write.

        On SQLite each commit costs as much as three statements, so writers that queue for the
        lock share one: the first in does the work of all. `call` may run twice (alone, after
        another of the same commit failed), so it must do nothing but use its work.

        Raises:
            StorageError: nothing was stored.
        """
        if not self.sqlite:
            return self._alone(call)
        entry = Waiting(call)
        self._writers.see_through(entry, self._serve)
        if entry.error is None:
            self._clean_up(entry)
        return entry.outcome()

    def _clean_up(self, done: Work | Waiting[Any]) -> None:
        """After a commit: bytes and the log. What fails here the jobs do again."""
        if done.forgot and self.note_erased is not None:
            self.note_erased(done.forgot)
        if done.freed and self.free_files is not None:
            with suppress(OSError):
                self.free_files(done.freed)
        if done.erased:
            with suppress(StorageError):
                self.checkpoint()

    def _serve(self, batch: list[Waiting[Any]]) -> None:
        """Do what waits, in one transaction if all goes well."""
        try:
            with self._transaction() as work:
                for entry in batch:
                    work.erased, work.freed, work.forgot = False, [], []
                    entry.value = entry.call(work)
                    entry.take(work)
                work.commit()
        except StorageError as error:  # each alone would meet the same
            for entry in batch:
                entry.error = error
        except Exception:  # noqa: BLE001 - each is tried alone and gets its own error
            for entry in batch:
                self._serve_alone(entry)
        for entry in batch:
            entry.settle()

    def _serve_alone(self, entry: Waiting[Any]) -> None:
        try:
            with self._transaction() as work:
                entry.value = entry.call(work)
                work.commit()
                entry.take(work)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that asked
            entry.error = error

    def _alone(self, call: Callable[[Work], T]) -> T:
        with self.work() as work:
            value = call(work)
            work.commit()
        return value

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A reading transaction: one moment's view, never waiting for a writer."""
        with (
            self._turn() if self.in_memory else nullcontext(),
            self._translated(),
            self._reader.connect() as connection,
        ):
            connection.begin()
            with closing(Work(connection, self.seal)) as work:
                yield work

    @contextmanager
    def glance(self) -> Iterator[Work]:
        """For one reading statement, which is a moment's view by itself: no transaction.

        Two thirds of the time of `read` on SQLite; two turns of the network, not four, elsewhere.
        """
        with (
            self._turn() if self.in_memory else nullcontext(),
            self._translated(),
            self._glancer.connect() as connection,
            closing(Work(connection, self.seal)) as work,
        ):
            yield work

    def checkpoint(self) -> bool:
        """Move SQLite's write-ahead log into the file and cut it to nothing.

        Returns False when a reader stood in the way; the scheduled job tries again.
        """
        if not self.sqlite or self.in_memory:
            return True
        with self._translated(), self._turn():
            raw = self.engine.raw_connection()
            try:
                row = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                raw.close()
        return row is not None and row[0] == 0

    @contextmanager
    def _transaction(self) -> Iterator[Work]:
        with self._translated(), self.engine.connect() as connection:
            connection.begin()
            with closing(Work(connection, self.seal)) as work:
                yield work

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, PoolTimeoutError, self._driver_error) as error:
            meant = storage_error(error, self.engine.url)
            if meant is None:
                raise
            raise meant from error

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.sqlite:
            yield
            return
        with self._writers.turn(self._serve):
            yield


def _glancer(engine: Engine) -> Engine:
    """The same pool for single statements: nothing is begun, so nothing is to be ended."""
    if engine.dialect.name == "sqlite":  # as its driver is set up
        return engine.execution_options(motcua_readonly=True)
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _reader(engine: Engine) -> Engine:
    """The same pool for reading transactions: what is read is one moment's view.

    SQLite gives that by itself; PostgreSQL by default lets each statement see a later moment,
    so that a reply stored between two of them could count as given and yet not be shown.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(motcua_readonly=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
