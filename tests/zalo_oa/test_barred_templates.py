"""A template that does not reach somebody ends alone: no other message to them is held back."""

from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.messages import Form
from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.pushing import TEMPLATES, made, met, push, pushed, spent

BY_UID = "/v3.0/oa/message/template"
TAX = Form("broadcast.tax", (("ngay", "30/11"),))
pytestmark = pytest.mark.asyncio


@pytest.fixture
def line(zalo: ZaloOaServer, tmp_path: Path, sqlite_store: Store) -> Line:
    zalo.account.quotas["sub_quota"] = 0
    return made(sqlite_store, zalo, tmp_path, templates=TEMPLATES, monthly_budget=1_000)


def states(line: Line) -> set[str]:
    with line.store.read() as work:
        return set(work.run(text("SELECT state FROM contact")).scalars())


@pytest.mark.parametrize("code", [-114, -118, -119, -139, -141])
async def test_one_template_refused_leaves_the_other_its_way(line: Line, code: int) -> None:
    line.zalo.account.faults[BY_UID] = [code]
    async with line.open():
        await met(line)
        before = states(line)
        line.move(days=8)
        assert await pushed(line) == ("failed", "unreachable")
        assert spent(line) == 0
        assert states(line) == before
        assert (await pushed(line, "n2", TAX))[0] == "sent"
        assert line.zalo.account.calls[BY_UID] == 2


async def test_what_waits_meanwhile_is_not_held_back(line: Line) -> None:
    line.zalo.account.faults[BY_UID] = [-139]
    async with line.open():
        await met(line)
        line.move(days=8)
        push(line, "n2", TAX)
        push(line)
        assert (await pushed(line, "n3", TAX))[0] == "sent"
        assert line.zalo.account.calls[BY_UID] == 3


async def test_who_left_zalo_gets_nothing_until_they_write(line: Line) -> None:
    line.zalo.account.faults[BY_UID] = [-227]
    async with line.open():
        await met(line)
        line.move(days=8)
        assert await pushed(line) == ("failed", "unreachable")
        assert (await pushed(line, "n2", TAX))[0] == "withheld"
        assert line.zalo.account.calls[BY_UID] == 1


async def test_an_unknown_error_of_a_template_is_in_doubt_and_not_repeated(line: Line) -> None:
    line.zalo.account.faults[BY_UID] = [-100]
    async with line.open():
        await met(line)
        line.move(days=8)
        assert await pushed(line) == ("unknown", "uncertain")
        line.move(hours=3)
        assert (await pushed(line, "n2", TAX))[0] == "sent"
    assert line.zalo.account.calls[BY_UID] == 2
    assert spent(line) == 220
