"""The month's messages on Zalo: counted, kept for who asks, not promised when nearly used up."""

from datetime import datetime, timedelta

import pytest

from handlers.clock import LOCAL
from handlers.quotas import Plan
from handlers.reaching import Reach
from handlers.store import quotas
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.zalo_bot.server import ZaloServer
from tests.zalo_bot.conftest import Line, eventually
from tests.zalo_bot.letters import ends, push

pytestmark = pytest.mark.asyncio


async def test_messages_are_counted_both_ways_by_month(line: Line) -> None:
    lan, hung = line.person(), line.person(2)
    async with line.open():
        for one in (lan, hung, lan):
            await line.says(one, "x")
        await line.heard(lan, 2)
        await line.heard(hung)
        line.server.do(lambda: line.api.fail(method="sendMessage", code=404))
        await line.says(lan, "không đi")
        await eventually(lambda: line.service.channel.results["Refused"])
        await line.quiet()
    with line.store.read() as work:
        used = quotas.usage(work, line.ward.endpoint, line.clock.now())
        later = quotas.usage(work, line.ward.endpoint, line.clock.now() + timedelta(days=30))
    assert used is not None
    assert later is not None
    assert (used.taken, used.sent, used.people) == (4, 3, 2)
    assert (later.taken, later.sent, later.people) == (0, 0, 2)


async def test_the_last_tenth_of_the_month_is_kept_for_who_asks(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    line = Line(sqlite_store, clock, server, plan=Plan(10, 50))
    lan = line.person()
    async with line.open():
        for number in range(1, 6):
            await line.says(lan, f"{number}")
            await line.heard(lan, number)
        push(line, lan, "nhắc hạn")
        await eventually(lambda: ("withheld", "quota") in ends(line, lan))
        await line.says(lan, "còn trả lời không")
        assert (await line.heard(lan, 6))[-1] == "bạn nói: còn trả lời không"
    assert "nhắc hạn" not in lan.hears


async def test_reach_is_not_promised_when_the_month_is_nearly_used_up(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    line = Line(sqlite_store, clock, server, plan=Plan(10, 50))
    lan, now = line.person(), clock.now()
    async with line.open():
        channel = line.service.channel
        assert channel.reach(now, None) == (Reach.ALWAYS, None)
        for number in range(1, 5):  # four in, four out: eight of ten
            await line.says(lan, f"{number}")
            await line.heard(lan, number)
        reach, until = channel.reach(now, None)
        assert (reach, until) == (Reach.SCARCE, datetime(2026, 12, 1, tzinfo=LOCAL))
        assert channel.reach(now, now + timedelta(days=2))[0] is Reach.SCARCE
        assert channel.reach(now, datetime(2026, 12, 2, 9, tzinfo=LOCAL))[0] is Reach.ALWAYS
