"""The broadcasts' job in a process of its own, made to be killed.

    python -m tests.fakes.queueing_life URL [MOMENT]

It queues what is under way in bites of five, a line on standard output after each commit. With a
moment it is then, and begins when a line comes in: so that several begin together.
"""

import sys
from datetime import datetime

from bot.database import make_engine
from handlers.broadcasts import queueing
from handlers.store import broadcasting
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from tests.fakes.clock import FakeClock
from tests.fakes.readers import BASE

BITE = 5


def main() -> None:
    """Queue until nothing is left."""
    broadcasting.BITE = BITE  # type: ignore[misc]
    store, ward = Store(make_engine(sys.argv[1])), Ward(BASE.commune, BASE.calendar)
    now, more = FakeClock().now(), True
    if len(sys.argv) > 2:
        now = datetime.fromisoformat(sys.argv[2])
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
    while more:
        with store.work() as work:
            more = queueing.step(work, ward, now)
            work.commit()
        sys.stdout.write("bite\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
