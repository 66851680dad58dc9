"""The disk is full in the midst of a broadcast: it stops, says so, and goes on where it stood."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import event, text

from bot.channels.base import Part
from bot.channels.null import NullChannel
from bot.delivery import Delivery
from handlers.errors import StorageFullError
from handlers.store import broadcasting
from handlers.store.contacts import Destination
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import Desk, open_desk

READERS = 2_000


class Disk:
    """SQLite told that the file may not grow."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pages = 0
        event.listen(store.engine, "checkout", self._limit)

    def fill(self) -> None:
        """Not a page more."""
        with self._store.read() as work:
            self._pages = int(work.run(text("PRAGMA page_count")).scalar() or 0)

    def free(self) -> None:
        """There is room again."""
        self._pages = 0

    def _limit(self, connection: object, *_: object) -> None:
        most = self._pages or 1_000_000_000
        connection.execute(f"PRAGMA max_page_count={most}")  # type: ignore[attr-defined]


def sends(desk: Desk, heard: Counter[str]) -> None:
    """A process that sends whatever is due, then ends."""

    def note(to: Destination, part: Part) -> None:
        heard[str(to.chat)] += 1

    async def go() -> None:
        delivery = Delivery(desk.store, {desk.endpoint: NullChannel(note)}, desk.clock)
        while await delivery.sweep(desk.endpoint):
            pass
        await delivery.stop()

    asyncio.run(go())


def test_a_full_disk_loses_and_repeats_nothing(sqlite_store: Store, clock: FakeClock) -> None:
    disk, desk = Disk(sqlite_store), open_desk(sqlite_store, clock, above=READERS)
    readers = desk.readers(READERS)
    one = desk.write()
    desk.start(one.id)
    heard: Counter[str] = Counter()
    desk.bites(2)
    sends(desk, heard)
    stood = desk.found(one.id)
    assert 0 < stood.queued < READERS
    disk.fill()
    for _ in range(3):  # the job of each minute tries, and says why it cannot
        with pytest.raises(StorageFullError):
            desk.bites()
        sends(desk, heard)
    full = desk.found(one.id)
    assert stood.queued <= full.queued < READERS
    assert len(desk.copies(one.id)) == full.queued  # what is counted is there, and nothing else
    disk.free()
    desk.bites()
    sends(desk, heard)
    desk.bites()
    assert desk.found(one.id).queued == READERS
    assert sorted(heard.values()) == [1] * READERS
    assert len(readers) == READERS
    with desk.store.read() as work:
        counts = broadcasting.counts(work, one.id)
    assert [(each.state, each.number) for each in counts] == [("sent", READERS)]
