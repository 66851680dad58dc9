"""A watched folder: whatever new export lies in it is read, each once."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from bot.registries.files import SUFFIXES, read_file
from handlers.clock import LOCAL
from knowledge.dossiers.mapping import RegisterMapping
from knowledge.dossiers.sources import RegisterCopy, SourceError

SETTLED: Final = timedelta(seconds=10)
"""A file written to more recently may still be growing."""

log = structlog.get_logger(__name__)


class FolderSource:
    """Reads the exports of a folder, oldest first; one that cannot be read holds up no other."""

    def __init__(
        self,
        folder: Path,
        mapping: RegisterMapping,
        now: Callable[[], datetime],
        *,
        complete: bool = False,
    ) -> None:
        self._folder = folder
        self._mapping = mapping
        self._now = now
        self._complete = complete
        self._read: dict[tuple[str, int, int], None] = {}
        self.failed: list[str] = []
        """What could not be read at the last look, in Vietnamese."""

    def copies(self, since: datetime | None) -> Iterator[RegisterCopy]:
        """Files this process has not handed out yet; the store knows those read before."""
        del since
        if not self._folder.is_dir():
            raise SourceError(f"không có thư mục {self._folder.name} (registry.folder)")
        self.failed = []
        for path in self._waiting():
            stat = path.stat()
            mark = (path.name, stat.st_size, stat.st_mtime_ns)
            if mark in self._read:
                continue
            try:
                yield read_file(path, self._mapping, complete=self._complete)
            except SourceError as error:
                self.failed.append(str(error))
                log.warning("register.file_unreadable", size=stat.st_size)
            self._read[mark] = None

    def _waiting(self) -> list[Path]:
        found = [
            path
            for path in self._folder.iterdir()
            if path.suffix.lower() in SUFFIXES
            and not path.name.startswith((".", "~"))
            and path.is_file()
            and self._now() - datetime.fromtimestamp(path.stat().st_mtime, LOCAL) >= SETTLED
        ]
        return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))
