"""The job `register.read`: whatever is new at the source, every few minutes, by one process."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.communes import Served
from bot.config import Settings
from bot.registries.wiring import registering_of, source_of
from handlers.clock import Clock
from handlers.store.unit_of_work import Store
from knowledge.dossiers.sources import SourceError
from scheduler.timetable import LongJob

log = structlog.get_logger(__name__)


def register_jobs(
    store: Store, settings: Settings, clock: Clock, communes: Sequence[Served]
) -> tuple[LongJob, ...]:
    """A job for each commune whose settings name a source; its key ends the job's name."""
    named = [one for one in communes if one.registry.source != "none"]
    jobs = (_job(store, settings, clock, one) for one in named)
    return tuple(job for job in jobs if job is not None)


def _job(store: Store, settings: Settings, clock: Clock, whose: Served) -> LongJob | None:
    registering = registering_of(settings, store, clock, whose)
    source = source_of(whose.registry, registering.mapping, clock)
    if source is None:
        return None
    kind = whose.registry.source

    def read(_store: Store, _now: datetime) -> None:
        try:
            registering.read_source(source, kind)
        except SourceError:
            # The copy grows older, and what acts on it falls silent by its own rule.
            log.warning("register.unreachable", source=kind, commune=whose.commune.key)

    every = timedelta(minutes=whose.registry.every_minutes)
    return LongJob(f"register.read.{whose.commune.key}", read, every)
