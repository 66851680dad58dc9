"""A refreshed pair that neither the file nor the database takes: the disk is full."""

from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.test_alarms import line as with_administrator
from tests.zalo_oa.test_alarms import told

LAN = "246845883529197922"
REFUSE = """CREATE TRIGGER full_disk BEFORE UPDATE OF access ON zalo_oa
BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"""
pytestmark = pytest.mark.asyncio
line = with_administrator


def run(store: Store, statement: str) -> None:
    with store.work() as work:
        work.run(text(statement))
        work.commit()


def fill_disk(line: Line, folder: Path) -> Path:
    """From now on neither store takes a pair; the folder that stands in the draft's way."""
    run(line.store, REFUSE)
    barred = folder / f"zalo-{line.service.endpoint}.draft.part"
    barred.mkdir()
    return barred


async def test_a_pair_no_store_takes_is_kept_in_memory_until_the_database_does(
    line: Line, tmp_path: Path
) -> None:
    line.log_in()
    line.move(hours=21)
    fill_disk(line, tmp_path)
    async with line.open():
        await line.eventually(lambda: line.zalo.account.issued == 2)
        await line.service._look()
        run(line.store, "DROP TRIGGER full_disk")
        line.move(hours=6)
        await line.service._look()
        assert line.service.state == "receiving"
        assert await line.says(LAN, "chào") == 200
        assert await line.heard(LAN) == ["chào"]

    assert line.zalo.account.issued == 2
    assert line.zalo.account.reused == []
    assert told(line) == []


async def test_a_pair_no_store_takes_goes_to_the_file_once_it_can(
    line: Line, sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    """The process ends meanwhile: the next life finds the file."""
    line.log_in()
    line.move(hours=21)
    barred = fill_disk(line, tmp_path)
    async with line.open():
        await line.eventually(lambda: zalo.account.issued == 2)
        barred.rmdir()
    run(sqlite_store, "DROP TRIGGER full_disk")

    again = Line(sqlite_store, zalo, tmp_path)
    line.move(hours=6)
    async with again.open():
        assert await again.says(LAN, "chào") == 200
        assert await again.heard(LAN) == ["chào"]

    assert zalo.account.issued == 2
    assert zalo.account.reused == []
    assert told(line) == []
