"""The file store: bytes beside the database, one folder an owner, named by their content.

A key is `owner/sha256`; the owner is a contact's opaque id, so that erasing a person is removing
a folder. The database says what is kept (`handlers.store.attachments`); bytes no row names are
orphans and go with the sweep. Written whole or not at all.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Final

ARRIVING: Final = "arriving"
"""Owner of uploads nobody has looked at yet; the sweep takes what a crash left here."""
WARD: Final = "ward"
"""Owner of the ward's own files: forms and lists it hands out."""

IN_MEMORY: Final = 1024 * 1024
"""Bytes of a file still coming in that are held in memory: most photographs a phone sends."""

_UNFINISHED: Final = re.compile(r"[0-9a-f]{16}\.part")
_KEY: Final = re.compile(r"[a-z0-9]{1,40}/[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Found:
    """One file in the store."""

    key: str
    written_at: datetime


class FileStore:
    """One folder; safe to share between threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, owner: str, data: bytes) -> str:
        """Keep bytes for an owner and return their key; the same again changes nothing.

        Raises:
            OSError: they were not kept.
        """
        key = f"{owner}/{hashlib.sha256(data).hexdigest()}"
        self._write(key, data)
        return key

    def arrive(self, data: bytes) -> str:
        """Keep an upload until it was looked at, under a name nobody else uses.

        Raises:
            OSError: it was not kept.
        """
        key = f"{ARRIVING}/{secrets.token_hex(32)}"
        self._write(key, data)
        return key

    def arriving(self) -> IO[bytes]:
        """A file to write what is still coming in: without a name, so that no crash leaves it.

        Up to `IN_MEMORY` bytes never reach the disk.

        Raises:
            OSError: at writing, when the disk is full.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return SpooledTemporaryFile(IN_MEMORY, dir=str(self.folder))

    def read(self, key: str) -> bytes | None:
        """The bytes behind a key, None if there are none (any more)."""
        if not is_key(key):
            return None
        with suppress(FileNotFoundError):
            return (self.folder / key).read_bytes()
        return None

    def free(self, keys: Iterable[str]) -> int:
        """Remove these bytes; the number removed. What is gone already is no trouble."""
        removed = 0
        for key in keys:
            if not is_key(key):
                continue
            path = self.folder / key
            with suppress(FileNotFoundError):
                path.unlink()
                removed += 1
            with suppress(OSError):  # not empty, or gone already
                path.parent.rmdir()
        return removed

    def found(self) -> Iterator[Found]:
        """Every file of the store."""
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob("*/*")):
            key = f"{path.parent.name}/{path.name}"
            with suppress(FileNotFoundError):
                if is_key(key) or _left_over(path):
                    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                    yield Found(key, at)

    def remove_found(self, one: Found) -> None:
        """Remove what `found` showed, unfinished writing included."""
        with suppress(FileNotFoundError):
            (self.folder / one.key).unlink()
        with suppress(OSError):
            (self.folder / one.key).parent.rmdir()

    def _write(self, key: str, data: bytes) -> None:
        path = self.folder / key
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            os.utime(path)  # young again: the sweep leaves it until its row is written
            return
        unfinished = path.with_name(f"{secrets.token_hex(8)}.part")
        try:
            _write_through(unfinished, data)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)


def is_key(key: str) -> bool:
    """Whether a text can be a key: nothing else ever becomes a path."""
    return _KEY.fullmatch(key) is not None


def _left_over(path: Path) -> bool:
    """Writing that a crash cut off; other people's files in a folder wrongly named are not ours."""
    return _UNFINISHED.fullmatch(path.name) is not None


def _write_through(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """The new name must survive a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
