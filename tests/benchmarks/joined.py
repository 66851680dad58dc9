"""Queueing to people with joined chats while chats are joined and parted, by several at once.

    python -m tests.benchmarks.joined [--runs 10] [--readers 60000] [--workers 3]

On a PostgreSQL of its own. A tenth of the readers are joined in pairs beforehand, from the second
run on two more hands join and part chats through the product's own acts while it is queued; runs
are queued by one, two … `--workers` at once in turn. Judged as `tests/fakes/ties.py` says: 0 lost,
0 twice.
"""

import argparse
import io
import random
import sys
from collections import Counter
from dataclasses import asdict

from sqlalchemy import text

from bot import logs
from bot.database import make_engine, upgrade
from handlers.store.unit_of_work import Store
from tests.benchmarks.queueing import meet, name_of
from tests.fakes.clock import FakeClock
from tests.fakes.postgres import Cluster
from tests.fakes.readers import open_desk
from tests.fakes.ties import Found, Town

READERS, RUNS, WORKERS = 60_000, 10, 3
HANDS = 2


def run(url: str, readers: int, workers: int, hands: int, seed: int) -> Found:
    """One broadcast on an empty database."""
    engine = make_engine(url)
    upgrade(engine)
    desk = open_desk(Store(engine), FakeClock(), above=readers)
    meet(desk, 0, readers)
    town = Town(desk, [name_of(one) for one in range(readers)], lambda: Store(make_engine(url)))
    town.pair_some(readers // 20, random.Random(seed))  # noqa: S311 - a measurement
    with desk.store.work() as work:  # as autovacuum has done where people came over months
        work.connection.execute(text("ANALYZE"))
        work.commit()
    one = desk.write()
    desk.start(one.id)
    found = town.queued(one.id, workers, hands, seed)
    engine.dispose()
    return found


def main() -> int:
    """Runs, and the sums: 0 when nobody was left out and nobody told twice."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=RUNS)
    asked.add_argument("--readers", type=int, default=READERS)
    asked.add_argument("--workers", type=int, default=WORKERS)
    given, _ = asked.parse_known_args()
    logs.configure(stream=io.StringIO())
    sums: Counter[str] = Counter()
    cluster = Cluster()
    cluster.start()
    try:
        for seed in range(given.runs):
            workers, hands = seed % given.workers + 1, HANDS if seed else 0
            found = run(cluster.new_database(), given.readers, workers, hands, seed)
            sums.update(asdict(found))
            sys.stdout.write(f"run {seed + 1}, {workers} queue: {found}\n")
            sys.stdout.flush()
    finally:
        cluster.stop()
    sys.stdout.write(f"{given.runs} runs: {sums['lost']} lost, {sums['twice']} twice\n")
    return 1 if sums["lost"] or sums["twice"] else 0


if __name__ == "__main__":
    sys.exit(main())
