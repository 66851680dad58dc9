"""The kill test: fifty people talk and five hundred notices leave when the program is killed.

    python -m tests.telegram.killing --runs 200 [--database postgresql]

Each run starts the whole program on a fresh database against the strict server, kills it with
SIGKILL after a random number of messages, starts it again, lets it drain, and counts.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import TextClause, text

from bot.config import load_settings
from bot.database import make_engine
from bot.setup import prepare_database
from handlers.clock import SystemClock
from handlers.messages import Attachment, ChannelName, Paragraph, Reply
from handlers.store import contacts, queueing
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Store
from tests.fakes.postgres import Cluster
from tests.fakes.telegram.core import TOKEN
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import LIVE, Product, wait_for
from tests.fakes.telegram.server import StrictServer

TALKERS = 50
MESSAGES = 2
"""Of each talker; the pace of a chat lets three leave at once."""
NOTICES = 500
"""Of kind `alert`, which leaves at any hour; what else is sent unasked waits for the morning."""
DRAINS = 120.0
"""Seconds after the restart by which everything has arrived; what has not by then is lost."""
_SENDING = text(
    "SELECT contact.chat AS chat FROM outbox JOIN contact ON contact.id = outbox.contact "
    "WHERE outbox.status = 'sending'"
)
QUESTION = "xin trích lục khai sinh cần giấy tờ gì"


def queue_notices(
    database: str,
    readers: Sequence[int | str],
    channel: ChannelName = ChannelName.TELEGRAM,
    token: str = TOKEN,
    files: tuple[Attachment, ...] = (),
    *,
    kind: OutboxKind = OutboxKind.ALERT,
    ahead: timedelta = timedelta(0),
) -> None:
    """Queue a notice for each reader as the timetable's jobs do: rows with keys of their own.

    What is no alert waits for the morning; `ahead` is how far the program's clock is put forward.
    """
    settings = load_settings(LIVE)
    settings = settings.model_copy(
        update={"database": settings.database.model_copy(update={"url": database})}
    )
    prepare_database(settings)
    now, engine = SystemClock().now() + ahead, make_engine(database)
    commune = settings.commune.key
    with Store(engine).work() as work:
        contacts.ensure_commune(work, commune, settings.commune.name, now)
        name = contacts.ensure_endpoint(work, commune, channel, token.partition(":")[0], now)
        endpoint = contacts.endpoint_of(work, name)
        for reader in readers:
            contact = contacts.open_contact(work, endpoint, str(reader), "", now)
            message = queueing.Message(
                key=f"notice:{reader}",
                reply=Reply((Paragraph(f"Nhắc hạn {reader}"),), attachments=files),
                due=now,
                expires_at=now + timedelta(hours=1),
                kind=kind,
                priority=Priority.NOTICE,
            )
            queueing.queue(work, commune, name, contact, message)
        work.commit()
    engine.dispose()


def sending(database: str) -> "Counter[int]":
    """By chat: each claimed message has one part that may have left without our knowing."""
    return Counter(int(chat) for chat in chats_of(database, _SENDING))


def chats_of(database: str, statement: TextClause) -> list[str]:
    """The chats a statement finds."""
    engine = make_engine(database)
    with Store(engine).read() as work:
        found = work.run(statement).all()
    engine.dispose()
    return [str(row.chat) for row in found]


@dataclass(frozen=True)
class Found:
    """What one run showed."""

    lost: int
    repeated: int
    in_flight: int
    """Messages claimed and not recorded as sent when the program was killed."""
    unexplained: int
    """Repeats of what was not in flight; none may be."""


class Trial:
    """One run."""

    def __init__(self, server: StrictServer, folder: Path, database: str, seed: int) -> None:
        self._server = server
        self._product = Product(folder, server.url, database)
        self._database = database
        self._random = random.Random(seed)  # noqa: S311 - moments of a test
        self._talkers = [self._person(6_000 + number) for number in range(TALKERS)]
        self._in_flight: Counter[int] = Counter()
        self._readers = [self._person(20_000 + number) for number in range(NOTICES)]

    def run(self) -> Found:
        """Kill once, drain, count."""
        queue_notices(self._database, [reader.id for reader in self._readers])
        everything = TALKERS * MESSAGES + NOTICES
        with self._product:
            for _ in range(MESSAGES):
                for talker in self._talkers:
                    self._server.do(partial(talker.says, QUESTION))
            goal = self._random.randint(1, everything - 50)
            wait_for(lambda: self._heard() >= goal)
            self._product.kill()
            self._in_flight = sending(self._database)
            self._product.start()
            with suppress(AssertionError):  # what never came is counted below
                wait_for(self._complete, DRAINS)
                wait_for(lambda: self._server.api.updates.waiting == 0)
            if self._product.stop() != 0:
                raise AssertionError(f"it did not end well:\n{self._product.said()}")
        return self._found()

    def _person(self, number: int) -> Person:
        return self._server.do(lambda: Person(self._server.api, number))

    def _heard(self) -> int:
        return sum(len(one.hears) for one in (*self._talkers, *self._readers))

    def _complete(self) -> bool:
        return all(len(one.hears) >= MESSAGES for one in self._talkers) and all(
            one.hears for one in self._readers
        )

    def _found(self) -> Found:
        lost = repeated = unexplained = 0
        for one in (*self._talkers, *self._readers):
            due = MESSAGES if one in self._talkers else 1
            again = max(0, len(one.hears) - due)
            lost += max(0, due - len(one.hears))
            repeated += again
            unexplained += max(0, again - self._in_flight[one.id])
        lost += self._server.api.updates.waiting  # never confirmed
        return Found(lost, repeated, self._in_flight.total(), unexplained)


def main() -> int:
    """Runs, and the sums: 0 when nothing was lost."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--runs", type=int, default=10)
    asked.add_argument("--first", type=int, default=1, help="number of the first run")
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = asked.parse_args()
    sums: Counter[str] = Counter()
    with ExitStack() as stack:
        cluster = Cluster() if given.database == "postgresql" else None
        if cluster is not None:
            cluster.start()
            stack.callback(cluster.stop)
        for seed in range(given.first - 1, given.first - 1 + given.runs):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = cluster.new_database() if cluster else f"sqlite:///{folder}/ward.db"
            with StrictServer() as server:
                found = Trial(server, folder, url, seed).run()
            sums.update(
                lost=found.lost, repeated=found.repeated, unexplained=found.unexplained, runs=1
            )
            sums["in flight"] += found.in_flight
            sums["most repeats of one run"] = max(sums["most repeats of one run"], found.repeated)
            sys.stdout.write(
                f"run {seed + 1}: {found.lost} lost, {found.repeated} repeated of "
                f"{found.in_flight} in flight, {found.unexplained} of others\n"
            )
            sys.stdout.flush()
    sys.stdout.write(", ".join(f"{name} {number}" for name, number in sums.items()) + "\n")
    return 1 if sums["lost"] or sums["unexplained"] else 0


if __name__ == "__main__":
    sys.exit(main())
