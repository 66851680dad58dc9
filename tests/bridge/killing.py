"""The kill test on the bridge: people write and notices leave when the program is killed.

    python -m tests.bridge.killing --runs 20 [--honours] [--database postgresql]

Lost is what neither arrived at a telephone nor stands as `unknown` for officers to see. Where the
gateway honours keys nothing stands as unknown, and no telephone rings twice. Where it does not,
what was leaving is not sent again, and the gateway's reports settle what did arrive.
"""

import random
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import text

from bot.database import make_engine
from handlers.messages import ChannelName
from handlers.store.unit_of_work import Store
from tests.bridge.product import Body, Bridged, Gateway
from tests.fakes.killing import Found, arguments, judged, queue_notices, unknown
from tests.fakes.product import wait_for

TALKERS = 20
MESSAGES = 2
NOTICES = 200
QUESTION = "xin trich luc khai sinh can giay to gi"
_OPEN = text(
    "SELECT (SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending', 'sent')) + "
    "(SELECT count(*) FROM inbound WHERE status = 'stored') AS number, "
    "(SELECT count(*) FROM inbound) AS taken"
)


class Trial:
    """One run."""

    def __init__(self, folder: Path, database: str, seed: int, *, honours: bool) -> None:
        self._database = database
        self._random = random.Random(seed)  # noqa: S311 - moments of a test
        self._talkers = [f"+8491{number:07}" for number in range(TALKERS)]
        self._readers = [f"+8498{number:07}" for number in range(NOTICES)]
        queue_notices(database, self._readers, ChannelName.BRIDGE, "sms")
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
        doubted = unknown(self._database)
        whole = _whole(self._gateway.state["heard"])
        lost = 0
        for person in (*self._talkers, *self._readers):
            due = MESSAGES if person in self._talkers else 1
            lost += max(0, due - whole[person] - doubted[person])
        ids = Counter(str(one["id"]) for one in self._gateway.state["heard"])
        return Found(lost, sum(ids.values()) - len(ids), doubted.total())


def _whole(heard: list[Body]) -> Counter[str]:
    """How many messages arrived at each telephone with all their parts."""
    parts: dict[tuple[str, str, int], set[str]] = {}
    for one in heard:
        name = (str(one["to"]), str(one["id"]).partition("-")[0], int(one["parts"]))
        parts.setdefault(name, set()).add(str(one["id"]))
    return Counter(person for (person, _, of), ids in parts.items() if len(ids) == of)


def main() -> int:
    """Runs; 0 when nothing was lost and nothing repeated."""
    asked = arguments(5)
    asked.add_argument("--honours", action="store_true")
    given = asked.parse_args()

    def trial(folder: Path, url: str, seed: int) -> Found:
        return Trial(folder, url, seed, honours=given.honours).run()

    return judged(given, trial)


if __name__ == "__main__":
    sys.exit(main())
