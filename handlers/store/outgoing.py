"""Files we send: their bytes, and the ids they have at a channel once uploaded."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, select

from handlers.clock import Clock
from handlers.store.files import FileStore
from handlers.store.inserting import insert_new
from handlers.store.tables import SentFileRow, table_of
from handlers.store.unit_of_work import Store

_SENT = table_of(SentFileRow)
_KNOWN = select(_SENT.c.kind, _SENT.c.file_id).where(
    _SENT.c.endpoint == bindparam("endpoint"), _SENT.c.key == bindparam("key")
)
_FORGET = delete(_SENT).where(
    _SENT.c.endpoint == bindparam("endpoint"), _SENT.c.key == bindparam("key")
)
_COLUMNS = ("endpoint", "key", "kind", "file_id", "at")


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file as a channel knows it."""

    kind: str
    file_id: str


class OutgoingFiles:
    """Reads what is attached to replies. Called in worker threads."""

    def __init__(self, store: Store, files: FileStore, clock: Clock) -> None:
        self._store = store
        self._files = files
        self._clock = clock

    def read(self, key: str) -> bytes | None:
        """The bytes, None once they are gone: erased, or past their time."""
        return self._files.read(key)

    def known(self, endpoint: str, key: str) -> Uploaded | None:
        """The id a file has on an endpoint, if it was uploaded there."""
        with self._store.read() as work:
            row = work.run(_KNOWN, {"endpoint": endpoint, "key": key}).first()
        return None if row is None else Uploaded(row.kind, row.file_id)

    def uploaded(self, endpoint: str, key: str, file: Uploaded) -> None:
        """Keep the id of a file, in place of an older one."""
        row: dict[str, Any] = {
            "endpoint": endpoint,
            "key": key,
            "kind": file.kind,
            "file_id": file.file_id,
            "at": self._clock.now(),
        }
        with self._store.work() as work:
            work.run(_FORGET, {"endpoint": endpoint, "key": key})
            work.run(insert_new(_SENT, work.dialect, _COLUMNS), row)
            work.commit()
