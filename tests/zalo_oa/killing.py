"""The kill test on the Official Account: people talk and notices leave when the program is killed.

    python -m tests.zalo_oa.killing --runs 20 [--database postgresql]

Zalo has no key that makes a repeat harmless, so what was leaving at the kill is not sent again:
it must stand as `unknown`, for officers to see. Lost is what neither arrived nor stands so.
"""

import random
import sys
from pathlib import Path

from sqlalchemy import text

from bot.database import make_engine
from handlers.messages import ChannelName
from handlers.store.unit_of_work import Store
from tests.fakes.killing import Found, arguments, judged, queue_notices, unknown
from tests.fakes.telegram.product import wait_for
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.product import log_in, product
from tests.fakes.zalo_oa.server import ZaloOaServer

TALKERS = 30
MESSAGES = 2
NOTICES = 300
QUESTION = "xin trích lục khai sinh cần giấy tờ gì"
_OPEN = text(
    "SELECT (SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending')) + "
    "(SELECT count(*) FROM inbound WHERE status = 'stored') AS number"
)


class Trial:
    """One run."""

    def __init__(self, server: ZaloOaServer, folder: Path, database: str, seed: int) -> None:
        self._server = server
        self._database = database
        self._random = random.Random(seed)  # noqa: S311 - moments of a test
        self._talkers = [str(6_000 + number) for number in range(TALKERS)]
        self._readers = [str(20_000 + number) for number in range(NOTICES)]
        queue_notices(database, self._readers, ChannelName.ZALO_OA, rules.OA_ID)
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
            wait_for(lambda: self._heard() >= goal)
            self._product.kill()
            self._product.start()
            wait_for(self._drained, 240)
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
        doubted = unknown(self._database)
        lost = repeated = 0
        for user in (*self._talkers, *self._readers):
            due = MESSAGES if user in self._talkers else 1
            hears = len(self._server.account.person(user).hears)
            lost += max(0, due - hears - doubted[user])
            repeated += max(0, hears - due)
        return Found(lost, repeated, doubted.total())


def _run(folder: Path, url: str, seed: int) -> Found:
    with ZaloOaServer() as server:
        return Trial(server, folder, url, seed).run()


def main() -> int:
    """Runs; 0 when nothing was lost and nothing repeated."""
    return judged(arguments(5).parse_args(), _run)


if __name__ == "__main__":
    sys.exit(main())
