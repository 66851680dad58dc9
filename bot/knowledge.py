"""The knowledge in force: read from the database, rebuilt aside when catalogue or day moves."""

import threading
from datetime import date, datetime

import structlog

from bot.config import Settings
from handlers.store.unit_of_work import Store
from handlers.store.views import catalogue_version
from knowledge.base import KnowledgeBase
from knowledge.calendar import calendar_of
from knowledge.catalogue_store import load_catalogue
from knowledge.commune import Commune
from knowledge.loading import load_guidance
from knowledge.matching.matcher import build_matcher
from knowledge.text.folding import fold

log = structlog.get_logger(__name__)


class KnowledgeSource:
    """Hands out the knowledge of the moment; the first is built at once, later ones aside."""

    def __init__(self, store: Store, commune: Commune, hidden: tuple[str, ...] = ()) -> None:
        self._store = store
        self._commune = commune
        self._hidden = frozenset(fold(name) for name in hidden)
        self._guidance = load_guidance()
        self._lock = threading.Lock()
        self._current: KnowledgeBase | None = None
        self._building: threading.Thread | None = None

    @property
    def loaded(self) -> bool:
        """Whether there is knowledge to answer with."""
        return self._current is not None

    def at(self, now: datetime) -> KnowledgeBase:
        """The knowledge for this moment; an older one while a newer one is being built."""
        wanted = (self._version(), now.date())
        current = self._current
        if current is None:
            with self._lock:
                current = self._current = self._current or self._build(*wanted)
            return current
        if (current.version, current.on) != wanted:
            self._build_aside(*wanted)
        return current

    def wait(self) -> None:
        """Wait for a build under way; for tests and an orderly stop."""
        if (building := self._building) is not None:
            building.join()

    def _version(self) -> int:
        with self._store.read() as work:
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

    def _build(self, version: int, on: date) -> KnowledgeBase:
        with self._store.read() as work:
            catalogue = load_catalogue(work.session, on, self._commune.key)
        procedures = {
            code: one
            for code, one in catalogue.procedures.items()
            if fold(one.field) not in self._hidden
        }
        guidance = self._guidance.beside(procedures.keys())
        matcher = build_matcher([*procedures.values(), *catalogue.retired.values()], guidance)
        return KnowledgeBase(
            version,
            on,
            self._commune,
            calendar_of(self._commune.calendar),
            matcher,
            guidance,
            procedures,
            catalogue.retired,
            catalogue.versions,
            catalogue.stale,
        )


def knowledge_of(settings: Settings, store: Store) -> KnowledgeSource:
    """The knowledge of this installation's commune."""
    return KnowledgeSource(store, settings.commune, settings.catalogue.hidden_fields)
