"""`motcua backup`: the database and the files of one moment, in one file."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.backup.archive import Writing, publish, taken, writing_to
from bot.backup.copying import copy_sqlite, dump_postgresql, settle_sqlite, sqlite_file
from bot.backup.errors import BackupError, meant
from bot.backup.manifest import (
    FILES,
    Manifest,
    database_of,
    key_fingerprints,
    program_version,
    settings_fingerprints,
)
from bot.backup.workshop import workshop
from bot.config import Settings
from bot.database import engine_of, latest
from bot.setup import files_folder
from handlers.clock import LOCAL
from handlers.store import copies
from handlers.store.copies import Contents
from handlers.store.files import WARD, FileStore, is_key
from handlers.store.unit_of_work import Store, Work

NOTHING: Final = "Chưa có cơ sở dữ liệu để sao lưu."
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """A backup."""

    file: Path
    size: int
    manifest: Manifest


def make_backup(settings: Settings, where: Path, now: datetime) -> Made:
    """Write a backup to a file, or into a folder under a name of its own.

    Raises:
        BackupError: nothing was written; why.
        StorageError: the database is busy or away, or there is no room.
    """
    target = _target(where, now)
    _look_for_room(settings, target.parent)
    with workshop(target.parent) as shop:
        try:
            draft = shop / "draft"
            manifest = _write(settings, shop, draft, now)
            size = draft.stat().st_size
            publish(draft, target)
        except OSError as error:
            raise meant(error, str(target)) from error
    return Made(target, size, manifest)


def _target(where: Path, now: datetime) -> Path:
    if where.is_dir():
        where /= f"motcua-{now.astimezone(LOCAL):%Y%m%d-%H%M%S}.zip"
    if where.exists():
        raise taken(where)
    if not where.parent.is_dir():
        raise BackupError(f"{where.parent}: không có thư mục này.")
    return where


def _look_for_room(settings: Settings, folder: Path) -> None:
    """SQLite's copy lies beside the finished file for a while; of a server nobody knows."""
    found = [one.stat().st_size for one in files_folder(settings).glob("*/*")]
    if settings.database.url.startswith("sqlite:"):
        file = sqlite_file(settings.database.url)
        if not file.is_file():
            raise BackupError(NOTHING)
        found.append(file.stat().st_size)
    needed, free = sum(found), shutil.disk_usage(folder).free
    if free < needed:
        raise BackupError(
            f"{folder}: cần khoảng {needed // MEGABYTE + 1} MB, ổ đĩa chỉ còn "
            f"{free // MEGABYTE} MB. Giải phóng chỗ trống hoặc chọn ổ khác."
        )


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of the database, and what it holds."""

    dialect: str
    file: Path
    contents: Contents
    keys: frozenset[str] | None
    """Files its rows name; None where an older version's rows cannot be asked."""


def _write(settings: Settings, shop: Path, draft: Path, now: datetime) -> Manifest:
    copy = _copied(settings, shop)
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as file, writing_to(file) as writing:
        writing.add(database_of(copy.dialect), copy.file)
        copy.file.unlink()  # its room is for the files
        lost = _add_files(writing, FileStore(files_folder(settings)), copy.keys)
        manifest = Manifest(
            made_at=now,
            dialect=copy.dialect,
            revision=copy.contents.revision,
            program=program_version(),
            communes=copy.contents.communes,
            counts={**copy.contents.counts, "files": len(writing.members) - 1},
            settings=settings_fingerprints(settings),
            keys=key_fingerprints(settings),
            installation=copy.contents.installation,
            lost_files=lost,
        )
        whole = writing.finish(manifest)
        file.flush()
        os.fsync(file.fileno())
    return whole


def _copied(settings: Settings, shop: Path) -> _Copy:
    url, file = settings.database.url, shop / "copy"
    if url.startswith("sqlite:"):
        copy_sqlite(sqlite_file(url), file)
        with _reading(f"sqlite:///{file}") as work:
            found = _Copy("sqlite", file, *_look(work))
        settle_sqlite(file)
        return found
    with _reading(url) as work:  # open until the dump has seen the same moment
        found = _Copy("postgresql", file, *_look(work))
        dump_postgresql(url, found.contents.tables, copies.snapshot(work), file, shop)
    return found


@contextmanager
def _reading(url: str) -> Iterator[Work]:
    with engine_of(url) as engine, Store(engine).read() as work:
        yield work


def _look(work: Work) -> tuple[Contents, frozenset[str] | None]:
    found = copies.contents(work)
    if found is None:
        raise BackupError(NOTHING)
    known = found.revision == latest()
    return found, frozenset(copies.kept_keys(work)) if known else None


def _add_files(writing: Writing, store: FileStore, keys: frozenset[str] | None) -> int:
    """Add what rows name and the ward's own; the number of those that are gone.

    A row and its bytes may go while this runs: somebody was erased, and is not in the backup.
    """
    there = {one.key for one in store.found() if is_key(one.key)}
    wanted = {one for one in there if keys is None or one in keys or one.startswith(f"{WARD}/")}
    lost = len((keys or frozenset()) - there)
    for key in sorted(wanted):
        try:
            writing.add(FILES + key, store.folder / key)
        except FileNotFoundError:
            lost += 1
    return lost
