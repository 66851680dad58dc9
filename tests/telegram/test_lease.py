"""Several processes, one receiver: who waits, who takes over, and what standing by means."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.channels.telegram.client import TelegramSettings
from bot.channels.telegram.health import Reception
from bot.channels.telegram.service import TelegramService
from bot.lease import StoredLease
from handlers.store.receivers import TERM
from handlers.store.unit_of_work import Store
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.request import StrictRequest
from tests.telegram.conftest import SETTINGS, Line


class Process:
    """The part of a process that receives, beside the ward's inbox."""

    def __init__(self, line: Line, store: Store, settings: TelegramSettings = SETTINGS) -> None:
        self.lease = StoredLease(store, line.ward.endpoint, line.clock, look_seconds=0.01)
        request = StrictRequest(line.api)
        self.service = TelegramService(
            settings,
            line.ward.endpoint,
            line.clock,
            request=request,
            get_updates_request=request,
            lease=self.lease,
        )
        self.service.receive_through(line.dispatch)

    @property
    def state(self) -> Reception:
        return self.service.health.state

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Process"]:
        await self.service.start()
        try:
            yield self
        finally:
            await self.service.stop()

    async def die(self) -> None:
        """Renew nothing more and ask nothing more, as a killed process does."""
        for task in (self.lease._keeping, self.service._task, self.service._introduction):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)


@pytest.mark.asyncio
async def test_of_two_processes_one_receives_and_the_other_stands_by(
    sqlite_store: Store, line: Line
) -> None:
    one, two = Process(line, sqlite_store), Process(line, sqlite_store)
    async with one.running(), two.running():
        await eventually(lambda: one.state is Reception.RECEIVING)
        await eventually(lambda: two.state is Reception.STANDBY)
    assert not any(call.status == 409 for call in line.api.calls)


@pytest.mark.asyncio
async def test_a_clean_stop_hands_reception_on_without_waiting(
    sqlite_store: Store, line: Line
) -> None:
    one, two = Process(line, sqlite_store), Process(line, sqlite_store)
    async with two.running(), one.running():
        await eventually(lambda: Reception.STANDBY in (one.state, two.state))
        first, second = (one, two) if two.state is Reception.STANDBY else (two, one)
        await first.service.stop()
        await eventually(lambda: second.state is Reception.RECEIVING)


@pytest.mark.asyncio
async def test_a_dead_receiver_is_followed_when_its_term_is_over(
    sqlite_store: Store, line: Line
) -> None:
    lan = Person(line.api)
    one, two = Process(line, sqlite_store), Process(line, sqlite_store)
    await one.service.start()
    await eventually(lambda: one.state is Reception.RECEIVING)
    async with two.running():
        await eventually(lambda: two.state is Reception.STANDBY)
        await one.die()
        lan.says("một")
        await asyncio.sleep(0.05)
        assert two.state is Reception.STANDBY
        line.clock.move(seconds=TERM.total_seconds())
        await eventually(lambda: line.api.updates.waiting == 0)
        await eventually(lambda: two.state is Reception.RECEIVING)


@pytest.mark.asyncio
async def test_a_receiver_that_lost_its_term_stops_asking(sqlite_store: Store, line: Line) -> None:
    one = Process(line, sqlite_store)
    async with one.running():
        await eventually(lambda: one.state is Reception.RECEIVING)
        keeping = one.lease._keeping
        assert keeping is not None
        keeping.cancel()  # it hangs, say in a database that does not answer
        await asyncio.gather(keeping, return_exceptions=True)
        one.lease._keeping = None
        line.clock.move(seconds=TERM.total_seconds())
        await eventually(lambda: one.state is Reception.STANDBY)


@pytest.mark.asyncio
async def test_of_several_that_may_be_called_one_says_where(
    sqlite_store: Store, line: Line
) -> None:
    called = replace(
        SETTINGS,
        webhook_url="https://phuong.example.vn",
        webhook_secret="0123456789abcdef",  # noqa: S106 - of the strict server
    )
    one, two = (Process(line, sqlite_store, called) for _ in range(2))
    async with one.running(), two.running():
        both = {Reception.RECEIVING, Reception.STANDBY}
        await eventually(lambda: {one.state, two.state} == both, 60)
        assert len(line.api.made("setWebhook")) == 1
        first, second = (one, two) if one.lease.held else (two, one)
        await first.service.stop()
        await eventually(lambda: len(line.api.made("setWebhook")) == 2, 60)
        assert second.lease.held
        await eventually(lambda: second.state is Reception.RECEIVING, 60)
