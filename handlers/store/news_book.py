"""Broadcasts as an officer's chat reads them: the port of `handlers.news_desk` on the store."""

from datetime import datetime

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import Draft
from handlers.store import broadcasts
from handlers.store.audiences import FOLLOWED_FIELDS
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge.text.folding import fold


class StoredNewsBook:
    """The `NewsBook` of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def sizes(self, ward: Ward, draft: Draft, now: datetime) -> dict[str, int]:
        """How many a text would go to now, by channel."""
        one = Broadcast(
            id=0,
            commune=ward.commune.key,
            topic=draft.topic,
            audience=Audience(draft.audience),
            words=draft.words,
            values=draft.values,
            version=1,
            written_by=0,
            state=BroadcastState.DRAFT,
            created_at=now,
            areas=draft.areas,
            field=draft.field,
            dossier_status=draft.dossier_status,
        )
        found: dict[str, int] = {}
        with self._store.read() as work:
            for size in broadcasts.sizes(work, one, now):
                found[size.channel] = found.get(size.channel, 0) + sum(size.people.values())
        return found

    def find(self, commune: str, number: int) -> Broadcast | None:
        """One as it stands."""
        with self._store.read() as work:
            return broadcasts.find(work, commune, number)

    def fields(self, commune: str) -> tuple[str, ...]:
        """The fields of the dossiers people follow, by name."""
        with self._store.read() as work:
            return tuple(
                sorted(work.run(FOLLOWED_FIELDS, {"of_commune": commune}).scalars(), key=fold)
            )
