"""The gate's turn at phrases somebody with the right to has asked it to try."""

from datetime import datetime, timedelta

import structlog

from bot.config import Settings
from handlers.cases.teaching import judged
from handlers.store.unit_of_work import Store
from handlers.wording.teaching import why
from knowledge.catalogue_store.aliases import AliasState, aliases, one_alias
from scheduler.timetable import LongJob

EVERY = timedelta(minutes=1)

log = structlog.get_logger(__name__)


def gate_job(settings: Settings) -> LongJob:
    """Tries what waits, one phrase after another; each asks the labelled questions twice."""

    def run(store: Store, now: datetime) -> None:
        try_waiting(settings, store, now)

    return LongJob("aliases.gate", run, EVERY)


def try_waiting(settings: Settings, store: Store, now: datetime) -> int:
    """How many phrases were tried."""
    with store.read() as work:
        waiting = [one.id or 0 for one in aliases(work.session) if one.state == AliasState.ASKED]
    for number in waiting:
        _try(settings, store, number, now)
    return len(waiting)


def _try(settings: Settings, store: Store, number: int, now: datetime) -> None:
    from bot.alias_gate import tried  # what it needs is loaded when it is needed
    from bot.knowledge import knowledge_of

    with store.read() as work:
        row = one_alias(work.session, number)
    if row is None:
        return
    verdict = tried(settings, store, row, now)
    record = knowledge_of(settings, store).at(now).active(row.code)
    title = record.title if record is not None else row.code
    reason = "" if verdict.passed else why(leads=verdict.leads, spoilt=verdict.spoilt)
    with store.work() as work:
        still = one_alias(work.session, number)
        if still is None or still.state != AliasState.ASKED:
            return  # taken back meanwhile
        judged(work, settings.commune.key, still, title, reason, now)
        work.commit()
    log.info("alias.judged", alias=number, passed=verdict.passed, asked=verdict.asked)
