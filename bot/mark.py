"""The mark: a small file outside the database that knows how far it had sent.

A backup put back over both is noticed too: the file says when it was written, and whoever copies
it, with or without its times, leaves another change time (`ctime`) on it, which nothing sets.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

LENGTH: Final = 256
"""Bytes of the file, always the same: whatever moment the program is killed at, one whole text
stands there, the one before or the new one."""
COPIED: Final = 2.0
"""Seconds between what a file says of its own writing and what the disk says, at most."""
_MODE: Final = 0o600


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the database had sent when the file was last written."""

    installation: str
    beats: int
    at: datetime
    """When that was, by the program's clock."""
    copied: bool = False
    """The file was written by somebody else than the program."""
    stopped: bool = False
    """The program was stopped in order after it."""


def read_mark(path: Path) -> Mark | None:
    """The mark; None where there is none, or none that can be read."""
    try:
        with path.open("rb") as file:
            text, found = file.read(4096), os.fstat(file.fileno())
        known = json.loads(text)
        return Mark(
            str(known["installation"]),
            int(known["beats"]),
            datetime.fromisoformat(known["at"]).astimezone(UTC),
            abs(found.st_ctime - float(known["written"])) > COPIED,
            bool(known.get("stopped", True)),  # of an earlier version: nobody knows
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_mark(path: Path, mark: Mark, *, flush: bool = True) -> None:
    """Write it; with `flush` it is on disk when this returns.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, _MODE)
    try:
        os.pwrite(handle, b" ", 0)  # the disk's own time of a write; a blank stands there anyway
        written = os.fstat(handle).st_ctime
        known = {
            "installation": mark.installation,
            "beats": mark.beats,
            "at": mark.at.isoformat(),
            "written": written,
            "stopped": mark.stopped,
        }
        text = b" " + json.dumps(known).encode().ljust(LENGTH - 1)
        os.pwrite(handle, text, 0)
        os.ftruncate(handle, len(text))
        if flush:
            os.fsync(handle)
    finally:
        os.close(handle)
