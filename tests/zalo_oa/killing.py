"""The kill test on the Official Account: people talk and notices leave when the program is killed.

    python -m tests.zalo_oa.killing --runs 20 [--database postgresql]

Zalo has no key that makes a repeat harmless, so what was leaving at the kill is not sent again:
it must stand as `unknown`, for officers to see. Lost is what neither arrived nor stands so.
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
from tests.fakes.postgres import Cluster
from tests.fakes.telegram.product import LIVE, wait_for
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.product import log_in, product
from tests.fakes.zalo_oa.server import ZaloOaServer

TALKERS = 30
MESSAGES = 2
NOTICES = 300
QUESTION = "xin trích lục khai sinh cần giấy tờ gì"
_UNKNOWN = text(
    "SELECT contact.chat AS chat, count(*) AS number FROM outbox "
    "JOIN contact ON contact.id = outbox.contact WHERE outbox.status = 'unknown' GROUP BY chat"
)
_OPEN = text(
    "SELECT (SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending')) + "
    "(SELECT count(*) FROM inbound WHERE status = 'stored') AS number"
)


def queue_notices(database: str, readers: list[str]) -> None:
    """Queue a notice for each reader, who wrote just now."""
    settings = load_settings(LIVE)
    url = settings.database.model_copy(update={"url": database})
    prepare_database(settings.model_copy(update={"database": url}))
    now, engine = SystemClock().now(), make_engine(database)
    commune = settings.commune.key
    with Store(engine).work() as work:
        name = contacts.ensure_endpoint(work, commune, ChannelName.ZALO_OA, rules.OA_ID, now)
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
                kind=OutboxKind.BROADCAST,  # a notice would wait for the morning
                priority=Priority.NOTICE,
                after_crash=queueing.after_crash(ChannelName.ZALO_OA),
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

    def __init__(self, server: ZaloOaServer, folder: Path, database: str, seed: int) -> None:
        self._server = server
        self._database = database
        self._random = random.Random(seed)  # noqa: S311 - moments of a test
        self._talkers = [str(6_000 + number) for number in range(TALKERS)]
        self._readers = [str(20_000 + number) for number in range(NOTICES)]
        queue_notices(database, self._readers)
        log_in(folder, server, database)
        self._product = product(folder, server, database)

    def run(self) -> Found:
        """Kill once, drain, count."""
        account = self._server.account
        for reader in self._readers:
            self._server.do(lambda reader=reader: account.acts(reader))  # type: ignore[misc]
        with self._product:
            for _ in range(MESSAGES):
                for talker in self._talkers:
                    self._server.says(talker, QUESTION)
            goal = self._random.randint(1, TALKERS * MESSAGES + NOTICES - 50)
            wait_for(lambda: self._heard() >= goal, 60)
            self._product.kill()
            self._product.start()
            wait_for(self._drained, 120)
            if self._product.stop() != 0:
                raise AssertionError(f"it did not end well:\n{self._product.said()}")
        return self._found()

    def _heard(self) -> int:
        return sum(len(one.hears) for one in list(self._server.account.people.values()))

    def _drained(self) -> bool:
        """Every question is known to the program, and nothing waits."""
        asked = {f"{name}" for name, status, _ in self._server.posted if status == 200}
        took = sum(
            name == "user_send_text" and status == 200 for name, status, _ in self._server.posted
        )
        if "user_send_text" not in asked or took < TALKERS * MESSAGES:
            return False
        engine = make_engine(self._database)
        with Store(engine).read() as work:
            left = int(work.run(_OPEN).scalar() or 0)
        engine.dispose()
        return left == 0

    def _found(self) -> Found:
        engine = make_engine(self._database)
        with Store(engine).read() as work:
            unknown = Counter({str(row.chat): int(row.number) for row in work.run(_UNKNOWN)})
        engine.dispose()
        lost = repeated = 0
        for user in (*self._talkers, *self._readers):
            due = MESSAGES if user in self._talkers else 1
            hears = len(self._server.account.person(user).hears)
            lost += max(0, due - hears - unknown[user])
            repeated += max(0, hears - due)
        return Found(lost, repeated, unknown.total())


def main() -> int:
    """Runs, and the sums: 0 when nothing was lost and nothing repeated."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--runs", type=int, default=5)
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
            with ZaloOaServer() as server:
                found = Trial(server, folder, url, seed).run()
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
