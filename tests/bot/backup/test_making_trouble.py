"""A backup that was cut off, changed, or for which there is no room."""

import os
import random
from pathlib import Path

import pytest

from bot.backup.archive import reading
from bot.backup.errors import ArchiveError
from bot.backup.workshop import WORKSHOP, workshop
from handlers.store.records import audit
from tests.bot.backup.processes import killed, python
from tests.bot.backup.ward import Ward
from tests.fakes.small_disk import NoDiskError, small_disk

PICTURE = b"not really a picture of a broken lamp" * 100


def test_who_is_killed_amid_it_leaves_no_backup_and_the_next_one_is_good(ward: Ward) -> None:
    ward.citizen("1", PICTURE)
    killed(ward, "bot.backup.making.publish", "backup", str(ward.folder))
    assert not list(ward.folder.glob("*.zip"))
    assert [one.name[: len(WORKSHOP)] for one in ward.folder.iterdir()] == [WORKSHOP]
    left = next(ward.folder.iterdir())
    with reading(ward.backup().file) as found:
        found.check()
    assert left.exists()  # so young, somebody may still be at it
    os.utime(left, (0, 0))
    with workshop(ward.folder) as mine:
        assert not left.exists()
        os.utime(mine, (0, 0))
        ward.backup(ward.folder / "next.zip")
        assert mine.exists()  # however old: it is held


def test_a_backup_cut_short_or_changed_is_refused(small: Ward) -> None:
    small.citizen("1", PICTURE)
    file = small.backup().file
    whole, chance = file.read_bytes(), random.Random(4)  # noqa: S311 - places of a test
    with reading(file) as found:
        found.check()
        members = dict(found.manifest.members)

    refusals: list[ArchiveError] = []

    def same(changed: bytes) -> bool:
        """What is believed of it is what was written."""
        file.write_bytes(changed)
        try:
            with reading(file) as found:
                found.check()
                return dict(found.manifest.members) == members
        except ArchiveError as error:
            refusals.append(error)
            return True

    for _ in range(60):
        assert same(whole[: chance.randrange(len(whole))])
    refused = 0
    for _ in range(300):
        place = chance.randrange(len(whole))
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        before = len(refusals)
        assert same(bytes(changed))
        refused += len(refusals) - before
    assert refused > 200  # most bytes are the database's
    for nonsense in (b"", b"PK", b"SQLite format 3\x00" * 100):
        assert same(nonsense)


def test_a_full_disk_is_told_and_nothing_stays(small: Ward, tmp_path: Path) -> None:
    """The copy fits, the backup beside it does not."""
    small.citizen("1", PICTURE)
    with small.work() as work:
        noise = random.Random(7).randbytes(1024 * 1024).hex()  # noqa: S311
        audit(work, small.key, "máy", "staff.added", noise, small.clock.now())
    with small.read() as work:
        work.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    size = Path(small.url.removeprefix("sqlite:///")).stat().st_size
    mount, whole = tmp_path / "disk", 64 * 1024 * 1024
    mount.mkdir()
    try:
        with small_disk(mount, whole) as disk:
            for room, said in ((size + 512 * 1024, "hết chỗ"), (size // 2, "cần khoảng")):
                (disk.seen / "others").write_bytes(b"\0" * (whole - room))
                done = python(small, *disk.entering("backup", f"{mount}/a.zip"))
                assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
                assert said in done.stderr
                assert sorted(one.name for one in disk.seen.iterdir()) == ["others"]
    except NoDiskError as error:
        pytest.skip(f"needs a small file system: {error}")
