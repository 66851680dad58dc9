"""Which job, when. A slot of a job is its moment; the first process to record it acts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from handlers.clock import LOCAL, Clock
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store, Work
from handlers.ward import Ward
from knowledge.commune import CommuneStage
from scheduler import jobs

SAMPLE_LOOKS: Final = timedelta(seconds=15)
"""The sample desk's look, then the sweep: with its wait the notice is there within a minute."""
QUARTER: Final = timedelta(minutes=15)
"""How often it is looked whether an urgent report has waited another hour."""
GRACE: Final = timedelta(hours=12)
"""How late a slot may still run: a process that was down at its minute catches up."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job one process runs per slot, in bites, each in a transaction of its own."""

    name: str
    run: Callable[[Work, datetime], bool]
    """Returns True while more is left to do."""
    every: timedelta
    at: time = time(0)
    """Of a daily job: local time of day."""

    def moment(self, now: datetime) -> datetime:
        """The latest moment this job was due, at or before `now`."""
        return _moment(self.at, self.every, now)

    def slot(self, now: datetime) -> str:
        """Name of that moment."""
        return self.moment(now).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class LongJob:
    """A job one process runs per slot, which opens transactions itself: it waits for others."""

    name: str
    run: Callable[[Store, datetime], None]
    every: timedelta
    at: time = time(0)

    def slot(self, now: datetime) -> str:
        """Name of the latest moment it was due."""
        return _moment(self.at, self.every, now).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class LocalJob:
    """A chore every process does for itself."""

    name: str
    run: Callable[[Store], None]
    every: timedelta


AnyJob = Job | LongJob | LocalJob


def _moment(at: time, every: timedelta, now: datetime) -> datetime:
    local = now.astimezone(LOCAL)
    start = datetime.combine(local.date(), at, LOCAL)
    if local < start:
        start -= timedelta(days=1)
    return start + (local - start) // every * every


def upkeep(files: FileStore, clock: Clock) -> tuple[AnyJob, ...]:
    """What every process does for the file store beside its database."""
    run = partial(jobs.sweep_files, files, clock)
    return (LocalJob("files.sweep", run, timedelta(minutes=5)),)


def timetable(wards: Sequence[Ward]) -> tuple[AnyJob, ...]:
    """Everything that happens unprompted, for these communes."""
    return (*_chores(), *(job for ward in wards for job in _of_ward(ward)))


def _of_ward(ward: Ward) -> tuple[AnyJob, ...]:
    """What falls due by one commune's calendar; the commune's key ends the job's name."""
    key, hour = ward.commune.key, timedelta(hours=1)
    remind, end = partial(jobs.remind_of_cases, ward), partial(jobs.end_cases, ward)
    return (
        Job(f"feedback.remind.{key}", remind, timedelta(days=1), at=time(7, 40)),
        Job(f"feedback.end.{key}", end, hour),
        Job(f"feedback.urgent.{key}", partial(jobs.ring_for_urgent_cases, ward), QUARTER),
        Job(f"calls.remind.{key}", partial(jobs.remind_of_calls, ward), timedelta(minutes=5)),
        Job(f"groups.watch.{key}", partial(jobs.watch_groups, ward), timedelta(minutes=1)),
        Job(f"notices.{key}", partial(jobs.sweep_notices, ward), _soon(ward)),
        Job(f"broadcasts.{key}", partial(jobs.queue_broadcasts, ward), timedelta(minutes=1)),
        Job(f"corrections.{key}", partial(jobs.correct, ward), timedelta(minutes=1)),
        Job(f"fakes.{key}", partial(jobs.warn_of_fakes, ward), timedelta(minutes=1)),
        Job(f"outbox.watch.{key}", partial(jobs.watch_the_outbox, ward), timedelta(minutes=5)),
        Job(f"quotas.{key}", partial(jobs.warn_of_quotas, ward), timedelta(minutes=10)),
        LongJob(f"officers.rounds.{key}", partial(jobs.rounds, ward), timedelta(minutes=5)),
        LongJob(f"dossiers.date.{key}", partial(jobs.date_dossiers, ward), timedelta(minutes=10)),
        *_of_sample(ward),
    )


def _of_sample(ward: Ward) -> tuple[Job, ...]:
    """The sample desk, so that a newcomer who follows a dossier is told something soon."""
    if ward.commune.stage is not CommuneStage.SAMPLE:
        return ()
    look = partial(jobs.look_on_the_shelf, ward)
    return (Job(f"sample.{ward.commune.key}", look, SAMPLE_LOOKS),)


def _soon(ward: Ward) -> timedelta:
    """How often it is looked what is to be told; a newcomer to a sample ward waits less."""
    return SAMPLE_LOOKS if ward.commune.stage is CommuneStage.SAMPLE else timedelta(minutes=1)


def _chores() -> tuple[Job | LocalJob, ...]:
    return (
        Job("purge", jobs.purge, timedelta(days=1), at=time(2, 40)),
        Job("conversations.lapse", jobs.lapse_conversations, timedelta(minutes=5)),
        Job("outbox.expire", jobs.expire_outbox, timedelta(minutes=1)),
        LocalJob("checkpoint", jobs.checkpoint, timedelta(seconds=30)),
    )
