"""What a day may cost: what is beyond waits for the next day, and the month's budget holds."""

from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.store import spending
from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.pushing import TEMPLATES, ended, made, met, push, pushed, spent

BY_UID = "/v3.0/oa/message/template"


@pytest.fixture
def line(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    """Two templates a day, three a month."""
    zalo.account.quotas["sub_quota"] = 0
    given = {"templates": TEMPLATES, "monthly_budget": 350, "daily_budget": 210}
    return made(sqlite_store, zalo, tmp_path, **given)


def tried(line: Line, key: str) -> int:
    with line.store.read() as work:
        found = work.run(text("SELECT attempts FROM outbox WHERE key = :key"), {"key": key})
        return int(found.scalar() or 0)


@pytest.mark.asyncio
async def test_what_the_day_does_not_hold_goes_tomorrow_and_the_month_is_not_overrun(
    line: Line,
) -> None:
    async with line.open():
        await met(line)
        line.move(days=8)
        assert [(await pushed(line, f"n{number}"))[0] for number in range(2)] == ["sent", "sent"]
        push(line, "n2")
        await line.eventually(lambda: tried(line, "n2") > 0 and ended(line, "n2")[0] == "queued")
        assert spent(line) == 200
        line.move(days=1)
        await line.eventually(lambda: ended(line, "n2")[0] == "sent")
        assert await pushed(line, "n3") == ("withheld", "budget")

    assert spent(line) == 300
    assert len(line.zalo.account.billed) == 3


@pytest.mark.asyncio
async def test_what_was_refused_is_given_back_to_the_day_too(line: Line) -> None:
    line.zalo.account.faults[BY_UID] = [-131]
    async with line.open():
        await met(line)
        line.move(days=8)
        assert (await pushed(line))[0] == "failed"
        assert [(await pushed(line, f"n{number}"))[0] for number in (2, 3)] == ["sent", "sent"]


def test_a_day_ends_in_viet_nam_and_what_the_month_lacks_is_given_back(line: Line) -> None:
    endpoint, now = line.service.endpoint, line.clock.now().replace(hour=23, minute=59)
    with line.store.work() as work:
        assert spending.take_of_day(work, endpoint, 200, 210, now)
        assert not spending.take_of_day(work, endpoint, 11, 210, now)
        spending.give_back_of_day(work, endpoint, 190, now)
        assert spending.spent_today(work, endpoint, now) == 10
        assert spending.spent(work, endpoint, now) == 0
        work.commit()
    line.move(days=1)
    with line.store.read() as work:
        assert spending.spent_today(work, endpoint, line.clock.now()) == 0
