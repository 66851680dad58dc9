"""A folder for what is not finished: gone at the end, and what a kill left goes with the next."""

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.backup.errors import meant

WORKSHOP: Final = ".motcua-backup-"
"""Begins the name of such a folder."""
YOUNG_SECONDS: Final = 60.0
"""So young, its maker may not have locked it yet."""
DAY_SECONDS: Final = 24 * 3600.0
"""Where folders cannot be locked: no backup takes so long."""


@contextmanager
def workshop(beside: Path) -> Iterator[Path]:
    """One in `beside`; it holds copies of personal data, so none is left for long.

    Raises:
        BackupError: it cannot be made there.
    """
    made = beside / f"{WORKSHOP}{secrets.token_hex(6)}"
    try:
        _clear(beside)
        made.mkdir(mode=0o700)
        held = _locked(made)
    except OSError as error:
        raise meant(error, str(beside)) from error
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if held is not None:
            os.close(held)


def _clear(beside: Path) -> None:
    """Folders of processes that are gone: nobody holds them."""
    left = list(beside.glob(f"{WORKSHOP}*"))
    if not left:
        return
    probe = beside / f"{WORKSHOP}{secrets.token_hex(6)}.now"
    probe.touch(mode=0o600)
    now = probe.stat().st_mtime  # of the same disk: its own clock
    probe.unlink()
    least = DAY_SECONDS if sys.platform == "win32" else YOUNG_SECONDS
    for one in left:
        if now - one.stat().st_mtime > least and not _in_use(one):
            shutil.rmtree(one, ignore_errors=True)


def _in_use(folder: Path) -> bool:
    try:
        held = _locked(folder)
    except OSError:
        return True
    if held is not None:
        os.close(held)
    return False


def _locked(folder: Path) -> int | None:
    """Hold a folder until the process ends, whatever ends it; None where that cannot be done.

    Raises:
        OSError: somebody else holds it.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
