"""PostgreSQL's disk is full in the midst of a broadcast: it stops, says so, and goes on.

A real server whose data stand on a small file system that is really filled; its write-ahead log
stands on another, or the server itself would end with the first write.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.channels.base import Part
from bot.channels.null import NullChannel
from bot.database import make_engine, upgrade
from bot.delivery import Delivery
from handlers.errors import StorageFullError
from handlers.store.contacts import Destination
from handlers.store.states import MAYBE_TWICE
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.postgres import Cluster, NoPostgresError
from tests.fakes.readers import Desk, open_desk
from tests.fakes.small_disk import NoDiskError, SmallDisk, small_disk

READERS = 3_000
SIZE, ROOM = 200 * 1024 * 1024, 4 * 1024 * 1024
TOO_LONG_TRIED = {"minutes": 20}
"""Longer than a lease: what was claimed and not recorded is taken up again."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        with small_disk(folder, SIZE) as made:
            yield made
    except NoDiskError as error:
        pytest.skip(f"needs a small file system: {error}")


@pytest.fixture
def store(disk: SmallDisk) -> Iterator[Store]:
    try:
        cluster = Cluster(disk=disk)
        cluster.start()
    except NoPostgresError as error:
        pytest.skip(str(error))
    made = Store(make_engine(cluster.new_database()))
    upgrade(made.engine)
    yield made
    made.engine.dispose()
    cluster.stop()


def sends(desk: Desk, heard: Counter[str]) -> None:
    """A process that sends whatever is due and can be claimed, then ends."""

    def note(to: Destination, part: Part) -> None:
        heard[str(to.chat)] += 1

    async def go() -> None:
        delivery = Delivery(desk.store, {desk.endpoint: NullChannel(note)}, desk.clock)
        with suppress(StorageFullError):
            while await delivery.sweep(desk.endpoint):
                pass
        await delivery.stop()

    asyncio.run(go())


@pytest.mark.postgres
@pytest.mark.timeout(900)
def test_a_full_disk_loses_nobody_and_owns_up_to_repeats(
    store: Store, disk: SmallDisk, clock: FakeClock
) -> None:
    desk = open_desk(store, clock, above=READERS)
    desk.readers(READERS)
    one = desk.write()
    desk.start(one.id)
    heard: Counter[str] = Counter()
    desk.bites(2)
    sends(desk, heard)
    desk.bites(1)  # these have not left when it happens
    stood = desk.found(one.id)
    assert 0 < stood.queued < READERS
    disk.fill()
    with pytest.raises(StorageFullError):
        desk.bites()
    for _ in range(3):  # the job of each minute tries again, and says again why it cannot
        with pytest.raises(StorageFullError):
            desk.bites(1)
        sends(desk, heard)
    full = desk.found(one.id)
    assert stood.queued <= full.queued < READERS
    assert len(desk.copies(one.id)) == full.queued  # what is counted is there, and nothing else
    assert shutil.disk_usage(disk.seen).free == 0
    disk.free()
    desk.bites()
    sends(desk, heard)
    clock.move(**TOO_LONG_TRIED)
    sends(desk, heard)
    desk.bites()
    assert desk.found(one.id).queued == READERS
    assert len(heard) == READERS
    told = [why for _, _, _, why in desk.copies(one.id) if why == MAYBE_TWICE]
    assert sum(heard.values()) - READERS <= len(told)
