"""Keys stand beside the database: made once, for their owner only."""

import stat
import threading
from pathlib import Path

import pytest

from bot.config_keys import KeySettings
from bot.keys import LENGTH, KeyFileError, read_or_make


def test_a_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "factor.key"
    first = read_or_make(path)
    assert len(first) == LENGTH
    assert read_or_make(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["factor.key"]


def test_two_processes_that_start_together_get_the_same_key(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(read_or_make(tmp_path / "k")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.parametrize("text", ["", "không phải khóa", "00ff"])
def test_a_broken_key_is_refused_instead_of_replaced(tmp_path: Path, text: str) -> None:
    path = tmp_path / "factor.key"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KeyFileError, match="sao lưu"):
        read_or_make(path)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("given", "url", "place"),
    [
        ("", "sqlite:////srv/ward/motcua.db", "/srv/ward/factor.key"),
        ("/etc/motcua/f.key", "sqlite:////srv/ward/motcua.db", "/etc/motcua/f.key"),
    ],
)
def test_the_key_lies_beside_the_database_unless_told_otherwise(
    given: str, url: str, place: str
) -> None:
    assert KeySettings(factor_file=given).factor_path(url) == Path(place)


def test_of_a_server_the_key_lies_with_the_program() -> None:
    found = KeySettings().factor_path("postgresql://ward@db/motcua")
    assert found.parts[-2:] == ("var", "factor.key")
