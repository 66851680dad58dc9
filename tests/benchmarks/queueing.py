"""Queueing a broadcast to many, and how long a citizen's turn waits meanwhile.

    python -m tests.benchmarks.queueing [--readers 200000] [--url postgresql+psycopg://…]
        [--audience all|followers|area]

`followers` follow a dossier of one field, `area` live in one neighbourhood; beside them a tenth as
many do not. The real job queues on a file of SQLite (or the database named, which must be empty)
while one thread stores and handles a message each 50 ms. Bar: 30 s for 200,000.
"""

import argparse
import io
import statistics
import tempfile
import threading
import time
from enum import StrEnum
from pathlib import Path

from sqlalchemy import insert, text, update

from bot import logs
from bot.database import make_engine, upgrade
from handlers.broadcast import Broadcast
from handlers.store.tables import (
    ContactRow,
    ConversationRow,
    FollowRow,
    SubscriptionRow,
    table_of,
)
from handlers.store.unit_of_work import Store
from knowledge.dossier_store.tables import DossierRow
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk
from tests.fakes.ward import Ward

READERS = 200_000
BAR_SECONDS = 30.0
EVERY = 0.05
TEN = 10_000


FIELD, OTHER_FIELD = "Cư trú", "Đất đai"
AREA = "Tổ dân phố 1"
OTHERS = 10
"""One beside so many whom it is not for."""


class For(StrEnum):
    """Whom the broadcast is for."""

    ALL = "all"
    FOLLOWERS = "followers"
    AREA = "area"


def fill(desk: Desk, readers: int, audience: For = For.ALL) -> None:
    """So many people whom it is for, and a tenth as many whom it is not, but for `all`."""
    meet(desk, 0, readers)
    beside = 0 if audience is For.ALL else readers // OTHERS
    meet(desk, readers, readers + beside)
    if audience is For.FOLLOWERS:
        fields = {FIELD: range(readers), OTHER_FIELD: range(readers, readers + beside)}
        for field, whose in fields.items():
            follow(desk, field, whose)
    if audience is For.AREA:
        news = table_of(SubscriptionRow)
        lives = update(news).where(news.c.contact < name_of(readers)).values(neighbourhood=AREA)
        with desk.store.work() as work:
            work.connection.execute(lives)
            work.commit()
    with desk.store.work() as work:  # as autovacuum has done where people came over months
        work.connection.execute(text("ANALYZE"))
        work.commit()


def name_of(number: int) -> str:
    """The contact of one of them; in the order of their numbers."""
    return f"c{number:016x}"


def follow(desk: Desk, field: str, whose: range) -> None:
    """Each follows a dossier of their own of this field."""
    now = desk.clock.now()
    common = {"commune": KEY, "created_at": now}
    told = {"procedure_name": field, "field": field, "officer": "", "cause": "none"}
    stands = {"status": "processing", "raw_status": "", "changed_at": now}
    for start in range(whose.start, whose.stop, TEN):
        numbers = range(start, min(start + TEN, whose.stop))
        filed = [
            {"id": one + 1, "code": f"H{one:09}", "token": f"t{one}", **common, **told, **stands}
            for one in numbers
        ]
        followed = [{"contact": name_of(one), "dossier": one + 1, **common} for one in numbers]
        with desk.store.work() as work:
            work.connection.execute(insert(table_of(DossierRow)), filed)
            work.connection.execute(insert(table_of(FollowRow)), followed)
            work.commit()


def meet(desk: Desk, first: int, end: int) -> None:
    """People who asked for the news."""
    now = desk.clock.now()
    for start in range(first, end, TEN):
        names = [name_of(one) for one in range(start, min(start + TEN, end))]
        whose = {"commune": desk.key, "endpoint": desk.endpoint, "thread": "", "state": "active"}
        when = {"seen_at": now, "created_at": now}
        rows = [{"id": one, "chat": one, **whose, **when} for one in names]
        said = [
            {"contact": one, "commune": desk.key, "step": "idle", "last_seq": 0} for one in names
        ]
        asked = [{"contact": one, "commune": desk.key, "created_at": now} for one in names]
        with desk.store.work() as work:
            work.connection.execute(insert(table_of(ContactRow)), rows)
            work.connection.execute(insert(table_of(ConversationRow)), said)
            work.connection.execute(insert(table_of(SubscriptionRow)), asked)
            work.commit()


def measure(url: str, readers: int, audience: For = For.ALL) -> tuple[float, list[float], int]:
    """Seconds of the queueing, seconds of each turn meanwhile, copies made."""
    engine = make_engine(url)
    upgrade(engine)
    clock = FakeClock()
    store = Store(engine)
    desk = open_desk(store, clock, above=readers)
    fill(desk, readers, audience)
    citizen = Ward(store, clock)
    one = draft(desk, audience)
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


def draft(desk: Desk, audience: For) -> Broadcast:
    """A text to these."""
    if audience is For.FOLLOWERS:
        return desk.write(to="followers", field=FIELD)
    return desk.write(areas=(AREA,) if audience is For.AREA else ())


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--url", default="")
    parser.add_argument("--audience", type=For, choices=list(For), default=For.ALL)
    chosen, _ = parser.parse_known_args()
    logs.configure(stream=io.StringIO())
    with tempfile.TemporaryDirectory() as folder:
        url = chosen.url or f"sqlite:///{Path(folder)}/ward.db"
        seconds, waits, copies = measure(url, chosen.readers, chosen.audience)
    print(f"{copies} copies queued in {seconds:.1f} s (bar for {READERS}: {BAR_SECONDS:.0f} s)")
    slow = sorted(waits)[int(len(waits) * 0.99) - 1] if len(waits) > 1 else max(waits)
    print(
        f"{len(waits)} turns of a citizen meanwhile: median {1000 * statistics.median(waits):.0f}"
        f" ms, 99 % {1000 * slow:.0f} ms, longest {1000 * max(waits):.0f} ms"
    )


if __name__ == "__main__":
    main()
