"""One consistent copy of a database in use: nobody waits for it, and nothing is half in it."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from bot.backup.errors import BackupError
from bot.backup.postgres_tools import connection, run
from bot.database import BUSY_SECONDS
from handlers.errors import StorageBusyError
from handlers.store.failures import storage_error

BROKEN: Final = (
    "Cơ sở dữ liệu có chỗ hỏng ({}): không sao lưu. Giữ nguyên tệp, khôi phục bản sao lưu gần nhất."
)
PATIENCE: Final = 6 * BUSY_SECONDS
"""Seconds a copy waits for who holds the whole file: upgrades do."""


def sqlite_file(url: str) -> Path:
    """The file of a SQLite URL.

    Raises:
        BackupError: it is in memory.
    """
    file = url.removeprefix("sqlite:///")
    if file in {"", url, ":memory:"}:
        raise BackupError("Cơ sở dữ liệu nằm trong bộ nhớ: không có gì để sao lưu.")
    return Path(file)


def copy_sqlite(file: Path, target: Path) -> None:
    """SQLite's own backup, in one step: writers go on, and the copy is of one moment.

    Raises:
        StorageError: the database is locked, away, or there is no room.
        BackupError: the copy shows that the database is broken.
    """
    try:
        with closing(opened(file)) as source, closing(sqlite3.connect(target)) as kept:
            kept.execute("PRAGMA synchronous=OFF")  # it is forced onto the disk once it is packed
            source.backup(kept, progress=patience(PATIENCE))
    except sqlite3.Error as error:
        raise storage_error(error) or BackupError(BROKEN.format(error)) from error


def opened(file: Path) -> sqlite3.Connection:
    """A connection to a file that must be there."""
    return sqlite3.connect(f"file:{quote(str(file))}?mode=rw", uri=True, timeout=BUSY_SECONDS)


def patience(seconds: float) -> Callable[[int, int, int], None]:
    """Ends a backup that gets no further: Python's own tries for ever."""
    until = time.monotonic() + seconds

    def look(status: int, _left: int, _all: int) -> None:
        if status not in {sqlite3.SQLITE_OK, sqlite3.SQLITE_DONE} and time.monotonic() > until:
            raise StorageBusyError

    return look


def settle_sqlite(copy: Path) -> None:
    """Make the copy one file without a log, and look whether it is sound.

    Raises:
        BackupError: it is not.
    """
    try:
        with closing(sqlite3.connect(copy)) as kept:
            kept.execute("PRAGMA journal_mode=DELETE")
            said = [str(row[0]) for row in kept.execute("PRAGMA quick_check(1)")]
    except sqlite3.Error as error:
        raise storage_error(error) or BackupError(BROKEN.format(error)) from error
    if said != ["ok"]:
        raise BackupError(BROKEN.format("; ".join(said)[:200]))


def dump_postgresql(
    url: str, tables: tuple[str, ...], snapshot: str, target: Path, workshop: Path
) -> None:
    """`pg_dump` of our tables, of the moment of a snapshot.

    Raises:
        BackupError: there is no `pg_dump`, or it failed.
        StorageError: the server is away, or there is no room.
    """
    run(
        "pg_dump",
        f"--dbname={connection(url, workshop)}",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={snapshot}",
        f"--file={target}",
        *(f"--table={name}" for name in tables),
    )
