"""The port a register of dossiers is read through: a file, a watched folder, a feed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of the register as it came, before columns and statuses are mapped."""

    line: int
    """Line of the file, or place in the feed, for reports; starts at 1."""
    values: Mapping[str, str]
    """By the register's own column names; empty cells are left out, and columns of people."""
    events: tuple[Mapping[str, str], ...] = ()
    """The history of statuses, of sources that give it: `status`, `at`, `note`, `closing`,
    `items`."""
    fault: str = ""
    """Why its cells cannot be trusted, in Vietnamese; such a row is refused."""


@dataclass(frozen=True, slots=True)
class RegisterCopy:
    """One reading of the register."""

    name: str
    """What it was read from, for reports: a file's name or a feed's, never a path."""
    copied_at: datetime
    """How old what it says is: the export's own time, else the file's."""
    rows: Iterator[RegisterRow]
    complete: bool = False
    """Whether every dossier still open is in it, not just what changed."""
    digest: str = ""
    """Hash of a file, so that the same one is not read twice; empty for a feed."""


class DossierSource(Protocol):
    """Where copies of the one-stop software's register come from."""

    def copies(self, since: datetime | None) -> Iterator[RegisterCopy]:
        """Copies not yet read, oldest first; `since` is the time of the last one read.

        Raises:
            SourceError: it cannot be reached or read; says what to do, in Vietnamese.
        """
        ...


class SourceError(Exception):
    """The register cannot be read; the message is for the administrator, in Vietnamese."""
