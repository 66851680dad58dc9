"""The jobs: short functions of `(work, now)`; running one twice or late changes nothing."""

from datetime import datetime

from handlers import (
    alarms,
    dating,
    fakes,
    file_upkeep,
    officer_rounds,
    retention,
    sample_ward,
    staff_groups,
)
from handlers.broadcasts import queueing as broadcasts
from handlers.cases import calls, escalation
from handlers.clock import Clock
from handlers.corrections import sending as corrections
from handlers.corrections import watching
from handlers.notices import sweeping
from handlers.store import outbox
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store, Work
from handlers.ward import Ward


def purge(work: Work, now: datetime) -> bool:
    """Delete or empty what has outlived its retention."""
    return retention.purge(work, now)


def lapse_conversations(work: Work, now: datetime) -> bool:
    """Empty conversations idle too long; the next answer says so kindly."""
    return retention.lapse(work, now)


def expire_outbox(work: Work, now: datetime) -> bool:
    """Close messages that are too late to be of use."""
    outbox.expire(work, now)
    return False


def rounds(ward: Ward, store: Store, now: datetime) -> None:
    """Officers' morning list, closing sweep and warnings; each is sent once, whoever runs it."""
    officer_rounds.rounds(store, ward, now)


def date_dossiers(ward: Ward, store: Store, now: datetime) -> None:
    """Dates of our own clock, for dossiers whose software prints none."""
    dating.date_dossiers(store, ward, now)


def sweep_files(files: FileStore, clock: Clock, store: Store) -> None:
    """Remove bytes no row names (any more): past their retention, or left by a crash."""
    file_upkeep.sweep(store, files, clock.now())


def remind_of_cases(ward: Ward, work: Work, now: datetime) -> bool:
    """Queue reminders of feedback that falls due to officer, supervisor and head."""
    return escalation.remind(work, ward, now)


def ring_for_urgent_cases(ward: Ward, work: Work, now: datetime) -> bool:
    """Tell again of urgent feedback nobody has taken."""
    return escalation.ring_for_urgent(work, ward, now)


def end_cases(ward: Ward, work: Work, now: datetime) -> bool:
    """Close answered cases whose time to be opened again is over."""
    return escalation.end_by_themselves(work, ward, now)


def remind_of_calls(ward: Ward, work: Work, now: datetime) -> bool:
    """Remind officers of calls they are to make, and who leads of those that were not made."""
    return calls.remind(work, ward, now)


def watch_groups(ward: Ward, work: Work, now: datetime) -> bool:
    """Notice officers' groups the bot was put out of."""
    return staff_groups.watch(work, ward, now)


def look_on_the_shelf(ward: Ward, work: Work, now: datetime) -> bool:
    """Of a sample commune: the desk says that the result lies on its shelf."""
    return sample_ward.look_on_the_shelf(work, ward, now)


def warn_of_quotas(ward: Ward, work: Work, now: datetime) -> bool:
    """Tell the administrators before a channel's plan runs out."""
    return alarms.warn_of_quotas(work, ward, now)


def warn_of_fakes(ward: Ward, work: Work, now: datetime) -> bool:
    """Tell of a wave of messages that only pretend to be the ward's."""
    fakes.warn(work, ward, now)
    return False


def sweep_notices(ward: Ward, work: Work, now: datetime) -> bool:
    """Queue the notices that are due, one bite; True while more may wait."""
    return sweeping.sweep(work, ward, now)


def queue_broadcasts(ward: Ward, work: Work, now: datetime) -> bool:
    """One bite of the broadcasts that are under way; True while more may wait."""
    return broadcasts.step(work, ward, now)


def watch_the_outbox(ward: Ward, work: Work, now: datetime) -> bool:
    """Tell of messages nobody sends."""
    alarms.warn_of_stuck(work, ward, now)
    return False


def correct(ward: Ward, work: Work, now: datetime) -> bool:
    """Notice figures that changed, and queue a bite of the corrections officers let go."""
    watching.look(work, ward, now)
    return corrections.step(work, ward, now)


def checkpoint(store: Store) -> None:
    """Empty SQLite's write-ahead log, so that erased words are gone from it within a minute."""
    store.checkpoint()
