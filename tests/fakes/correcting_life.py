"""The job of corrections and the sender in a process of its own, made to be killed.

    python -m tests.fakes.correcting_life URL MOMENT ENDPOINT FEE FEE

The ward's fee was the first and is the second. Bites of five; on standard output a line "bite"
after each commit, and "sent CHAT" when a copy leaves, before that is recorded.
"""

import asyncio
import sys
from datetime import datetime

from bot.channels.base import Part
from bot.channels.null import NullChannel
from bot.database import make_engine
from bot.delivery import Delivery
from handlers.corrections import sending
from handlers.store.contacts import Destination
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from scheduler import jobs
from tests.fakes.clock import FakeClock
from tests.fakes.readers import BASE, Desk
from tests.handlers.corrections.corrected import Corrected

BITE = 5


def told(line: str) -> None:
    """Somebody outside counts what was told."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def left(to: Destination, _: Part) -> None:
    """A copy leaves."""
    told(f"sent {to.chat}")


async def send(store: Store, endpoint: str, clock: FakeClock) -> None:
    """What is due now."""
    delivery = Delivery(store, {endpoint: NullChannel(left)}, clock)
    while await delivery.sweep(endpoint):
        pass
    await delivery.stop()


def main() -> None:
    """Queue and send until nothing is left."""
    url, moment, endpoint, *fees = sys.argv[1:]
    sending.BITE = BITE  # type: ignore[misc]
    clock, store = FakeClock(datetime.fromisoformat(moment)), Store(make_engine(url))
    ward = Ward(BASE.commune, BASE.calendar)
    corrected = Corrected(Desk(store, clock, ward, endpoint=endpoint))
    for fee in fees:
        corrected.fee(int(fee))
    more = True
    while more:
        more = store.write(lambda work: jobs.correct(corrected.ward, work, clock.now()))
        told("bite")
        asyncio.run(send(store, endpoint, clock))


if __name__ == "__main__":
    main()
