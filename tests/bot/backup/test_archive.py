"""What is not as the manifest says is refused before anything is touched; no password shows."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.backup.archive import reading
from bot.backup.errors import ArchiveError, BackupError
from bot.backup.manifest import NAME
from bot.backup.postgres_tools import connection, run
from bot.backup.restoring import restore
from tests.bot.backup.ward import Ward

PICTURE = b"not really a picture of a broken lamp" * 100
Change = Callable[[dict[str, bytes]], None]


def rebuilt(file: Path, change: Change) -> None:
    """A zip that is sound in itself, its parts others than they were."""
    with zipfile.ZipFile(file) as opened:
        parts = {one: opened.read(one) for one in opened.namelist()}
    change(parts)
    file.unlink()
    with zipfile.ZipFile(file, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)


def other_picture(parts: dict[str, bytes]) -> None:
    name = next(one for one in parts if parts[one] == PICTURE)
    parts[name] = PICTURE.replace(b"lamp", b"limp")


def a_part_more(parts: dict[str, bytes]) -> None:
    told = parts.pop(NAME)
    parts["../../etc/passwd"] = b"x"
    parts[NAME] = told


def a_part_less(parts: dict[str, bytes]) -> None:
    del parts[next(one for one in parts if parts[one] == PICTURE)]


def a_way_out(parts: dict[str, bytes]) -> None:
    told = parts.pop(NAME)
    name = next(one for one in parts if parts[one] == PICTURE)
    parts["files/../../up"] = parts.pop(name)
    parts[NAME] = told.replace(name.encode(), b"files/../../up")


def of_a_later_program(parts: dict[str, bytes]) -> None:
    parts[NAME] = parts[NAME].replace(b'"format": 1', b'"format": 2')


@pytest.mark.parametrize(
    "change", [other_picture, a_part_more, a_part_less, a_way_out, of_a_later_program]
)
def test_a_changed_backup_is_refused_before_anything_is_asked_or_done(
    small: Ward, change: Change
) -> None:
    small.citizen("1", PICTURE)
    made = small.backup()
    small.files.free([one.key for one in small.files.found()])
    rebuilt(made.file, change)
    with pytest.raises(ArchiveError):
        restore(small.settings, made.file, small.clock.now(), replace=False)
    assert list(small.files.found()) == []


def test_a_zip_of_somebody_else_is_none(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("anh.png", b"x")
    with pytest.raises(ArchiveError), reading(tmp_path / "a.zip"):
        pass


def test_a_password_goes_by_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    told = connection(r"postgresql://an:m%3At%5Ckh%C3%A1u@db:5433/ward?sslmode=require", tmp_path)
    assert told.startswith("postgresql://an@db:5433/ward?")
    assert "kh" not in told.replace("passfile", "").replace(str(tmp_path), "")
    file = tmp_path / "pass"
    assert file.read_text(encoding="utf-8") == "*:*:*:*:m\\:t\\\\kháu\n"
    assert file.stat().st_mode & 0o777 == 0o600
    plain = connection("postgresql://an@/ward?host=/run/pg", tmp_path / "none")
    assert plain == "postgresql://an@/ward?host=%2Frun%2Fpg"


def test_a_missing_program_is_named_with_what_to_install() -> None:
    with pytest.raises(BackupError, match="postgresql-client"):
        run("pg_dump_that_is_not_there")
