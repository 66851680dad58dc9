"""The kill test on the bridge: people write and notices leave when the program is killed.

    python -m tests.bridge.killing --runs 20 [--honours] [--database postgresql]

Lost is what neither arrived at a telephone nor stands as `unknown` for officers to see. Where the
gateway honours keys nothing stands as unknown, and no telephone rings twice. Where it does not,
what was leaving is not sent again, and the gateway's reports settle what did arrive.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.config import load_settings
from bot.database import make_engine
from bot.setup import prepare_database
from handlers.clock import SystemClock
from handlers.messages import Address, ChannelName, Inbound, Paragraph, Reply
from handlers.store import contacts, inbound, queueing
from handlers.store.states import InboundStatus, OutboxKind, Priority
from handlers.store.unit_of_work import Store
from tests.bridge.product import Body, Bridged, Gateway
from tests.fakes.postgres import Cluster
from tests.fakes.product import LIVE, wait_for

TALKERS = 20
MESSAGES = 2
NOTICES = 200
QUESTION = "xin trich luc khai sinh can giay to gi"
_UNKNOWN = text(
    "SELECT contact.chat AS chat, count(*) AS number FROM outbox "
    "JOIN contact ON contact.id = outbox.contact WHERE outbox.status = 'unknown' GROUP BY chat"
)
_OPEN = text(
    "SELECT (SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending', 'sent')) + "
    "(SELECT count(*) FROM inbound WHERE status = 'stored') AS number, "
    "(SELECT count(*) FROM inbound) AS taken"
)


def queue_notices(database: str, readers: list[str]) -> None:
    """Queue a notice for each reader, who wrote just now."""
    settings = load_settings(LIVE)
    url = settings.database.model_copy(update={"url": database})
    prepare_database(settings.model_copy(update={"database": url}))
    now, engine = SystemClock().now(), make_engine(database)
    commune = settings.commune.key
    with Store(engine).work() as work:
        name = contacts.ensure_endpoint(work, commune, ChannelName.BRIDGE, "sms", now)
        endpoint = contacts.endpoint_of(work, name)
        for reader in readers:
            arrived = Inbound(Address(name, reader), f"first-{reader}", now, text="chào")
            stored = inbound.store_inbound(work, arrived, endpoint)
            assert stored is not None
            inbound.mark_done(work, int(stored.id), InboundStatus.HANDLED, now)
            message = queueing.Message(
                key=f"notice:{reader}",
                reply=Reply((Paragraph(f"Nhắc hạn {reader}"),)),
                due=now,
                expires_at=now + timedelta(hours=1),
                kind=OutboxKind.ALERT,  # a notice would wait for the morning
                priority=Priority.NOTICE,
            )
            queueing.queue(work, commune, name, stored.contact, message)
        work.commit()
    engine.dispose()


@dataclass(frozen=True)
class Found:
    """What one run showed."""

    lost: int
    repeated: int
    unknown: int


class Trial:
    """One run."""

    def __init__(self, folder: Path, database: str, seed: int, *, honours: bool) -> None:
        self._database = database
        self._random = random.Random(seed)  # noqa: S311 - moments of a test
        self._talkers = [f"+8491{number:07}" for number in range(TALKERS)]
        self._readers = [f"+8498{number:07}" for number in range(NOTICES)]
        queue_notices(database, self._readers)
        self._gateway = Gateway(honours=honours)
        given = {"CHANNELS__BRIDGE__SMS__IDEMPOTENT": str(honours).lower()}
        self._product = Bridged(folder, self._gateway, database, **given)

    def run(self) -> Found:
        """Kill once, drain, count."""
        with self._product:
            for _ in range(MESSAGES):
                for talker in self._talkers:
                    self._gateway.says(talker, QUESTION)
            goal = self._random.randint(1, TALKERS * MESSAGES + NOTICES - 40)
            wait_for(lambda: len(self._gateway.state["heard"]) >= goal, 60)
            self._product.kill()
            self._product.start()
            wait_for(self._drained, 120)
            if self._product.stop() != 0:
                raise AssertionError(f"it did not end well:\n{self._product.said()}")
            return self._found()

    def _drained(self) -> bool:
        """Every question is known to the program, nothing waits, and all that arrived is known."""
        engine = make_engine(self._database)
        with Store(engine).read() as work:
            row = work.run(_OPEN).first()
        engine.dispose()
        return row is not None and row.number == 0 and row.taken == NOTICES + TALKERS * MESSAGES

    def _found(self) -> Found:
        engine = make_engine(self._database)
        with Store(engine).read() as work:
            unknown = Counter({str(row.chat): int(row.number) for row in work.run(_UNKNOWN)})
        engine.dispose()
        whole = _whole(self._gateway.state["heard"])
        lost = 0
        for person in (*self._talkers, *self._readers):
            due = MESSAGES if person in self._talkers else 1
            lost += max(0, due - whole[person] - unknown[person])
        ids = Counter(str(one["id"]) for one in self._gateway.state["heard"])
        return Found(lost, sum(ids.values()) - len(ids), unknown.total())


def _whole(heard: list[Body]) -> Counter[str]:
    """How many messages arrived at each telephone with all their parts."""
    parts: dict[tuple[str, str, int], set[str]] = {}
    for one in heard:
        name = (str(one["to"]), str(one["id"]).partition("-")[0], int(one["parts"]))
        parts.setdefault(name, set()).add(str(one["id"]))
    return Counter(person for (person, _, of), ids in parts.items() if len(ids) == of)


def main() -> int:
    """Runs, and the sums: 0 when nothing was lost and nothing repeated."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--honours", action="store_true")
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = asked.parse_args()
    sums: Counter[str] = Counter()
    with ExitStack() as stack:
        cluster = Cluster() if given.database == "postgresql" else None
        if cluster is not None:
            cluster.start()
            stack.callback(cluster.stop)
        for seed in range(given.runs):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = cluster.new_database() if cluster else f"sqlite:///{folder}/ward.db"
            found = Trial(folder, url, seed, honours=given.honours).run()
            sums.update(lost=found.lost, repeated=found.repeated, unknown=found.unknown, runs=1)
            sys.stdout.write(
                f"run {seed + 1}: {found.lost} lost, {found.repeated} repeated, "
                f"{found.unknown} reported as unknown\n"
            )
            sys.stdout.flush()
    sys.stdout.write(", ".join(f"{name} {number}" for name, number in sums.items()) + "\n")
    return 1 if sums["lost"] or sums["repeated"] else 0


if __name__ == "__main__":
    sys.exit(main())
