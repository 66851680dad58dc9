"""The job `register.read`: whatever is new at the source, every few minutes, by one process."""

from datetime import datetime, timedelta

import structlog

from bot.config import Settings
from bot.registries.wiring import registering_of, source_of
from handlers.clock import Clock
from handlers.store.unit_of_work import Store
from knowledge.dossiers.sources import SourceError
from scheduler.timetable import LongJob

log = structlog.get_logger(__name__)


def register_jobs(store: Store, settings: Settings, clock: Clock) -> tuple[LongJob, ...]:
    """The job, when the settings name a source."""
    if settings.registry.source == "none":
        return ()
    registering = registering_of(settings, store, clock)
    source = source_of(settings, registering.mapping, clock)
    if source is None:
        return ()
    kind = settings.registry.source

    def read(_store: Store, _now: datetime) -> None:
        try:
            registering.read_source(source, kind)
        except SourceError:
            # The copy grows older, and what acts on it falls silent by its own rule.
            log.warning("register.unreachable", source=kind)

    every = timedelta(minutes=settings.registry.every_minutes)
    return (LongJob("register.read", read, every),)
