"""The whole timetable in a process of its own, beside others on the same database.

    python -m tests.fakes.timetable_life URL [JOB]

Each line on standard input is a moment: every job is ticked at it. A line "run JOB SLOT" comes out
for each run that begins, and "ticked" after all. A run of JOB never ends, for a process to be
killed at it.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.config import DEFAULT_FILE, load_settings
from bot.database import make_engine
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from scheduler.runner import Runner
from scheduler.timetable import AnyJob, Job, LocalJob, LongJob, timetable
from tests.fakes.clock import FakeClock

WARD = ward_of(load_settings(DEFAULT_FILE).commune)


def shared_jobs() -> list[Job | LongJob]:
    """The jobs one process runs for all."""
    return [job for job in timetable([WARD]) if not isinstance(job, LocalJob)]


def main() -> None:
    """Tick at each moment that comes in, until none does."""
    url, stuck = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    clock = FakeClock()
    jobs = [_telling(job, clock, stuck) for job in shared_jobs()]
    runner = Runner(Store(make_engine(url)), clock, jobs)
    _say("ready")
    for line in sys.stdin:
        clock.move_to(datetime.fromisoformat(line.strip()))
        for job in jobs:
            runner.tick(job)
        _say("ticked")


def _telling(job: Job | LongJob, clock: FakeClock, stuck: str) -> AnyJob:
    """The job, which says when it is run."""
    run: Callable[..., Any] = job.run

    def told(*given: Any) -> Any:  # noqa: ANN401 - of either kind of job
        _say(f"run {job.name} {job.slot(clock.now())}")
        if job.name == stuck:
            sys.stdin.read()  # until the end of the process
        return run(*given)

    changed: dict[str, Any] = {"run": told}
    return replace(job, **changed)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
