"""Smoke against a Bot API server nobody here wrote: start, question, menu and tap, both ways.

It models a subset of Telegram: its `getMe` lacks the name, it knows no link previews.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
import uvicorn
from aiohttp import web
from fastapi import FastAPI
from lo_bot_api_emulator import LoBotApiEmulator  # type: ignore[import-untyped]

from bot.channels.telegram.health import Reception
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.photos import photo
from tests.fakes.telegram.core import ME, TOKEN, StrictApi, eventually
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import SETTINGS, Line
from tests.telegram.test_intake import offers

Deliver = Callable[[], Awaitable[None]]


class Emulator(LoBotApiEmulator):  # type: ignore[misc]
    """Adds the bot's name, lets link previews pass, and keeps what was said."""

    def __init__(self) -> None:
        super().__init__(enable_control=True, allow_insecure_loopback_webhooks=True)
        self.url = ""
        self.said: list[str] = []
        self.keyboards: list[Any] = []

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:  # noqa: ANN401 - of any method
        fields.pop("link_preview_options", None)
        result = super().validate(method, fields, uploads)
        if method == "getMe":
            result["username"] = ME["username"]
        if method == "sendMessage":
            self.said.append(result["text"])
            self.keyboards.append(result.get("reply_markup"))
        return result

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Emulator"]:
        runner = web.AppRunner(self.app(), shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    def bad_calls(self) -> list[str]:
        return [f"{one['method']} {one['status']}" for one in self.requests if one["status"] != 200]


@pytest_asyncio.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator().serving() as emulator:
        yield emulator


@pytest.fixture
def telegram(clock: FakeClock) -> StrictApi:
    """Only makes the updates; nobody calls it."""
    return StrictApi(clock)


async def bring(emulator: Emulator, telegram: StrictApi) -> None:
    for update in telegram.updates.take_all():
        update.pop("update_id")  # it numbers by itself
        await emulator.enqueue_update(update, token=TOKEN)


async def talk(emulator: Emulator, telegram: StrictApi, line: Line, deliver: Deliver) -> None:
    """Start, a question with buttons, a tap, a picture sent as a document."""
    lan = Person(telegram)
    lan.says("/start p_1-001193")
    await bring(emulator, telegram)
    await deliver()
    await eventually(lambda: len(emulator.said) == 1)
    (row,) = emulator.keyboards[0]["inline_keyboard"]
    message = lan.chat.add(ME, telegram.clock.now(), text=emulator.said[0])
    lan.taps_data(row[0]["callback_data"], message)
    await bring(emulator, telegram)
    await deliver()
    await eventually(lambda: len(emulator.said) == 2)
    emulator.assets["d"] = {"data": photo("Mã thủ tục 1.001193")}
    lan.sends(document={"file_id": "d", "file_unique_id": "d", "file_name": "x.jpg"})
    await bring(emulator, telegram)
    await deliver()
    await eventually(lambda: len(emulator.said) == 3)
    assert emulator.said == ["Chọn giúp em:", "bấm p:1:fee", "Chọn giúp em:"]
    assert line.responder.asked[-1][0].codes == ("1.001193",)
    await eventually(
        lambda: any(one["method"] == "answerCallbackQuery" for one in emulator.requests)
    )


@pytest.mark.asyncio
async def test_a_stranger_server_is_served_by_polling(
    emulator: Emulator, telegram: StrictApi, sqlite_store: Store, clock: FakeClock
) -> None:
    settings = replace(SETTINGS, api_url=emulator.url)
    line = Line(sqlite_store, clock, settings=settings, api=telegram)
    line.responder.decide = offers

    async def nothing() -> None:
        """Polling fetches by itself."""

    async with line.open():
        await talk(emulator, telegram, line, nothing)
        assert line.service.health.state is Reception.RECEIVING
    assert emulator.bad_calls() == []


@asynccontextmanager
async def web_server(app: FastAPI) -> AsyncIterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve([listening]))
    try:
        await eventually(lambda: server.started)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listening.close()


@pytest.mark.asyncio
async def test_a_stranger_server_is_served_by_webhook(
    emulator: Emulator, telegram: StrictApi, sqlite_store: Store, clock: FakeClock
) -> None:
    app = FastAPI()
    async with web_server(app) as url:
        settings = replace(
            SETTINGS,
            api_url=emulator.url,
            webhook_url=url,
            webhook_secret="loopback_secret",  # noqa: S106 - between this test and itself
        )
        line = Line(sqlite_store, clock, settings=settings, api=telegram)
        line.responder.decide = offers
        assert line.route is not None
        app.include_router(line.route)

        async def deliver() -> None:
            await emulator.deliver_updates(token=TOKEN)

        async with line.open():
            await eventually(lambda: line.service.health.state is Reception.RECEIVING)
            await talk(emulator, telegram, line, deliver)
    assert emulator.bad_calls() == []
