"""Each night, names the key file still opens are sealed to the ward's own key."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.casework import vault_of
from bot.config import Settings
from handlers.store.sealing import seal_strays
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from scheduler.timetable import LongJob


def sealing_jobs(settings: Settings, wards: Sequence[Ward]) -> tuple[LongJob, ...]:
    """One of each commune: a question that became a report has left its name under the file."""

    def job(key: str) -> LongJob:
        def run(store: Store, now: datetime) -> None:
            del now
            seal_strays(store, vault_of(settings), key)

        return LongJob(f"names.seal.{key}", run, timedelta(days=1), at=time(2, 40))

    return tuple(job(ward.commune.key) for ward in wards)
