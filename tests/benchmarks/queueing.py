"""Queueing a broadcast to many, and how long a citizen's turn waits meanwhile.

    python -m tests.benchmarks.queueing [--readers 200000] [--url postgresql+psycopg://…]

The real job queues on a file of SQLite (or the database named, which must be empty) while one
thread stores and handles a message each 50 ms. Bar: 30 s for 200,000.
"""

import argparse
import io
import statistics
import tempfile
import threading
import time
from pathlib import Path

from sqlalchemy import insert, text

from bot import logs
from bot.database import make_engine, upgrade
from handlers.store.tables import ContactRow, ConversationRow, SubscriptionRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk
from tests.fakes.ward import Ward

READERS = 200_000
BAR_SECONDS = 30.0
EVERY = 0.05
TEN = 10_000


def fill(desk: Desk, readers: int) -> None:
    """So many people asked for the news."""
    now = desk.clock.now()
    for start in range(0, readers, TEN):
        names = [f"c{one:016x}" for one in range(start, min(start + TEN, readers))]
        whose = {"commune": KEY, "endpoint": desk.endpoint, "thread": "", "state": "active"}
        when = {"seen_at": now, "created_at": now}
        rows = [{"id": one, "chat": one, **whose, **when} for one in names]
        said = [{"contact": one, "commune": KEY, "step": "idle", "last_seq": 0} for one in names]
        asked = [{"contact": one, "commune": KEY, "created_at": now} for one in names]
        with desk.store.work() as work:
            work.connection.execute(insert(table_of(ContactRow)), rows)
            work.connection.execute(insert(table_of(ConversationRow)), said)
            work.connection.execute(insert(table_of(SubscriptionRow)), asked)
            work.commit()
    with desk.store.work() as work:  # as autovacuum has done where people came over months
        work.connection.execute(text("ANALYZE"))
        work.commit()


def measure(url: str, readers: int) -> tuple[float, list[float], int]:
    """Seconds of the queueing, seconds of each turn meanwhile, copies made."""
    engine = make_engine(url)
    upgrade(engine)
    clock = FakeClock()
    store = Store(engine)
    desk = open_desk(store, clock, above=readers)
    fill(desk, readers)
    citizen = Ward(store, clock)
    one = desk.write()
    desk.start(one.id)
    done, waits = threading.Event(), []

    def asks() -> None:
        while not done.is_set():
            began = time.perf_counter()
            citizen.says("xin chào")
            waits.append(time.perf_counter() - began)
            done.wait(EVERY)

    thread = threading.Thread(target=asks)
    thread.start()
    began = time.perf_counter()
    desk.bites(readers)
    seconds = time.perf_counter() - began
    done.set()
    thread.join()
    copies = len(desk.copies(one.id))
    engine.dispose()
    return seconds, waits, copies


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--url", default="")
    chosen, _ = parser.parse_known_args()
    logs.configure(stream=io.StringIO())
    with tempfile.TemporaryDirectory() as folder:
        url = chosen.url or f"sqlite:///{Path(folder)}/ward.db"
        seconds, waits, copies = measure(url, chosen.readers)
    print(f"{copies} copies queued in {seconds:.1f} s (bar for {READERS}: {BAR_SECONDS:.0f} s)")
    slow = sorted(waits)[int(len(waits) * 0.99) - 1] if len(waits) > 1 else max(waits)
    print(
        f"{len(waits)} turns of a citizen meanwhile: median {1000 * statistics.median(waits):.0f}"
        f" ms, 99 % {1000 * slow:.0f} ms, longest {1000 * max(waits):.0f} ms"
    )


if __name__ == "__main__":
    main()
