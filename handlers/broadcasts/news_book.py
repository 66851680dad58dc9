"""Broadcasts as an officer's chat reads them: the port of `handlers.news_desk` on the store."""

from collections.abc import Callable
from datetime import datetime

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_reports import Preview
from handlers.broadcast_texts import Draft, Refused
from handlers.broadcasts import ending, previewing
from handlers.broadcasts.previewing import ChannelPorts
from handlers.broadcasts.progress import progress_of
from handlers.news_desk import KeptText, Stand
from handlers.store import broadcast_templates, broadcasts
from handlers.store.audiences import FOLLOWED_FIELDS, KEPT_LIMITS
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge.calendar import local
from knowledge.text.folding import fold


class StoredNewsBook:
    """The `NewsBook` of a store; what channels show and cost is asked for at the first preview."""

    def __init__(self, store: Store, channels: Callable[[], ChannelPorts]) -> None:
        self._store = store
        self._channels = channels

    def preview(
        self, ward: Ward, draft: Draft, now: datetime, due: datetime | None, *, urgent: bool = False
    ) -> Preview | Refused:
        """What would leave, of a text not yet written down."""
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
            due=due,
            urgent=urgent,
            template=draft.template[0] if draft.template else None,
            template_version=draft.template[1] if draft.template else None,
        )
        with self._store.read() as work:
            return previewing.preview_of(work, ward, one, now, self._channels())

    def find(self, commune: str, number: int) -> Broadcast | None:
        """One as it stands."""
        with self._store.read() as work:
            return broadcasts.find(work, commune, number)

    def written(self, commune: str, officer: int, at: datetime) -> Broadcast | None:
        """The one an officer wrote down at a moment."""
        with self._store.read() as work:
            return broadcasts.written(work, commune, officer, at)

    def stand(self, commune: str, number: int, now: datetime) -> Stand | None:
        """How far one is."""
        with self._store.read() as work:
            one = broadcasts.find(work, commune, number)
            if one is None:
                return None
            far, counts = progress_of(work, one, now), ending.figures(work, one)
        table = tuple((each.channel, each.state, each.why, each.number) for each in counts)
        return Stand(one, (far.sent, far.settled, far.whole), far.rate, far.left, table)

    def fields(self, commune: str) -> tuple[str, ...]:
        """The fields of the dossiers people follow, by name."""
        with self._store.read() as work:
            return tuple(
                sorted(work.run(FOLLOWED_FIELDS, {"of_commune": commune}).scalars(), key=fold)
            )

    def limits(self, commune: str, now: datetime) -> tuple[str, ...]:
        """Codes whose own limits people keep that are not over."""
        asked = {"of_commune": commune, "from_day": local(now).date()}
        with self._store.read() as work:
            return tuple(sorted(work.run(KEPT_LIMITS, asked).scalars()))

    def forms(self, commune: str) -> tuple[KeptText, ...]:
        """Texts to write by, those in use, by name."""
        with self._store.read() as work:
            kept = broadcast_templates.listed(work, commune)
        return tuple(
            KeptText(one.id, one.name, one.version, one.words)
            for one in kept
            if one.retired_at is None
        )
