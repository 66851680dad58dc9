"""`erased.list`, beside the mark: who asked to be erased, as ids that say nothing by themselves.

A backup put back brings erased people back; when the database that knew of them is lost, this file
still does. It is outside the database and outside every backup, like the mark.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import structlog

from bot.config import Settings
from bot.setup import mark_path
from handlers.clock import Clock
from handlers.store.unit_of_work import Store

NAME: Final = "erased.list"

log = structlog.get_logger(__name__)


class ErasedList:
    """The file of one installation; of several machines each has its own."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def note(self, contacts: Sequence[str]) -> None:
        """Add them, forced onto the disk; that it could not be written is told, nothing more."""
        today = self._clock.now().date()
        text = "".join(f"{today.isoformat()} {one}\n" for one in contacts)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "ab") as file:
                file.write(text.encode("ascii"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            log.warning("erased_list.unwritten", error=type(error).__name__)

    def contacts(self) -> frozenset[str]:
        """Everybody in it; a line cut off by a power cut is left out."""
        try:
            text = self._path.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return frozenset()
        whole = text[: text.rfind("\n") + 1].splitlines()
        return frozenset(line.rpartition(" ")[2] for line in whole)


def erased_list(settings: Settings, clock: Clock) -> ErasedList | None:
    """Of this installation; None for a database in memory."""
    mark = mark_path(settings)
    return None if mark is None else ErasedList(mark.with_name(NAME), clock)


def kept_by(store: Store, settings: Settings, clock: Clock) -> Store:
    """The store, which from now on adds who is erased."""
    listed = erased_list(settings, clock)
    if listed is not None:
        store.note_erased = listed.note
    return store
