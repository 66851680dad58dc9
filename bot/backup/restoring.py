"""`motcua restore`: a checked backup in the place of what is there, and nothing of it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.backup.archive import Reading, reading
from bot.backup.copying import sqlite_file
from bot.backup.errors import ArchiveError, BackupError
from bot.backup.holding import Done, Hold
from bot.backup.into_postgresql import put_postgresql
from bot.backup.into_sqlite import put_sqlite
from bot.backup.manifest import Manifest
from bot.config import Settings
from bot.database import check_not_newer, engine_of, latest, revisions
from bot.erased_list import erased_list
from bot.guard import GRACE, WATCH
from bot.mark import read_mark
from bot.setup import files_folder, mark_path
from handlers.clock import SystemClock
from handlers.errors import StorageLostError
from handlers.store import copies, forgetting_again, guard
from handlers.store.copies import Contents
from handlers.store.forgetting_again import Asked
from handlers.store.unit_of_work import Store, Work

NEWER: Final = "Bản sao lưu thuộc phiên bản mới hơn chương trình: cài bản motcua mới hơn."
OTHER_KIND: Final = (
    "Bản sao lưu của {} không khôi phục được vào {}: đặt MOTCUA_DATABASE__URL cho đúng loại."
)
OTHER_WARD: Final = "Bản sao lưu là của {}, cấu hình này là của {}: sai tệp hoặc sai MOTCUA_CONFIG."


@dataclass(frozen=True, slots=True)
class Standing:
    """What is there before."""

    contents: Contents | None = None
    broken: bool = False
    """It cannot be read."""
    asked: Asked = field(default_factory=Asked)
    since: Mapping[str, int] = field(default_factory=dict)
    """Rows written after the backup was made: they are lost."""
    alive_at: datetime | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing can be lost."""
        return self.contents is None and not self.broken


class NotEmptyError(BackupError):
    """There is a database, and nobody said that it may go."""

    def __init__(self, standing: Standing) -> None:
        super().__init__("Đã có cơ sở dữ liệu ở đây.")
        self.standing = standing


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done."""

    manifest: Manifest
    before: Standing
    done: Done


def restore(settings: Settings, file: Path, now: datetime, *, replace: bool) -> Restored:
    """Check a backup and put it back; `replace`: in the place of another database.

    Raises:
        ArchiveError: it is none, or broken; nothing was touched.
        NotEmptyError: there is a database already.
        BackupError: it does not fit, or somebody uses the database.
        StorageError: there is no room, or the server is away.
    """
    with reading(file) as archive:
        manifest = archive.manifest
        _fits(settings, manifest)
        archive.check()
        before = _standing(settings.database.url, manifest.made_at)
        if not before.empty and not replace:
            raise NotEmptyError(before)
        listed = erased_list(settings, SystemClock())
        if listed is not None:
            before = _also(before, listed.contacts())
        hold = Hold(_left_until(settings, manifest, before, now), now)
        return Restored(manifest, before, _put(archive, settings, before, hold))


def _also(before: Standing, erased: frozenset[str]) -> Standing:
    """Who was erased as the list beside the mark knows: the old database may be lost."""
    asked = Asked(before.asked.erased | erased, before.asked.stopped)
    return replaced(before, asked=asked)


def _put(archive: Reading, settings: Settings, before: Standing, hold: Hold) -> Done:
    if archive.manifest.dialect == "sqlite":
        place = sqlite_file(settings.database.url)
        return put_sqlite(archive, place, files_folder(settings), before.asked, hold)
    return put_postgresql(archive, settings, before.asked, hold)


def _fits(settings: Settings, manifest: Manifest) -> None:
    kind = settings.database.url.partition(":")[0].partition("+")[0]
    if kind != manifest.dialect:
        raise BackupError(OTHER_KIND.format(manifest.dialect, kind))
    if manifest.revision not in revisions():
        raise ArchiveError(NEWER)
    if manifest.communes and settings.commune.key not in manifest.communes:
        raise BackupError(OTHER_WARD.format(", ".join(manifest.communes), settings.commune.key))


def _standing(url: str, made_at: datetime) -> Standing:
    """What is there; of a SQLite file that is not there nothing is made."""
    if url.startswith("sqlite:") and not sqlite_file(url).exists():
        return Standing()
    try:
        with engine_of(url) as engine:
            check_not_newer(engine)
            with Store(engine).read() as work:
                return _seen(work, made_at)
    except StorageLostError:
        if url.startswith("sqlite:"):
            return Standing(broken=True)
        raise


def _seen(work: Work, made_at: datetime) -> Standing:
    found = copies.contents(work)
    if found is None:
        return Standing()
    asked = forgetting_again.asked(work)
    if found.revision != latest():
        return Standing(found, asked=asked)
    state = guard.load(work)
    alive = state.alive_at if state is not None else None
    return Standing(found, asked=asked, since=copies.since(work, made_at), alive_at=alive)


def _left_until(
    settings: Settings, manifest: Manifest, before: Standing, now: datetime
) -> datetime:
    """Until when messages may have left: as the mark of this very database knows, else until now.

    On PostgreSQL other machines have marks of their own; all of them say that they run.
    """
    path = mark_path(settings)
    mark = read_mark(path) if path is not None else None
    if mark is None or mark.copied or mark.installation != manifest.installation:
        return now
    if manifest.dialect == "sqlite":
        return min(now, mark.at + GRACE)
    if before.alive_at is None:
        return now
    return min(now, max(mark.at, before.alive_at + WATCH) + GRACE)
