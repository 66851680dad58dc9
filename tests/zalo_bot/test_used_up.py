"""A 429 that does not end: the month is used up, though we have not counted so far."""

import asyncio

import pytest

from handlers.quotas import Usage
from handlers.store import quotas
from tests.fakes.zalo_bot.people import Person
from tests.zalo_bot.conftest import Line, eventually

pytestmark = pytest.mark.asyncio


def used(line: Line) -> Usage:
    with line.store.read() as work:
        found = quotas.usage(work, line.ward.endpoint, line.clock.now())
    assert found is not None
    return found


async def refused(line: Line, lan: Person, times: int) -> None:
    """One answer waits, and is refused so often in a row."""
    line.server.do(lambda: line.api.fail(method="sendMessage", code=429, times=times))
    await line.says(lan, "một")
    for number in range(1, times + 1):
        await eventually(lambda: line.service.channel.told_to_wait == number)  # noqa: B023
        await eventually(lambda: line.delivery.results[line.ward.endpoint, "again"] == number)  # noqa: B023
        line.clock.move(hours=1, minutes=1)


async def test_a_429_without_end_is_a_month_used_up(line: Line) -> None:
    lan = line.person()
    async with line.open():
        line.server.do(lambda: line.api.fail(method="sendMessage", code=429, times=99))
        await line.says(lan, "một")
        for number in range(1, 9):
            await eventually(lambda: line.service.channel.told_to_wait >= number)  # noqa: B023
            assert number == 8 or not used(line).spent
            line.clock.move(hours=1, minutes=1)
        await eventually(lambda: used(line).used >= 1)
    assert used(line).messages == 3_000


async def test_a_message_that_leaves_takes_it_back(line: Line) -> None:
    lan = line.person()
    async with line.open():
        await refused(line, lan, 8)
        assert await line.heard(lan) == ["bạn nói: một"]
        await eventually(lambda: used(line).messages == 2)


async def test_several_refused_together_are_one_rest(line: Line) -> None:
    people = [line.person(number) for number in range(1, 13)]
    async with line.open():
        line.server.do(lambda: line.api.fail(method="sendMessage", code=429, times=12))
        await asyncio.gather(*(line.says(one, "x") for one in people))
        await line.quiet()
        await eventually(lambda: line.service.channel.told_to_wait)
    assert line.service.channel._in_a_row == 1
    assert not used(line).spent
