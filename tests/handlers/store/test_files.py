"""The file store: whole or not at all, nothing outside its folder."""

import os
from pathlib import Path

import pytest

from handlers.store.files import WARD, FileStore, is_key


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def test_what_is_put_is_read_back_under_its_owner(files: FileStore) -> None:
    key = files.put("c0123456789abcdef", b"photo")
    assert key.startswith("c0123456789abcdef/")
    assert files.read(key) == b"photo"


def test_the_same_bytes_are_kept_once_an_owner(files: FileStore) -> None:
    assert files.put("c1", b"photo") == files.put("c1", b"photo")
    assert files.put("c2", b"photo") != files.put("c1", b"photo")
    assert len(list(files.found())) == 2


def test_freeing_removes_the_bytes_and_the_empty_folder(files: FileStore) -> None:
    keys = [files.put("c1", b"a"), files.put("c1", b"b")]
    assert files.free(keys[:1]) == 1
    assert (files.folder / "c1").is_dir()
    assert files.free(keys) == 1
    assert not (files.folder / "c1").exists()
    assert files.read(keys[0]) is None


@pytest.mark.parametrize(
    "key", ["../ward.db", "c1/../../x", "/etc/passwd", "c1", "", "c1/" + "g" * 64]
)
def test_nothing_but_a_key_becomes_a_path(files: FileStore, key: str) -> None:
    assert not is_key(key)
    assert files.read(key) is None
    assert files.free([key]) == 0


def test_a_write_that_fails_leaves_nothing(
    files: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            files.put("c1", b"photo")
    assert list(files.found()) == []
    assert files.read(files.put("c1", b"photo")) == b"photo"


def test_only_this_user_may_read_the_bytes(files: FileStore) -> None:
    path = files.folder / files.put(WARD, b"form")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
