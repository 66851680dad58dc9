"""The kill test of broadcasts: several processes send one, and are killed amid it, all at once too.

    python -m tests.telegram.broadcast_killing --runs 20 [--database sqlite]

Each run: a broadcast to 200 people, three processes on PostgreSQL (one on SQLite); SIGKILL for all
of them at one random moment, for some at a later one; each starts again. Counted: who got none,
what came twice, whether a killed sender had claimed it, and whether the program says so.
"""

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import text

from tests.fakes.postgres import Cluster
from tests.fakes.telegram.faults import Fault
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.telegram.server import StrictServer
from tests.telegram import urgent
from tests.telegram.killing import chats_of

READERS, KILLS, PROCESSES = 200, 2, 3
PACE = "10"
"""Messages a second of the whole bot: the broadcast takes twenty seconds and is met under way."""
LAG = 0.4
"""Seconds Telegram's answers take: so some ten copies have arrived without our knowing yet."""
PATIENCE = 180.0
_TOLD = text(
    "SELECT contact.chat AS chat FROM outbox JOIN contact ON contact.id = outbox.contact "
    "WHERE outbox.broadcast IS NOT NULL AND outbox.reason = 'maybe_twice'"
)
_OPEN = text(
    "SELECT contact.chat AS chat FROM outbox JOIN contact ON contact.id = outbox.contact "
    "WHERE outbox.broadcast IS NOT NULL AND outbox.status IN ('queued', 'sending')"
)
_FREED = re.compile(r"outbox\.freed.*?number\D{1,3}(\d+)")


@dataclass(frozen=True, slots=True)
class Found:
    """What one run showed."""

    lost: int
    repeated: int
    unexplained: int
    """Repeats of what no killed sender had claimed; none may be."""
    in_flight: int
    """Copies claimed and not recorded as sent, over all kills."""
    untold: int
    """Repeats that the broadcast's report does not own up to; none may be."""
    freed: int
    """As the processes' own logs count what they took over."""


class Trial:
    """One run."""

    def __init__(
        self, server: StrictServer, folder: Path, database: str, seed: int, processes: int
    ) -> None:
        self._server, self._database = server, database
        slow = Fault(status=200, method="sendMessage", lag=LAG, times=sys.maxsize)
        server.api.faults.append(slow)
        self._chance = random.Random(seed)  # noqa: S311 - moments of a test
        self._people = [
            server.do(partial(Person, server.api, 30_000 + number)) for number in range(READERS)
        ]
        urgent.start(database, [one.id for one in self._people])
        self._flights = urgent.Flights(database)
        self._products = [self._process(folder / f"p{one}") for one in range(processes)]

    def run(self) -> Found:
        """Kill all at once, later some of them; each starts again; let it drain, and count."""
        with ExitStack() as stack:
            for one in self._products:
                stack.callback(one.kill)
            up_together(self._products)
            for number in range(KILLS):
                share = (number + self._chance.random()) * READERS / (KILLS + 1)
                wait_for(lambda goal=share: self._heard() >= goal, PATIENCE)
                victims = self._victims(everybody=number == 0)
                for one in victims:
                    one.kill()
                self._flights.note()
                up_together(victims)
            wait_for(self._over, PATIENCE)
            for one in self._products:
                if one.stop() != 0:
                    raise AssertionError(f"it did not end well:\n{one.said()}")
        return self._found()

    def _process(self, folder: Path) -> Product:
        folder.mkdir()
        return Product(folder, self._server.url, self._database, TELEGRAM__PER_SECOND=PACE)

    def _victims(self, *, everybody: bool) -> list[Product]:
        many = len(self._products)
        return self._chance.sample(
            self._products, many if everybody else self._chance.randint(1, many)
        )

    def _heard(self) -> int:
        return sum(bool(one.hears) for one in self._people)

    def _over(self) -> bool:
        return self._heard() == READERS and not chats_of(self._database, _OPEN)

    def _found(self) -> Found:
        told = told_twice(self._database)
        again = {one.id: len(one.hears) - 1 for one in self._people if len(one.hears) > 1}
        seen = self._flights.seen
        return Found(
            lost=sum(not one.hears for one in self._people),
            repeated=sum(again.values()),
            unexplained=sum(max(0, many - seen[who]) for who, many in again.items()),
            in_flight=seen.total(),
            untold=sum(who not in told for who in again),
            freed=sum(int(one) for each in self._products for one in _FREED.findall(each.said())),
        )


def told_twice(database: str) -> set[int]:
    """The chats whose copies may have come twice, as the broadcast's report says."""
    return {int(one) for one in chats_of(database, _TOLD)}


def up_together(products: Sequence[Product]) -> None:
    """Start them side by side: one after another the first would have sent it all."""
    for one in products:
        one.begin()
    for one in products:
        one.up()


def trial(stack: ExitStack, cluster: Cluster | None, seed: int) -> Found:
    """One run on a database and a folder of its own: three processes, on a SQLite file one."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    url = cluster.new_database() if cluster else f"sqlite:///{folder}/ward.db"
    with StrictServer() as server:
        return Trial(server, folder, url, seed, PROCESSES if cluster else 1).run()


def main() -> int:
    """Runs, and the sums: 0 when nothing was lost and every repeat is owned up to."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--runs", type=int, default=10)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    given = asked.parse_args()
    sums: Counter[str] = Counter()
    with ExitStack() as stack:
        cluster = Cluster() if given.database == "postgresql" else None
        if cluster is not None:
            cluster.start()
            stack.callback(cluster.stop)
        for seed in range(given.runs):
            found = trial(stack, cluster, seed)
            values = {name: getattr(found, name) for name in Found.__slots__}
            sums.update(values | {"runs": 1})
            said = ", ".join(f"{number} {name}" for name, number in values.items())
            sys.stdout.write(f"run {seed + 1}: {said}\n")
            sys.stdout.flush()
    sys.stdout.write(", ".join(f"{name} {number}" for name, number in sums.items()) + "\n")
    return 1 if sums["lost"] or sums["unexplained"] or sums["untold"] else 0


if __name__ == "__main__":
    sys.exit(main())
