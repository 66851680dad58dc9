"""Polling over real HTTP: one update at a time, none asked for before the last one is stored."""

import asyncio
from dataclasses import replace
from typing import NoReturn

import pytest

from bot.channels.reception import Reception
from bot.zalo_bot import token_alarm
from handlers.errors import StorageBusyError
from handlers.messages import Inbound
from handlers.store import views
from handlers.store.states import InboundStatus
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.zalo_bot.server import ZaloServer
from tests.zalo_bot.conftest import SETTINGS, Line, eventually

pytestmark = pytest.mark.asyncio


async def test_words_are_answered(line: Line) -> None:
    lan = line.person()
    async with line.open():
        await line.says(lan, "tạm trú & <khai báo> **x**")
        assert await line.heard(lan) == ["bạn nói: tạm trú & <khai báo> **x**"]
    assert line.api.refused() == []
    assert line.api.made("sendMessage")[0].keys() == {"chat_id", "text"}


async def test_many_are_answered_in_their_order_by_one_poll_at_a_time(line: Line) -> None:
    people = [line.person(number) for number in range(8)]
    async with line.open():
        for word in ("một", "hai", "ba"):
            for one in people:
                await line.says(one, word)
        for one in people:
            await line.heard(one, 3)
    assert all(one.hears == [f"bạn nói: {w}" for w in ("một", "hai", "ba")] for one in people)
    assert line.api.most_polls == 1


async def test_an_idle_poll_is_no_trouble(line: Line) -> None:
    async with line.open():
        await eventually(lambda: [call.code for call in line.api.calls].count(408) >= 2)
        assert line.service.health.state is Reception.RECEIVING
    assert line.slept == []


@pytest.mark.parametrize(
    "fault",
    [
        {"cut": True},
        {"code": 500},
        {"code": 403},
        {"code": 502, "html": True, "http": 502},
        {"code": 429},
    ],
)
async def test_polling_goes_on_after_any_trouble(line: Line, fault: dict[str, object]) -> None:
    lan = line.person()
    line.server.do(lambda: line.api.fail(method="getUpdates", times=2, **fault))
    async with line.open():
        await line.says(lan, "còn em")
        assert await line.heard(lan) == ["bạn nói: còn em"]


async def test_an_answer_in_200_that_says_no_is_no_update(line: Line) -> None:
    line.server.do(lambda: line.api.fail(method="getUpdates", code=500, http=200))
    async with line.open():
        await eventually(lambda: line.slept)
        await eventually(lambda: line.service.health.well)


async def test_while_a_webhook_is_set_nobody_is_asked_and_the_switch_is_clean(line: Line) -> None:
    lan = line.person()
    line.server.do(lambda: line.api.webhook.update(url="https://khac.example.vn", secret="x" * 8))
    async with line.open():
        await eventually(lambda: line.service.health.state is Reception.CONFLICT)
        assert line.api.made("getUpdates") == []
        assert line.api.made("deleteWebhook") == []
        line.server.do(line.api.webhook.clear)
        await line.says(lan, "chào")
        assert await line.heard(lan) == ["bạn nói: chào"]


async def test_a_webhook_set_while_polling_ends_the_polling(line: Line) -> None:
    async with line.open():
        await eventually(lambda: line.service.health.well)
        hook = {"url": "https://khac.example.vn", "secret": "x" * 8}
        line.server.do(lambda: line.api.webhook.update(hook))
        await eventually(lambda: line.service.health.state is Reception.CONFLICT)


async def test_a_refused_token_is_told_to_officers_and_tried_again_later(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    told = []

    async def alarm() -> None:
        told.append(1)

    server.api.token = "4152637485:the-owner-reset-it"  # noqa: S105 - of the strict server
    line = Line(sqlite_store, clock, server, alarm=alarm)
    async with line.open():
        await eventually(lambda: told)
        assert line.service.health.state is Reception.TOKEN_REFUSED
        assert line.service.state == "token_refused"
    assert line.slept[0] == 300


async def test_a_token_reset_while_polling_is_told_to_officers_at_once(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    told = []

    async def alarm() -> None:
        told.append(list(line.slept))

    line = Line(sqlite_store, clock, server, alarm=alarm)
    lan = line.person()
    async with line.open():
        await eventually(lambda: line.service.health.well and line.api.most_polls)
        token = line.api.token
        server.do(lambda: setattr(line.api, "token", "4152637485:the-owner-reset-it"))
        await eventually(lambda: told)
        assert line.service.state == "token_refused"
        assert told[0] == []  # told before it waits
        await eventually(lambda: line.slept)
        assert line.slept[0] == 300
        server.do(lambda: setattr(line.api, "token", token))
        await line.says(lan, "chào")
        assert await line.heard(lan) == ["bạn nói: chào"]


async def test_an_alarm_that_cannot_be_written_ends_nothing(
    sqlite_store: Store, clock: FakeClock
) -> None:
    told = token_alarm(sqlite_store, clock, shipped_base().commune, "e1")
    tried = []

    def busy() -> NoReturn:
        tried.append(1)
        raise StorageBusyError

    sqlite_store.work = busy  # type: ignore[method-assign]
    await told()
    assert tried == [1]


async def test_what_cannot_be_stored_is_not_let_go_of(line: Line) -> None:
    submit, busy = line.dispatch.submit, [1, 2, 3]

    async def sometimes(inbound: Inbound) -> str | None:
        if busy:
            busy.pop()
            raise StorageBusyError
        return await submit(inbound)

    line.dispatch.submit = sometimes  # type: ignore[method-assign]
    lan = line.person()
    async with line.open():
        await line.says(lan, "khai sinh")
        assert await line.heard(lan) == ["bạn nói: khai sinh"]
    assert busy == []


async def test_a_message_that_comes_as_the_program_ends_is_stored(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    line = Line(sqlite_store, clock, server, settings=replace(SETTINGS, poll_seconds=30))
    lan = line.person()
    async with line.open():
        await eventually(lambda: line.api.most_polls)
        stopping = asyncio.create_task(line.service.stop())
        await asyncio.sleep(0.05)
        await line.says(lan, "còn kịp")
        await stopping
        assert await line.heard(lan) == ["bạn nói: còn kịp"]
    with sqlite_store.read() as work:
        assert views.health(work).inbound.get(InboundStatus.STORED, 0) == 0
