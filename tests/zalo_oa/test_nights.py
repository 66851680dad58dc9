"""Answers wait out what only a person can mend, and leave once it is mended."""

from pathlib import Path

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.test_send import CS, LAN, line, row, tried

__all__ = ["line"]
pytestmark = pytest.mark.asyncio


async def test_answers_live_through_a_night_without_a_login(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    line = Line(sqlite_store, zalo, tmp_path)
    tries = (line.service.endpoint, "again")
    async with line.open():
        await tried(line)
        for number in range(2, 14):
            line.move(hours=1)
            await line.eventually(lambda: line.delivery.results[tries] >= number)  # noqa: B023
        await line.eventually(lambda: row(line).status == "queued")
        line.log_in()
        await line.service._look()
        line.move(minutes=2)
        assert await line.heard(LAN) == ["chào"]


async def test_answers_live_through_a_night_of_missing_permission(line: Line) -> None:
    tries = (line.service.endpoint, "again")
    line.zalo.account.faults[CS] = [-224] * 13
    async with line.open():
        await tried(line)
        for number in range(2, 14):
            line.move(hours=1)
            await line.eventually(lambda: line.delivery.results[tries] >= number)  # noqa: B023
        line.move(hours=1)
        assert await line.heard(LAN) == ["chào"]


async def test_a_limit_of_calls_costs_a_minute_and_no_try(line: Line) -> None:
    tries = (line.service.endpoint, "again")
    line.zalo.account.faults[CS] = [-32] * 12
    async with line.open():
        await tried(line)
        for number in range(2, 13):
            line.move(seconds=66)
            await line.eventually(lambda: line.delivery.results[tries] >= number)  # noqa: B023
        assert line.zalo.account.calls[CS] == 12
        line.move(seconds=66)
        assert await line.heard(LAN) == ["chào"]
    assert line.zalo.account.calls[CS] == 13
