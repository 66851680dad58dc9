"""A backup is one whole moment of the ward, holds no secret, and is all or nothing."""

import sqlite3
import stat
import threading
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.backup.archive import reading
from bot.backup.errors import BackupError
from bot.backup.manifest import POSTGRESQL, SQLITE
from bot.backup.workshop import WORKSHOP
from bot.config import paths
from handlers.errors import StorageBusyError
from handlers.store.erasing import erase_person
from handlers.store.records import audit
from tests.bot.backup.ward import FORM, Ward, settings_of

PICTURE = b"not really a picture of a broken lamp" * 100


def test_it_holds_the_database_the_files_and_what_was_counted(ward: Ward) -> None:
    ward.citizen("1", PICTURE)
    ward.citizen("2")
    made = ward.backup()

    assert made.file.parent == ward.folder
    assert made.size == made.file.stat().st_size
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert {name: made.manifest.counts[name] for name in ("contact", "inbound", "files")} == {
        "contact": 2, "inbound": 2, "files": 2,
    }  # fmt: skip
    with reading(made.file) as found:
        found.check()
        assert found.manifest == made.manifest
        database, *files = found.manifest.members
        assert database == (SQLITE if ward.url.startswith("sqlite") else POSTGRESQL)
        assert {found.manifest.members[one].size for one in files} == {len(PICTURE), len(FORM)}
        found.unpack(max(files), ward.folder / "form")
    assert (ward.folder / "form").read_bytes() == FORM
    assert not list(ward.folder.glob(f"{WORKSHOP}*"))


def test_no_key_is_in_it_and_their_fingerprints_are(ward: Ward) -> None:
    ward.citizen("1")
    made = ward.backup()
    home = Path(ward.settings.keys.vault_file).parent
    with zipfile.ZipFile(made.file) as opened:
        said = b"".join(opened.read(one) for one in opened.namelist())
    for name in ("vault.key", "factor.key"):
        key = (home / name).read_text().strip()
        assert key.encode() not in said
        assert bytes.fromhex(key) not in said
        assert len(made.manifest.keys[name]) == 16
    assert list(made.manifest.settings) == [paths().config.name]


def test_files_no_row_names_and_people_who_were_erased_are_not_in_it(ward: Ward) -> None:
    gone = ward.citizen("1", PICTURE)
    ward.files.put("c0", b"left by a crash")
    with ward.work() as work:
        erase_person(work, gone, ward.clock.now())
    made = ward.backup()
    assert made.manifest.counts["files"] == 1
    assert b"broken lamp" not in made.file.read_bytes()


def test_a_file_that_is_gone_is_told_and_the_rest_is_kept(ward: Ward) -> None:
    contact = ward.citizen("1", PICTURE)
    for one in (ward.files.folder / contact).iterdir():
        one.unlink()
    assert ward.backup().manifest.lost_files == 1


def test_it_is_of_one_moment_while_others_write(ward: Ward) -> None:
    """Each transaction writes two rows and a citizen: a copy that tears one holds an odd number."""
    written, ending = threading.Semaphore(0), threading.Event()

    def write() -> None:
        number = 0
        while not ending.is_set():
            with ward.work() as work:
                for _ in range(2):
                    audit(work, ward.key, "máy", "staff.added", "", ward.clock.now())
                ward.writes(work, f"p{number}")
            number += 1
            written.release()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies: list[Mapping[str, int]] = []
        for _ in range(4):
            for _ in range(3):
                assert written.acquire(timeout=60)
            copies.append(ward.backup(ward.folder / f"{len(copies)}.zip").manifest.counts)
        while written.acquire(blocking=False):
            pass
        assert written.acquire(timeout=60)  # it writes on after the last one
    finally:
        ending.set()
        writer.join()
    assert [one["audit"] for one in copies] == [2 * one["contact"] for one in copies]
    assert [one["inbound"] for one in copies] == [one["contact"] for one in copies]
    seen = [one["contact"] for one in copies]
    assert seen == sorted(set(seen))


def test_nothing_is_written_over_and_a_wrong_place_is_told(small: Ward, tmp_path: Path) -> None:
    there = small.folder / "a.zip"
    small.backup(there)
    before = there.read_bytes()
    with pytest.raises(BackupError, match="không ghi đè"):
        small.backup(there)
    assert there.read_bytes() == before
    with pytest.raises(BackupError, match="không có thư mục này"):
        small.backup(tmp_path / "none" / "a.zip")
    empty = Ward(settings_of(f"sqlite:///{tmp_path}/no/ward.db", tmp_path / "no"), small.folder)
    with pytest.raises(BackupError, match="Chưa có cơ sở dữ liệu"):
        empty.backup()
    assert not (tmp_path / "no" / "ward.db").exists()


def test_an_older_version_is_backed_up_before_it_is_upgraded(ward: Ward) -> None:
    ward.citizen("1", PICTURE)
    with ward.work() as work:
        work.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0040'")
    made = ward.backup()
    assert made.manifest.revision == "0040"
    assert made.manifest.counts["files"] == 2


def test_a_locked_database_is_told_as_busy(small: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.backup.copying.PATIENCE", 0.0)
    monkeypatch.setattr("bot.backup.copying.BUSY_SECONDS", 0.0)
    holder = sqlite3.connect(small.url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StorageBusyError):
            small.backup()
    finally:
        holder.close()
    assert list(small.folder.iterdir()) == []
    small.backup()
