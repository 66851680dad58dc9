"""Somebody between us and Zalo answers: a proxy's refusal may have come after the message went."""

from pathlib import Path

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.test_send import CS, LAN, tried

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("status", ["403", "429", "500"])
async def test_a_page_of_a_proxy_is_uncertain_and_not_repeated(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path, status: str
) -> None:
    line = Line(sqlite_store, zalo, tmp_path)
    line.log_in()
    zalo.stall[CS] = status
    async with line.open():
        assert (await tried(line)).status == "unknown"
        zalo.stall.clear()
        line.move(hours=2)
        await line.says(LAN, "hai")
        assert await line.heard(LAN) == ["hai"]
