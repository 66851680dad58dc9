"""The knowledge in force: read from the database, rebuilt aside when catalogue or day moves.

One index over all records serves every commune of the process; each sees its own overlay and
only what it offers (model.md, Knowledge).
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial

import structlog

from bot.config import Settings
from bot.config_rules import judge_by
from handlers.store.knowing import catalogue_version
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.calendar import calendar_of
from knowledge.catalogue import Catalogue
from knowledge.catalogue_store import load_catalogues
from knowledge.catalogue_store.answer_cards import live_cards
from knowledge.commune import Commune
from knowledge.loading import load_guidance
from knowledge.matching.matcher import build_matcher
from knowledge.procedures import Procedure
from knowledge.text.folding import fold

log = structlog.get_logger(__name__)


class KnowledgeSource:
    """Hands out the knowledge of the moment; the first is built at once, later ones aside."""

    def __init__(
        self,
        store: Store,
        commune: Commune,
        hidden: tuple[str, ...] = (),
        others: Sequence[Commune] = (),
    ) -> None:
        self._store = store
        self._main = commune.key
        self._communes = (commune, *others)
        self._hidden = frozenset(fold(name) for name in hidden)
        self._guidance = load_guidance()
        self._lock = threading.Lock()
        self._current: Mapping[str, KnowledgeBase] | None = None
        self._building: threading.Thread | None = None

    @property
    def loaded(self) -> bool:
        """Whether there is knowledge to answer with."""
        return self._current is not None

    @property
    def version(self) -> int:
        """The catalogue's version that answers now; 0 before the first."""
        current = self._current
        return current[self._main].version if current else 0

    def at(self, now: datetime) -> KnowledgeBase:
        """What the installation's own commune knows at this moment."""
        return self._at(self._main, now)

    def of(self, commune: str) -> Callable[[datetime], KnowledgeBase]:
        """The same for another of the communes."""
        return partial(self._at, commune)

    def _at(self, commune: str, now: datetime) -> KnowledgeBase:
        """The knowledge for this moment; an older one while a newer one is being built."""
        wanted = (self._version(), now.date())
        current = self._current
        if current is None:
            with self._lock:
                current = self._current = self._current or self._build(*wanted)
            return current[commune]
        base = current[commune]
        if (base.version, base.on) != wanted:
            self._build_aside(*wanted)
        return base

    def wait(self) -> None:
        """Wait for a build under way; for tests and an orderly stop."""
        if (building := self._building) is not None:
            building.join()

    def _version(self) -> int:
        with self._store.glance() as work:
            return catalogue_version(work)

    def _build_aside(self, version: int, on: date) -> None:
        with self._lock:
            if self._building is not None and self._building.is_alive():
                return
            self._building = threading.Thread(
                target=self._replace, args=(version, on), name="knowledge", daemon=True
            )
            self._building.start()

    def _replace(self, version: int, on: date) -> None:
        try:
            self._current = self._build(version, on)
        except Exception:
            log.exception("knowledge_build_failed", version=version)
            return
        log.info("knowledge_rebuilt", version=version, on=on.isoformat())

    def _build(self, version: int, on: date) -> Mapping[str, KnowledgeBase]:
        keys = [commune.key for commune in self._communes]
        with self._store.read() as work:
            catalogues = load_catalogues(work.session, on, keys)
            own_cards = {key: live_cards(work.session, key) for key in keys}
        shown = {key: self._shown(catalogues[key]) for key in keys}
        together = {code: one for key in reversed(keys) for code, one in shown[key].items()}
        procedures = {code: together[code] for code in sorted(together)}
        retired = catalogues[self._main].retired
        guidance = self._guidance.beside(procedures.keys())
        matcher = build_matcher([*procedures.values(), *retired.values()], guidance)
        bases = {}
        for commune in self._communes:
            own, catalogue = shown[commune.key], catalogues[commune.key]
            whole = own.keys() == procedures.keys()
            bases[commune.key] = KnowledgeBase(
                version,
                on,
                commune,
                calendar_of(commune.calendar),
                matcher,
                guidance,
                own,
                catalogue.retired,
                catalogue.versions,
                catalogue.stale,
                None if whole else frozenset(own.keys() | retired.keys()),
                tuple(one.as_card() for one in own_cards[commune.key]),
            )
        return bases

    def _shown(self, catalogue: Catalogue) -> dict[str, Procedure]:
        """What citizens are shown of a commune's records."""
        return {
            code: one
            for code, one in catalogue.procedures.items()
            if fold(one.field) not in self._hidden
        }


def knowledge_of(
    settings: Settings, store: Store, others: Sequence[Commune] = ()
) -> KnowledgeSource:
    """The knowledge of this installation's commune, and of others beside it; and its rules."""
    judge_by(settings.rules)
    return KnowledgeSource(store, settings.commune, settings.catalogue.hidden_fields, others)
