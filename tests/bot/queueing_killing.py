"""The kill test of queueing: processes of the whole program are killed amid queueing a broadcast.

    python -m tests.bot.queueing_killing --runs 10 [--database sqlite]

Each run: a broadcast to 12,000 people; three processes on PostgreSQL (one on SQLite), all of them
killed with SIGKILL at one random moment while copies are being written, some of them at a later
one; each starts again and the job goes on in its next minute. No channel is open, so that nothing
but the queueing is under test. Counted: who has no copy, who has two, kills that met it under way.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.config import load_settings
from bot.database import make_engine
from bot.setup import prepare_database
from handlers.broadcast import Broadcast
from handlers.broadcast_texts import Sending
from handlers.clock import SystemClock
from handlers.store.unit_of_work import Store
from tests.benchmarks.queueing import meet, name_of
from tests.fakes.clock import FakeClock
from tests.fakes.postgres import Cluster
from tests.fakes.product import LIVE, Program, wait_for
from tests.fakes.readers import Desk, open_desk

READERS, PROCESSES, KILLS = 12_000, 3, 2
PATIENCE = 240.0
"""Seconds: the job goes on at the next minute, and the machine may be busy."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one run showed."""

    lost: int
    twice: int
    amid: int
    """Kills after which some were queued and others not."""
    uncounted: int
    """Copies there are beyond, or short of, those the broadcast says it has; none may be."""


def town(database: str) -> tuple[Desk, int]:
    """Everybody asked for the news and an officer let a text go; the desk, its number."""
    settings = load_settings(LIVE)
    at = settings.database.model_copy(update={"url": database})
    settings = settings.model_copy(update={"database": at})
    prepare_database(settings)
    clock = FakeClock(SystemClock().now())
    desk = open_desk(Store(make_engine(database)), clock, above=200, of=settings.commune)
    meet(desk, 0, READERS)
    one = desk.write()
    for done in (desk.act("approve", "Hoa", one.id), desk.act("start", "Lan", one.id, Sending())):
        assert isinstance(done, Broadcast), done
    return desk, one.id


class Trial:
    """One run."""

    def __init__(self, folder: Path, database: str, seed: int, processes: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - moments of a test
        self._desk, self._number = town(database)
        self._programs = []
        for one in range(processes):
            own = folder / f"p{one}"
            own.mkdir()
            self._programs.append(Program(own, database))

    def run(self, kills: int = KILLS) -> Found:
        """Kill all at once, later some; each starts again; let it end, and count."""
        amid = 0
        with ExitStack() as stack:
            for one in self._programs:
                stack.callback(one.kill)
                one.begin()
            for number in range(kills):
                share = (number + self._chance.uniform(0.05, 0.8)) * READERS / kills
                self._reach(share)
                victims = self._victims(everybody=number == 0)
                for one in victims:
                    one.kill()
                amid += 0 < self._copies() < READERS
                for one in victims:
                    one.begin()
            wait_for(lambda: self._one().queued_at is not None, PATIENCE)
        return self._found(amid)

    def _reach(self, goal: float) -> None:
        """So many are queued."""
        wait_for(lambda: self._one().queued >= goal, PATIENCE)

    def _victims(self, *, everybody: bool) -> Sequence[Program]:
        many = len(self._programs)
        return self._chance.sample(
            self._programs, many if everybody else self._chance.randint(1, many)
        )

    def _one(self) -> Broadcast:
        return self._desk.found(self._number)

    def _copies(self) -> int:
        return len(self._desk.copies(self._number))

    def _found(self, amid: int) -> Found:
        copies = Counter(who for who, *_ in self._desk.copies(self._number))
        due = {name_of(one) for one in range(READERS)}
        said = self._one().queued
        self._desk.store.engine.dispose()
        return Found(
            lost=len(due - set(copies)),
            twice=sum(number - 1 for number in copies.values()),
            amid=amid,
            uncounted=abs(said - copies.total()),
        )


def trial(cluster: Cluster | None, seed: int, kills: int = KILLS) -> Found:
    """One run on a database and a folder of its own: three processes, on a SQLite file one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = cluster.new_database() if cluster else f"sqlite:///{folder}/ward.db"
        return Trial(folder, url, seed, PROCESSES if cluster else 1).run(kills)


def main() -> int:
    """Runs, and the sums: 0 when nobody was left out and nobody queued twice."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=10)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    given = asked.parse_args()
    sums: Counter[str] = Counter()
    with ExitStack() as stack:
        cluster = Cluster(durable=True) if given.database == "postgresql" else None
        if cluster is not None:
            cluster.start()
            stack.callback(cluster.stop)
        for seed in range(given.runs):
            values = asdict(trial(cluster, seed))
            sums.update(values | {"runs": 1})
            said = ", ".join(f"{number} {name}" for name, number in values.items())
            sys.stdout.write(f"run {seed + 1}: {said}\n")
            sys.stdout.flush()
    sys.stdout.write(", ".join(f"{name} {number}" for name, number in sums.items()) + "\n")
    return 1 if sums["lost"] or sums["twice"] or sums["uncounted"] else 0


if __name__ == "__main__":
    sys.exit(main())
