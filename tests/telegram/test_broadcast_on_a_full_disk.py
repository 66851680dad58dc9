"""The whole program, its disk full in mid-broadcast: it waits, answers again, and loses nobody."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.store.states import MAYBE_TWICE
from tests.fakes.small_disk import NoDiskError, SmallDisk, small_disk
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.telegram.server import StrictServer
from tests.telegram.killing import chats_of
from tests.telegram.test_broadcast_outages import PACE, READERS, Town

ROOM = 24 * 1024 * 1024
"""Bytes beside the database: for its log, and to fill."""
AWHILE = 8.0
"""Seconds without a byte: longer than a writer waits, shorter than a lease."""
TWICE = text(
    "SELECT c.chat FROM outbox o JOIN contact c ON c.id = o.contact WHERE o.reason = :why"
).bindparams(why=MAYBE_TWICE)


@pytest.fixture
def server() -> Iterator[StrictServer]:
    with StrictServer() as made:
        yield made


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        with small_disk(folder, 256 * 1024 * 1024) as made:
            yield made
    except NoDiskError as error:
        pytest.skip(f"needs a small file system: {error}")


def moved(town_at: Path, disk: SmallDisk) -> None:
    """The prepared database and its keys stand on the small disk, which has little room beside."""
    for one in town_at.iterdir():
        shutil.copy(one, disk.seen / one.name)
    room = shutil.disk_usage(disk.seen).free - ROOM
    with (disk.seen / "somebody_elses").open("wb") as file:
        file.write(b"\0" * room)


@pytest.mark.timeout(280)
def test_nobody_is_left_out_when_the_disk_was_full(
    server: StrictServer, disk: SmallDisk, tmp_path: Path
) -> None:
    prepared = tmp_path / "prepared"
    prepared.mkdir()
    town = Town(server, f"sqlite:///{prepared}/ward.db")
    moved(prepared, disk)
    lan = server.do(lambda: Person(server.api, 40_000))
    product = Product(
        tmp_path, server.url, f"sqlite:///{disk.folder}/ward.db", TELEGRAM__PER_SECOND=PACE
    )
    product.begins = disk.entering("serve")
    with product:
        town.hears(READERS // 4)
        disk.fill()
        wait_for(lambda: "StorageFullError" in product.said(), 60)
        before = town.heard()
        server.do(lambda: lan.says("giờ làm việc"))
        threading.Event().wait(AWHILE)
        assert town.heard() - before <= 64  # what was claimed before, and nothing more
        assert town.heard() < READERS
        assert not lan.hears
        disk.free()
        town.hears(READERS)
        wait_for(lambda: lan.hears)
        assert product.stop() == 0
    assert shutil.disk_usage(disk.seen).free > 0
    again = {str(one.id) for one in town.people if len(one.hears) > 1}
    assert all(len(one.hears) <= 2 for one in town.people)
    after = tmp_path / "after"
    shutil.copytree(disk.seen, after, ignore=shutil.ignore_patterns("somebody_elses"))
    assert again <= set(chats_of(f"sqlite:///{after}/ward.db", TWICE))
