"""The kill test on the Official Account: people talk and notices leave when the program is killed.

    python -m tests.zalo_oa.killing --runs 20 [--database postgresql]

Notices go in every way there is: free, of the package, for money, as templates by user id and by
phone. Zalo has no key that makes a repeat harmless, so what was leaving at the kill is not sent
again: it must stand as `unknown`, for officers to see. Lost is what neither arrived nor stands so.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import TextClause, text

from bot.database import make_engine
from handlers.clock import SystemClock
from handlers.store import spending
from handlers.store.unit_of_work import Store
from tests.fakes import killing
from tests.fakes.killing import arguments, judged
from tests.fakes.telegram.product import wait_for
from tests.fakes.zalo_oa.product import log_in, product
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa import readers
from tests.zalo_oa.readers import EVERYBODY

TALKERS = 30
MESSAGES = 2
QUESTION = "xin trích lục khai sinh cần giấy tờ gì"
_OPEN = text(
    "SELECT (SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending')) + "
    "(SELECT count(*) FROM inbound WHERE status = 'stored') AS number"
)
_ROWS = text(
    "SELECT outbox.id, contact.chat AS chat, outbox.status, provider_ids FROM outbox "
    "JOIN contact ON contact.id = outbox.contact"
)


@dataclass(frozen=True)
class Row:
    """One message of ours, as the database has it."""

    id: int
    chat: str
    status: str
    numbers: tuple[str, ...]
    """Zalo's of it, as far as its answers were written down."""


@dataclass(frozen=True)
class Found(killing.Found):
    """What one run showed."""

    in_flight: int
    """Claimed and without a recorded end when the program was killed."""
    unanswered: int
    """Reached Zalo, and its answer was never written down."""
    unreported: int
    """Of these, what does not stand as unknown either; none may be."""
    made_up: int
    """Written down as sent though Zalo never got it; none may be."""
    paid: int
    """Messages Zalo wants money for."""
    astray: int
    """Đồng by which our sum is wrong beyond what is in doubt; none may be."""

    def __str__(self) -> str:
        return (
            f"{super().__str__()}; {self.in_flight} in flight, {self.unanswered} reached Zalo "
            f"unrecorded: {self.unreported} unreported, {self.made_up} made up, "
            f"{self.astray} đồng of {self.paid} paid messages astray"
        )

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it."""
        wrong = (self.lost, self.repeated, self.unreported, self.made_up, self.astray)
        return not any(wrong) and self.unknown >= self.in_flight


class Trial:
    """One run."""

    def __init__(self, server: ZaloOaServer, folder: Path, database: str, seed: int) -> None:
        self._server, self._account = server, server.account
        self._database = database
        self._random = random.Random(seed)  # noqa: S311 - moments of a test
        self._talkers = [str(6_000 + number) for number in range(TALKERS)]
        self._in_flight = 0
        readers.expected(folder, server, database)
        log_in(folder, server, database)
        self._product = product(folder, server, database, **readers.SETTINGS)

    def run(self) -> Found:
        """Kill once, drain, count."""
        with self._product:
            for _ in range(MESSAGES):
                for talker in self._talkers:
                    self._server.says(talker, QUESTION)
            goal = self._random.randint(1, TALKERS * MESSAGES + len(EVERYBODY) - 50)
            wait_for(lambda: len(list(self._arrived())) >= goal)
            self._product.kill()
            self._in_flight = sum(one.status == "sending" for one in self._rows())
            self._product.start()
            wait_for(self._drained, 240)
            if self._product.stop() != 0:
                raise AssertionError(f"it did not end well:\n{self._product.said()}")
        return self._found()

    def _arrived(self) -> Iterator[tuple[str, str]]:
        """Every message Zalo has got: the chat, and its number of it, by phone our own."""
        for one in list(self._account.people.values()):
            for message in list(one.hears):
                yield one.id, message["message_id"]
        for body in list(self._account.by_phone):
            yield readers.CHATS[body["phone"]], body["tracking_id"]

    def _drained(self) -> bool:
        """Every question is known to the program, and nothing waits."""
        posted = list(self._server.posted)
        took = sum(name == "user_send_text" and status == 200 for name, status, _ in posted)
        return took >= TALKERS * MESSAGES and self._read(_OPEN)[0].number == 0

    def _rows(self) -> list[Row]:
        return [
            Row(one.id, one.chat, one.status, tuple(json.loads(one.provider_ids)))
            for one in self._read(_ROWS)
        ]

    def _read(self, query: TextClause) -> list[Any]:
        engine = make_engine(self._database)
        with Store(engine).read() as work:
            found = list(work.run(query).all())
        engine.dispose()
        return found

    def _found(self) -> Found:
        rows, arrived = self._rows(), list(self._arrived())
        heard = Counter(chat for chat, _ in arrived)
        doubted = Counter(one.chat for one in rows if one.status == "unknown")
        due = {**dict.fromkeys(self._talkers, MESSAGES), **{one.chat: 1 for one in EVERYBODY}}
        known = {number for one in rows for number in self._names(one)}
        reached = {number for _, number in arrived}
        unanswered = Counter(chat for chat, number in arrived if number not in known)
        return Found(
            lost=sum(max(0, due[one] - heard[one] - doubted[one]) for one in due),
            repeated=sum(max(0, heard[one] - due[one]) for one in due),
            unknown=doubted.total(),
            in_flight=self._in_flight,
            unanswered=unanswered.total(),
            unreported=(unanswered - doubted).total(),
            made_up=len(known - reached),
            paid=len(self._account.billed),
            astray=self._astray(doubted.total()),
        )

    @staticmethod
    def _names(row: Row) -> tuple[str, ...]:
        """By phone Zalo's number is nobody's but ours: there the tracking id tells."""
        by_phone = any(one.startswith("t") for one in row.numbers)
        return (f"m{row.id}-0",) if by_phone else row.numbers

    def _astray(self, doubted: int) -> int:
        """A message in doubt may be counted and not billed, or the other way about."""
        engine = make_engine(self._database)
        with Store(engine).read() as work:
            spent = spending.spent(work, "zalo_oa", SystemClock().now())
        engine.dispose()
        return max(0, abs(spent - readers.billed(self._account)) - readers.BY_PHONE * doubted)


def _run(folder: Path, url: str, seed: int) -> Found:
    with ZaloOaServer() as server:
        return Trial(server, folder, url, seed).run()


def main() -> int:
    """Runs; 0 when nothing was lost, repeated, unreported or miscounted."""
    return judged(arguments(5).parse_args(), _run)


if __name__ == "__main__":
    sys.exit(main())
