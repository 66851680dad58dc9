"""Announcements as the web shows them: the port of `bot.web.ports` on the store."""

from collections.abc import Sequence

from bot.web.ports import GONE, Announced, Gone
from handlers.news_topics import NAMES, Topic
from handlers.store import announcements
from handlers.store.announcements import Announcement
from handlers.store.codec import reply_from_json
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge.commune import Commune


class StoredAnnouncements:
    """Reads one commune's."""

    def __init__(self, store: Store, commune: str) -> None:
        self._store, self._commune = store, commune

    def page(self, limit: int, skip: int = 0) -> tuple[Announced, ...]:
        """The newest first."""
        with self._store.read() as work:
            rows = announcements.page(work, self._commune, limit, skip)
        return tuple(found for row in rows if (found := _shown(row)) is not None)

    def number(self) -> int:
        """How many are shown."""
        with self._store.read() as work:
            return announcements.number(work, self._commune)

    def one(self, number: int) -> Announced | Gone | None:
        """One of them; withdrawn ones are gone, others never were."""
        with self._store.read() as work:
            row = announcements.one(work, self._commune, number)
        if row is None or row.published_at is None:
            return None
        return _shown(row) or GONE


def announced_beside(
    store: Store, wards: Sequence[Ward]
) -> tuple[tuple[Commune, StoredAnnouncements], ...]:
    """Those of the communes after the first, which has the web's other pages."""
    return tuple((one.commune, StoredAnnouncements(store, one.commune.key)) for one in wards[1:])


def _shown(row: Announcement) -> Announced | None:
    if row.text is None or row.body is None or row.published_at is None:
        return None
    topic = NAMES[Topic(row.topic)]
    return Announced(row.id, topic, row.text, reply_from_json(row.body), row.published_at)
