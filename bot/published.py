"""What is published, as the web shows it: the port of `bot.web.ports` on the store."""

from typing import Any

from bot.files.kinds import JPEG
from bot.web.ports import GONE, Gone, Published
from handlers.store import publications
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from knowledge.feedback.kinds import LABELS, FeedbackKind


class StoredPublications:
    """Reads the public page's cases of one commune."""

    def __init__(self, store: Store, files: FileStore, commune: str) -> None:
        self._store, self._files, self._commune = store, files, commune

    def page(self, limit: int, skip: int = 0) -> tuple[Published, ...]:
        """The newest first."""
        with self._store.read() as work:
            rows = publications.page(work, self._commune, limit, skip)
        return tuple(_shown(row) for row in rows)

    def number(self) -> int:
        """How many are shown."""
        with self._store.read() as work:
            return publications.number(work, self._commune)

    def one(self, number: int) -> Published | Gone | None:
        """One of them; withdrawn ones are gone, others never were."""
        with self._store.read() as work:
            row = publications.one(work, self._commune, number)
        if row is None:
            return None
        return GONE if row.withdrawn_at is not None or row.question is None else _shown(row)

    def picture(self, number: int, place: int) -> tuple[bytes, str] | None:
        """The bytes of one of its pictures, counted from 1, and their kind."""
        with self._store.read() as work:
            row = publications.one(work, self._commune, number)
        if row is None or row.withdrawn_at is not None:
            return None
        keys = publications.keys_of(row)
        data = self._files.read(keys[place - 1]) if 1 <= place <= len(keys) else None
        return None if data is None else (data, JPEG.mime)  # as it was written for the page


def _shown(row: Any) -> Published:  # noqa: ANN401 - a result row
    return Published(
        number=row.id,
        kind=LABELS[FeedbackKind(row.kind)],
        unit=row.unit,
        question=row.question,
        answer=row.answer,
        answered_on=row.answered_on,
        published_at=row.published_at,
        pictures=len(publications.keys_of(row)),
    )
