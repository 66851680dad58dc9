"""A file system of its own for the program under test: small, and filled by somebody else's file.

A user and mount namespace needs no rights on most machines; where it is refused, tests skip.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.product import CODE

BITE = 64 * 1024


class NoDiskError(Exception):
    """This machine gives no file system to tests."""


class SmallDisk:
    """A disk of so many bytes, seen at `folder` by who `enters`, and at `seen` by the test."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        made = f'mount -t tmpfs -o size={size} tmpfs "$0" && echo made && exec sleep 900'
        try:
            self._holder = subprocess.Popen(
                ["unshare", "-Urm", "sh", "-c", made, str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise NoDiskError(str(error)) from error
        told = self._holder.stdout
        if told is None or told.readline() != b"made\n" or shutil.which("nsenter") is None:
            self.close()
            raise NoDiskError("no user and mount namespace here")
        self.seen = Path(f"/proc/{self._holder.pid}/root{folder}")

    @property
    def way_in(self) -> tuple[str, ...]:
        """What stands before a command that is to see the disk."""
        return "nsenter", "-t", str(self._holder.pid), "-U", "-m", "--preserve-credentials"

    def entering(self, *command: str) -> tuple[str, ...]:
        """What Python is told, to run the program where the disk is: still one process."""
        whole = [*self.way_in, sys.executable, "-c", CODE, *command]
        return "-c", f"import os; os.execvp('nsenter', {whole!r})"

    def fill(self) -> None:
        """Not a byte is left."""
        with (self.seen / "ballast").open("ab", buffering=0) as file:
            for size in (BITE, 4096, 1):
                try:
                    while file.write(b"\0" * size) == size:
                        pass
                except OSError:  # this size does not fit any more
                    continue

    def free(self) -> None:
        """The other file is gone."""
        (self.seen / "ballast").unlink()

    def close(self) -> None:
        """Nothing of it stays."""
        self._holder.kill()
        self._holder.wait()
        if self._holder.stdout is not None:
            self._holder.stdout.close()


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[SmallDisk]:
    """One, gone at the end.

    Raises:
        NoDiskError: this machine gives none.
    """
    disk = SmallDisk(folder, size)
    try:
        yield disk
    finally:
        disk.close()
