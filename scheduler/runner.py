"""Runs the timetable with APScheduler; the database decides which process acts.

The scheduler's own memory is not trusted with anything: every start looks whether the latest
slot of each job was run, and runs it if not.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from handlers.clock import LOCAL, Clock
from handlers.errors import StorageError
from handlers.leaps import Leap, Leaps
from handlers.store.records import take_slot
from handlers.store.unit_of_work import Store
from scheduler.timetable import GRACE, AnyJob, Job, LocalJob, LongJob

MOST_BITES: Final = 100_000
"""A job that still has more to do after so many transactions goes on at its next slot."""
DAY_SECONDS: Final = 24 * 3600
SETTLE: Final = 15 * 60.0
"""Seconds after a leap of the clock in which nothing is begun that goes by the date: a wrong hour
comes from a machine just started, and its network puts it right within minutes."""
WATCH: Final = 5.0
"""Seconds between two looks at the clock."""

log = structlog.get_logger(__name__)


class Runner:
    """Ticks in threads of its own, beside any event loop."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        timetable: Sequence[AnyJob],
        waits: Callable[[], bool] = lambda: False,
        leaps: Leaps | None = None,
    ) -> None:
        """While it `waits` for a person only the chores of a process are done.

        So it is for a while after one of the `leaps` of the clock, which is put right as a rule.
        """
        self._waits = waits
        self._leaps = leaps
        self._unsettled = False
        self._ending = threading.Event()
        self._store = store
        self._clock = clock
        self._timetable = tuple(timetable)
        self._scheduler = BackgroundScheduler(
            timezone=LOCAL,
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1},
        )

        self._missed = threading.Thread(target=self._catch_up, name="missed-jobs")
        self._watching = threading.Thread(target=self._watch, name="clock-watch")

    def start(self) -> None:
        """Run what was missed, then go on by the timetable."""
        for job in self._timetable:
            self._scheduler.add_job(
                self.tick,
                _trigger(job),
                args=[job],
                id=job.name,
                misfire_grace_time=int(GRACE.total_seconds()),
            )
        self._scheduler.start()
        self._missed.start()
        self._watching.start()

    def shutdown(self) -> None:
        """Wait for running jobs and stop."""
        self._ending.set()
        self._watching.join()
        self._missed.join()
        self._scheduler.shutdown(wait=True)

    def _catch_up(self) -> None:
        """Run what was missed while no process ran."""
        for job in self._timetable:
            self.tick(job)

    def tick(self, job: AnyJob) -> None:
        """Run a job if its latest slot is still to be run. Trouble is told, never raised."""
        now = self._clock.now()  # before the look: an hour not looked at is not acted on
        try:
            if isinstance(job, LocalJob):
                job.run(self._store)
            elif self._waits() or self._leapt() is not None:
                return
            elif isinstance(job, LongJob):
                self._run_long(job, now)
            elif run_slot(self._store, job, now):
                log.info("job.ran", job=job.name)
        except StorageError as error:
            log.warning("job.storage", job=job.name, error=type(error).__name__)
        except Exception:
            log.exception("job.failed", job=job.name)

    def look(self) -> None:
        """Follow the clock when it was set, and go on once it has stood for a while."""
        leap = self._leapt()
        if leap is not None and (not self._unsettled or leap.ago < WATCH):
            log.warning("clock.leapt", seconds=round(leap.by.total_seconds()))
            # The scheduler sleeps until an hour of the clock, which may now be years away.
            for job in self._timetable:
                self._scheduler.reschedule_job(job.name, trigger=_trigger(job))
        settled = self._unsettled and leap is None
        self._unsettled = leap is not None
        if settled:
            self._catch_up()

    def _leapt(self) -> Leap | None:
        """The last leap, while it is fresh."""
        leap = None if self._leaps is None else self._leaps.look()
        return leap if leap is not None and leap.ago < SETTLE else None

    def _watch(self) -> None:
        while not self._ending.wait(WATCH):
            self.look()

    def _run_long(self, job: LongJob, now: datetime) -> None:
        """Take the slot, then run; a run that fails is left to the next slot."""
        with self._store.work() as work:
            mine = take_slot(work, job.name, job.slot(now), now)
            work.commit()
        if mine:
            job.run(self._store, now)
            log.info("job.ran", job=job.name)


def run_slot(store: Store, job: Job, now: datetime) -> bool:
    """Run the latest slot of a job; False if some process has run it."""
    with store.work() as work:
        if not take_slot(work, job.name, job.slot(now), now):
            return False
        more = job.run(work, now)
        work.commit()
    for _ in range(MOST_BITES):
        if not more:
            break
        # In the queue of those who write: a loop that takes the lock anew would starve them.
        more = store.write(lambda work: job.run(work, now))
    return True


def _trigger(job: AnyJob) -> CronTrigger | IntervalTrigger:
    seconds = int(job.every.total_seconds())
    if isinstance(job, Job) and seconds == DAY_SECONDS:
        return CronTrigger(hour=job.at.hour, minute=job.at.minute, timezone=LOCAL)
    return IntervalTrigger(seconds=seconds, timezone=LOCAL)
