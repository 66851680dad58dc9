"""A PostgreSQL database put back: our tables out and in again in one transaction of `psql`."""

from pathlib import Path
from typing import Final

from bot.backup.alone import RUNNING
from bot.backup.archive import Reading
from bot.backup.errors import BackupError, meant
from bot.backup.files_back import put_files
from bot.backup.holding import GUARDED_SINCE, Done, Hold
from bot.backup.manifest import POSTGRESQL
from bot.backup.pending import finish, note, pending_path
from bot.backup.postgres_tools import connection, run
from bot.backup.workshop import workshop
from bot.config import Settings
from bot.database import engine_of, upgrade
from bot.setup import files_folder
from handlers.store import copies
from handlers.store.forgetting_again import Asked
from handlers.store.unit_of_work import Store

SEQUENCE: Final = "guard_beat"
_NO_PATIENCE: Final = "SET lock_timeout = '10s';\n"


def put_postgresql(archive: Reading, settings: Settings, asked: Asked, hold: Hold) -> Done:
    """Put it back; until the one commit the old tables stand.

    Raises:
        BackupError: somebody uses the database, a program is missing or failed.
        StorageError: the server is away, or there is no room.
    """
    url, path, files = settings.database.url, pending_path(settings), files_folder(settings)
    try:
        files.parent.mkdir(parents=True, exist_ok=True)
        with workshop(files.parent) as shop:
            scripts = _scripts(archive, url, shop, hold)
            put_files(archive, files, lambda _key: True)
            if path is not None:
                note(path, asked)
            told = (word for one in scripts for word in ("-f", str(one)))
            always = ("-X", "-q", "-1", "-v", "ON_ERROR_STOP=1")
            run("psql", f"--dbname={connection(url, shop)}", *always, *told)
    except OSError as error:
        raise meant(error, str(files.parent)) from error
    with engine_of(url) as engine:
        upgrade(engine)
        store = Store(engine)
        if archive.manifest.revision < GUARDED_SINCE:
            with store.work() as work:
                hold.write(work)
                work.commit()
        return Done(*finish(settings, store, hold.now))


def _scripts(archive: Reading, url: str, shop: Path, hold: Hold) -> tuple[Path, Path, Path]:
    """Out with the old, in with the new, and held: read to the end before any of it is run."""
    dump, first, middle, last = (shop / name for name in ("dump", "1.sql", "2.sql", "3.sql"))
    archive.unpack(POSTGRESQL, dump)
    run("pg_restore", "--no-owner", "--no-privileges", f"--file={middle}", str(dump))
    dump.unlink()
    with engine_of(url) as engine, Store(engine).read() as work:
        if copies.others(work):
            raise BackupError(RUNNING)
        old = copies.contents(work)
    there = () if old is None else old.tables
    tables = ", ".join(f'"{one}"' for one in there if one != SEQUENCE)
    out = f"DROP TABLE {tables} CASCADE;\n" if tables else ""
    first.write_text(f"{_NO_PATIENCE}{out}DROP SEQUENCE IF EXISTS {SEQUENCE};\n", encoding="utf-8")
    held = archive.manifest.revision >= GUARDED_SINCE
    last.write_text("RESET search_path;\n" + (hold.script() if held else ""), encoding="utf-8")
    return first, middle, last
