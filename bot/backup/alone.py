"""A restore is done alone: who else has the database open would write over it, or be lost."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from bot.backup.copying import opened
from bot.backup.errors import BackupError

RUNNING: Final = (
    "Cơ sở dữ liệu đang có chương trình dùng: dừng motcua serve (và lệnh motcua khác) trên mọi máy "
    "rồi chạy lại. Chưa đổi gì."
)
_LOCKS: Final = (512, 0x40000000)
"""Length and place of the bytes SQLite locks in its file."""


@contextmanager
def alone(file: Path) -> Iterator[sqlite3.Connection | None]:
    """The only connection to a SQLite file, its log folded in; None where the file is broken.

    Raises:
        BackupError: somebody has it open.
    """
    with closing(opened(file)) as connection:
        connection.isolation_level = None
        whole = _taken(connection)
        if whole:
            yield connection
    if not whole:
        _nobody(file)
        yield None


def _taken(connection: sqlite3.Connection) -> bool:
    """Leaving the log of writers is given to nobody who is not alone; False: it is broken."""
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA synchronous=FULL")
        found = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise BackupError(RUNNING) from error
        return False
    except sqlite3.DatabaseError:
        return False
    if found is None or str(found[0]) != "delete":
        raise BackupError(RUNNING)
    return True


def _nobody(file: Path) -> None:
    """The same of a broken file, by the locks themselves; Windows moves no open file anyway."""
    if sys.platform == "win32":
        return
    import fcntl

    with file.open("r+b") as handle:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, *_LOCKS)
        except OSError as error:
            raise BackupError(RUNNING) from error
