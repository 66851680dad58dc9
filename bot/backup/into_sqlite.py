"""A SQLite database put back: made ready beside the old one, then written over it in one go."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.backup.alone import alone
from bot.backup.archive import Reading, flush_folder
from bot.backup.copying import PATIENCE, patience, settle_sqlite
from bot.backup.errors import BackupError, meant
from bot.backup.files_back import put_files
from bot.backup.holding import Done, Hold, prepare
from bot.backup.manifest import SQLITE
from bot.backup.workshop import workshop
from bot.database import engine_of, upgrade
from handlers.clock import LOCAL
from handlers.store.failures import storage_error
from handlers.store.forgetting_again import Asked
from handlers.store.unit_of_work import Store

BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file; of another database it would be played into the new one."""


def put_sqlite(archive: Reading, file: Path, files: Path, asked: Asked, hold: Hold) -> Done:
    """Put it back; whatever ends this leaves the old database whole, or the new one.

    Raises:
        BackupError: somebody uses the database, or the copy is broken.
        StorageError: there is no room.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            return _made_and_put(archive, file, files, asked, hold, None)
        with alone(file) as old:
            return _made_and_put(archive, file, files, asked, hold, old)
    except OSError as error:
        raise meant(error, str(file.parent)) from error


def _made_and_put(
    archive: Reading,
    file: Path,
    files: Path,
    asked: Asked,
    hold: Hold,
    old: sqlite3.Connection | None,
) -> Done:
    with workshop(file.parent) as shop:
        made = shop / "made"
        archive.unpack(SQLITE, made)
        with engine_of(f"sqlite:///{made}") as engine:
            upgrade(engine)
            done = prepare(Store(engine), asked, hold)
        settle_sqlite(made)
        put_files(archive, files, done.keys.__contains__)
        if old is not None:
            _write_over(made, old)
        else:
            _stand_in(made, file, hold.now)
    return done


def _write_over(made: Path, old: sqlite3.Connection) -> None:
    """One transaction of the old file: until it is committed its journal brings the old one back.

    Nobody holds the old file by another name then, as it would be after a file was exchanged.
    """
    try:
        with closing(sqlite3.connect(made)) as new:
            new.backup(old, progress=patience(PATIENCE))
    except sqlite3.Error as error:
        raise storage_error(error) or BackupError(str(error)) from error


def _stand_in(made: Path, file: Path, now: datetime) -> None:
    """Where there is none, or a broken one, which is kept aside."""
    for beside in (file, *(file.with_name(file.name + one) for one in BESIDE)):
        if beside.exists():
            beside.rename(f"{beside}.hong-{now.astimezone(LOCAL):%Y%m%d-%H%M%S}")
    made.rename(file)
    flush_folder(file.parent)
