"""The kill test on Zalo's Bot Platform: nothing lost unreported, nothing sent twice.

    python -m tests.zalo_bot.killing --runs 20 [--database postgresql] [--polling]

Fifty people talk and five hundred notices leave when the program is killed. The platform cannot
be asked what it delivered and takes no key by which a repeat would be harmless: what was leaving
at the kill is reported as `unknown`, and whoever counts adds it to what was heard.
"""

import random
import sys
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import text

from handlers.messages import ChannelName
from tests.fakes import killing
from tests.fakes.killing import arguments, judged
from tests.fakes.zalo_bot.core import TOKEN
from tests.fakes.zalo_bot.people import Person
from tests.fakes.zalo_bot.product import PATH, SECRET, Product, wait_for
from tests.fakes.zalo_bot.server import PUBLIC, ZaloServer
from tests.telegram.killing import QUESTION, chats_of, queue_notices

TALKERS, MESSAGES, NOTICES = 50, 2, 500
ROOMY = {"ZALO_BOT__MONTHLY_MESSAGES": "1000000", "ZALO_BOT__PEOPLE": "10000"}

_OPEN = text(
    "SELECT contact.chat AS chat FROM outbox JOIN contact ON contact.id = outbox.contact "
    "WHERE outbox.status IN ('queued', 'sending') "
    "UNION ALL SELECT contact.chat FROM inbound JOIN contact ON contact.id = inbound.contact "
    "WHERE inbound.status = 'stored'"
)
_OF_STATUS = (
    "SELECT contact.chat AS chat FROM outbox JOIN contact ON contact.id = outbox.contact "
    "WHERE outbox.status = '{}'"
)
SENDING, UNKNOWN = text(_OF_STATUS.format("sending")), text(_OF_STATUS.format("unknown"))
_TAKEN = text(
    "SELECT contact.chat AS chat FROM inbound JOIN contact ON contact.id = inbound.contact"
)


@dataclass(frozen=True)
class Found(killing.Found):
    """What one run showed; unknown is what the program said to be in doubt."""

    in_flight: int
    of_these_heard: int
    """Of what was in doubt."""
    never_stored: int
    """Handed out by the platform at a poll and not stored when the program died."""

    def __str__(self) -> str:
        return (
            f"{super().__str__()} ({self.of_these_heard} of these heard), "
            f"{self.in_flight} in flight, {self.never_stored} never stored"
        )


class Trial:
    """One run."""

    def __init__(
        self, server: ZaloServer, folder: Path, database: str, seed: int, *, polling: bool = False
    ) -> None:
        self._server, self._database = server, database
        server.api.people = server.api.month = 1_000_000
        self._polling = polling
        self._product = Product(folder, server, database, webhook=not polling, **ROOMY)
        self._random = random.Random(seed)  # noqa: S311 - moments of a test
        self._talkers = [self._person(6_000 + number) for number in range(TALKERS)]
        self._readers = [self._person(20_000 + number) for number in range(NOTICES)]
        self._in_flight: Counter[str] = Counter()

    def run(self) -> Found:
        """Kill once, drain, count."""
        queue_notices(
            self._database, [one.id for one in self._readers], ChannelName.ZALO_BOT, TOKEN
        )
        if not self._polling:
            hook = {"url": PUBLIC + PATH, "secret": SECRET}
            self._server.do(lambda: self._server.api.webhook.update(hook))
        with self._product:
            for _ in range(MESSAGES):
                for talker in self._talkers:
                    self._server.do(partial(talker.says, QUESTION))
            goal = self._random.randint(1, TALKERS * MESSAGES + NOTICES - 50)
            wait_for(lambda: self._heard() >= goal, 60)
            self._product.kill()
            self._in_flight = Counter(chats_of(self._database, SENDING))
            self._product.start()
            wait_for(self._drained, 150)
            if self._product.stop() != 0:
                raise AssertionError(f"it did not end well:\n{self._product.said()}")
        return self._found()

    def _person(self, number: int) -> Person:
        return self._server.do(lambda: Person(self._server.api, number))

    def _heard(self) -> int:
        return sum(len(one.hears) for one in (*self._talkers, *self._readers))

    def _drained(self) -> bool:
        """Everything brought to us is stored and answered, everything owed has left."""
        taken = len(chats_of(self._database, _TAKEN))
        waiting = len(self._server.api.queue)
        all_in = self._polling or taken >= TALKERS * MESSAGES
        return not waiting and all_in and not chats_of(self._database, _OPEN)

    def _found(self) -> Found:
        unknown = Counter(chats_of(self._database, UNKNOWN))
        taken = Counter(chats_of(self._database, _TAKEN))
        lost = repeated = heard = missing = 0
        for one in (*self._talkers, *self._readers):
            due = taken[one.id] if one in self._talkers else 1
            missing += MESSAGES - due if one in self._talkers else 0
            lacking = due - len(one.hears)
            lost += max(0, lacking - unknown[one.id])
            repeated += max(0, -lacking)
            heard += unknown[one.id] - max(0, lacking)
        return Found(
            lost, repeated, unknown.total(), self._in_flight.total(), heard, missing
        )  # fmt: skip


def main() -> int:
    """Runs, and the sums: 0 when nothing was lost or repeated."""
    asked = arguments(10)
    asked.add_argument("--polling", action="store_true")
    given = asked.parse_args()

    def trial(folder: Path, url: str, seed: int) -> Found:
        with ZaloServer() as server:
            return Trial(server, folder, url, seed, polling=given.polling).run()

    return judged(given, trial)


if __name__ == "__main__":
    sys.exit(main())
