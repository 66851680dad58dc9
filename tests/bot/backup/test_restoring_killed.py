"""Whatever ends a restore, the old ward is whole or the new one is; nothing is lost between."""

import re
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup import into_sqlite
from bot.backup.errors import BackupError
from bot.backup.holding import Hold
from bot.backup.making import Made
from bot.backup.restoring import restore
from handlers.errors import StorageFullError
from handlers.store.erasing import erase_person
from handlers.store.records import audit
from tests.bot.backup.processes import environment, killed, runs
from tests.bot.backup.test_restoring import lived, rows, waiting
from tests.bot.backup.ward import Ward
from tests.fakes.product import CODE, wait_for
from tests.fakes.warm import Process

PICTURE = b"not really a picture of a broken lamp" * 100
NOISE = "một câu dài để cơ sở dữ liệu không nhỏ " * 200


def older_backup(ward: Ward) -> Made:
    """Of a ward with one citizen, who was erased since; another came."""
    lived(ward)
    gone = ward.citizen("1", PICTURE)
    made = ward.backup()
    ward.clock.move(hours=1)
    ward.citizen("2")
    with ward.work() as work:
        erase_person(work, gone, ward.clock.now())
    return made


@pytest.mark.parametrize("step", ["put_files", "_write_over", "settle_sqlite"])
def test_a_kill_before_the_exchange_leaves_the_old_one(small: Ward, step: str) -> None:
    made = older_backup(small)
    before, there = rows(small), {one.key for one in small.files.found()}
    killed(small, f"bot.backup.into_sqlite.{step}", "restore", str(made.file), "--replace")
    assert rows(small) == before
    assert waiting(small) == {"queued": 1, "expired": 1}
    assert there <= {one.key for one in small.files.found()}
    done = runs(small, "restore", str(made.file), "--replace")
    assert done.returncode == 0, done.stderr
    assert "1 người đã xin xoá" in done.stdout


def test_a_kill_amid_writing_over_leaves_one_of_both(small: Ward) -> None:
    """The journal of the old one stands on the disk at that moment."""
    with small.work() as work:
        for _ in range(3_000):
            audit(work, small.key, "máy", "staff.added", NOISE, small.clock.now())
    made = older_backup(small)
    before = rows(small)
    file = Path(small.url.removeprefix("sqlite:///"))
    journal, seen = file.with_name(f"{file.name}-journal"), 0
    for _ in range(6):
        process = Process(
            ("-c", CODE, "restore", str(made.file), "--replace"),
            environment(small),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(lambda p=process: (journal.exists() and journal.stat().st_size) or p.poll() == 0)
        process.send_signal(signal.SIGKILL)
        if process.wait() == 0 or len(rows(small)["contact"]) == 1:
            break  # it was faster: the new one is whole
        seen += 1
        assert rows(small) == before
    if seen < 6:
        assert waiting(small).keys() <= {"held", "expired"}
    with small.read() as work:
        assert work.connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


@pytest.mark.postgres
def test_a_kill_after_the_commit_is_finished_by_the_next_command(postgres: Ward) -> None:
    """The database is the backup's and held; who was erased since is so before anybody looks."""
    made = older_backup(postgres)
    before = rows(postgres)
    restoring = ("restore", str(made.file), "--replace")
    killed(postgres, "bot.backup.into_postgresql.put_files", *restoring)
    assert rows(postgres) == before
    killed(postgres, "bot.backup.into_postgresql.upgrade", *restoring)
    assert waiting(postgres) == {"held": 1}
    told = runs(postgres, "db", "restored")
    assert "ĐANG GIỮ LẠI" in told.stdout, told.stderr
    assert waiting(postgres) == {"expired": 1}
    with postgres.read() as work:
        run = work.connection.exec_driver_sql
        assert run("SELECT state FROM contact").scalars().all() == ["erased"]


@pytest.mark.postgres
def test_a_failing_step_rolls_everything_back(
    postgres: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = older_backup(postgres)
    before = rows(postgres)
    monkeypatch.setattr(Hold, "script", lambda _: "SELECT 1/0;\n")
    with pytest.raises(BackupError, match="division by zero"):
        restore(postgres.settings, made.file, postgres.clock.now(), replace=True)
    assert rows(postgres) == before
    assert waiting(postgres) == {"queued": 1, "expired": 1}
    monkeypatch.undo()
    restore(postgres.settings, made.file, postgres.clock.now(), replace=True)
    assert waiting(postgres) == {"expired": 1}


def test_a_disk_that_fills_amid_writing_over_leaves_the_old_one(
    small: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's page limit stands in for the disk."""
    made = older_backup(small)
    before = rows(small)
    write_over = into_sqlite._write_over

    def full(made_file: Path, old: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(made_file)) as more, more:
            more.execute("CREATE TABLE filler(x)")
            more.execute("INSERT INTO filler VALUES (zeroblob(4000000))")
        pages = old.execute("PRAGMA page_count").fetchone()[0]
        old.execute(f"PRAGMA max_page_count={pages}")
        write_over(made_file, old)

    monkeypatch.setattr(into_sqlite, "_write_over", full)
    with pytest.raises(StorageFullError):
        restore(small.settings, made.file, small.clock.now(), replace=True)
    assert rows(small) == before


def test_the_command_says_what_is_lost_what_waits_and_what_is_missing(small: Ward) -> None:
    made = older_backup(small)
    refused = runs(small, "restore", str(made.file))
    assert refused.returncode == 1
    assert "chưa đổi gì" in refused.stderr
    assert "1 người liên hệ, 1 tin đến" in refused.stderr
    assert "--replace" in refused.stderr
    Path(small.settings.keys.vault_file).unlink()
    Path(small.settings.keys.factor_file).write_text("ab" * 32)
    done = runs(small, "restore", str(made.file), "--replace")
    assert done.returncode == 0, done.stderr
    for said in (
        "Đã khôi phục bản sao lưu lúc 08:00 23/11/2026",
        "Đã mất, sau lúc sao lưu: 1 người liên hệ, 1 tin đến",
        "THIẾU KHOÁ vault.key",
        "KHOÁ factor.key khác",
        "ĐANG GIỮ LẠI vì vừa khôi phục bằng motcua restore",
        "--release-new",
    ):
        assert said in done.stdout, done.stdout
    assert "Sao lưu gần nhất: 08:00 23/11/2026" in runs(small, "doctor").stdout
    assert not re.search(r"\d{3}-\d{3}|Đèn hẻm", done.stdout)
