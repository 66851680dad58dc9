"""The zip file: written whole under another name or not at all, checked before it is believed."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

from bot.backup.errors import ArchiveError, BackupError, meant
from bot.backup.manifest import NAME, SQLITE, Manifest, Member, is_file, parsed

CHUNK: Final = 1024 * 1024
MOST_MANIFEST: Final = 64 * 1024 * 1024
"""Bytes of a manifest: some two hundred for each file people sent."""


class Writing:
    """A backup being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", allowZip64=True)
        self.members: dict[str, Member] = {}

    def abandon(self) -> None:
        """Nothing more is written, not even its end."""
        self._zip.fp = None

    def add(self, name: str, source: Path) -> None:
        """One part; only SQLite's copy is worth squeezing, pictures and dumps are already.

        Raises:
            OSError: it cannot be read, or there is no room.
        """
        packed = zipfile.ZIP_DEFLATED if name == SQLITE else zipfile.ZIP_STORED
        info = zipfile.ZipInfo(name)
        info.compress_type, info.external_attr = packed, 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with source.open("rb") as read, self._zip.open(info, "w", force_zip64=True) as write:
            while piece := read.read(CHUNK):
                digest.update(piece)
                size += len(piece)
                write.write(piece)
        self.members[name] = Member(size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> Manifest:
        """The manifest with what was written, as the last part."""
        whole = replace(manifest, members=self.members)
        info = zipfile.ZipInfo(NAME)
        info.external_attr = 0o600 << 16
        self._zip.writestr(info, whole.to_json())
        self._zip.close()
        return whole


@contextmanager
def writing_to(file: IO[bytes]) -> Iterator[Writing]:
    """Write a backup; what fails leaves the file as it is, for who deletes it."""
    made = Writing(file)
    try:
        yield made
    except BaseException:
        made.abandon()
        raise


class Reading:
    """A backup, its parts checked as they are read."""

    def __init__(self, opened: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = opened
        self.manifest = manifest

    def check(self) -> None:
        """Read all of it.

        Raises:
            ArchiveError: a part is missing, strange or changed.
        """
        for name in self.manifest.members:
            self._through(name, None)

    def unpack(self, name: str, target: Path) -> None:
        """Write one part, forced onto the disk, for its owner's eyes only.

        Raises:
            ArchiveError: it is not what the manifest says.
            OSError: there is no room.
        """
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as write:
            self._through(name, write)
            write.flush()
            os.fsync(write.fileno())

    def files(self) -> Iterator[str]:
        """Names of the files people sent."""
        return (name for name in self.manifest.members if is_file(name))

    def _through(self, name: str, target: IO[bytes] | None) -> None:
        wanted, digest, size = self.manifest.members[name], hashlib.sha256(), 0
        with _unbroken(), self._zip.open(name) as read:
            while piece := read.read(CHUNK):
                digest.update(piece)
                size += len(piece)
                if target is not None:
                    target.write(piece)
        if (size, digest.hexdigest()) != (wanted.size, wanted.sha256):
            raise ArchiveError


@contextmanager
def reading(file: Path) -> Iterator[Reading]:
    """Open a backup; its parts are checked when they are read.

    Raises:
        ArchiveError: it is none, or its manifest and its parts differ.
        BackupError: it cannot be read.
    """
    try:
        opened = zipfile.ZipFile(file)
    except OSError as error:
        raise meant(error, str(file)) from error
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise ArchiveError from error
    with opened:
        names = opened.namelist()
        if names[-1:] != [NAME] or opened.getinfo(NAME).file_size > MOST_MANIFEST:
            raise ArchiveError
        with _unbroken():
            manifest = parsed(opened.read(NAME))
        if sorted(names[:-1]) != sorted(manifest.members):
            raise ArchiveError
        yield Reading(opened, manifest)


@contextmanager
def _unbroken() -> Iterator[None]:
    broken = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, RuntimeError)
    try:
        yield
    except broken as error:
        raise ArchiveError from error


def publish(draft: Path, target: Path) -> None:
    """Give a finished file its name; never over another.

    Raises:
        BackupError: something has that name.
        OSError: the disk refuses.
    """
    try:
        os.link(draft, target)
    except FileExistsError:
        raise taken(target) from None
    except OSError:  # a memory stick or a share has no second names
        if target.exists():
            raise taken(target) from None
        draft.rename(target)
    flush_folder(target.parent)


def taken(target: Path) -> BackupError:
    """Something has the name a backup was to have."""
    return BackupError(f"{target}: đã có tệp này, không ghi đè. Chọn tên khác hoặc thư mục.")


def flush_folder(folder: Path) -> None:
    """A new name must survive a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
