"""Files and rows that no longer belong together: found for `doctor`, swept by the timetable."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.store import attachments
from handlers.store.files import WARD, FileStore, Found
from handlers.store.unit_of_work import Store

GRACE: Final = timedelta(minutes=10)
"""Bytes are written a moment before their row: so young, they may still get one."""


@dataclass(frozen=True, slots=True)
class Astray:
    """What a look at both sides found."""

    orphans: tuple[Found, ...]
    """Bytes no row names: a crash left them, or their row has outlived its retention."""
    missing: tuple[str, ...]
    """Keys a row names whose bytes are gone: a database restored without its files."""


def astray(store: Store, files: FileStore, before: datetime) -> Astray:
    """Look at both sides; bytes written after `before` are left out, as are the ward's own."""
    found = list(files.found())  # first: whatever gets its row meanwhile counts as kept
    with store.read() as work:
        kept = attachments.kept_keys(work)
    there = {one.key for one in found}
    orphans = (
        one
        for one in found
        if one.key not in kept and one.written_at <= before and not one.key.startswith(f"{WARD}/")
    )
    return Astray(tuple(orphans), tuple(sorted(kept - there)))


def sweep(store: Store, files: FileStore, now: datetime) -> int:
    """Remove orphans; their number. Doing it again changes nothing."""
    orphans = astray(store, files, now - GRACE).orphans
    for one in orphans:
        files.remove_found(one)
    return len(orphans)
