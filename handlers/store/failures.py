"""What an error of the database or its driver means for us."""

import shutil
from pathlib import Path
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from handlers.errors import StorageBusyError, StorageError, StorageFullError, StorageLostError

NO_ROOM: Final = 1024 * 1024
"""Bytes left on a disk where SQLite can no longer open: it needs its log and 32 KiB beside it."""


def storage_error(error: Exception, url: URL | None = None) -> StorageError | None:
    """What a database error means for us; None when it is a mistake of ours.

    On a full disk SQLite often says only that it cannot open the file; `url` tells which disk.
    """
    if isinstance(error, PoolTimeoutError):
        return StorageBusyError()
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None) or ""
    text = str(cause).lower()
    if state.startswith("53") or "full" in text:
        return StorageFullError()
    if state in {"55P03", "40001", "40P01"} or "locked" in text or "busy" in text:
        return StorageBusyError()
    broken = "not a database" in text or "malformed" in text
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if broken or lost or type(cause).__name__ == "OperationalError":
        return StorageFullError() if url is not None and no_room(url) else StorageLostError()
    return None


def no_room(url: URL) -> bool:
    """Whether the disk of a SQLite file is full."""
    left = free_bytes(url)
    return left is not None and left < NO_ROOM


def free_bytes(url: URL) -> int | None:
    """Bytes free where a SQLite file lies; None for other databases and for no such folder."""
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    try:
        return shutil.disk_usage(Path(str(url.database)).parent).free
    except OSError:
        return None
