"""Calls over aiohttp against a real server: what fails, how, and that nothing tells the token."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.channels.base import TryAgain, Uncertain
from bot.channels.telegram.client import RawBot, TelegramSettings, guard_logs, make_bot
from bot.channels.telegram.failures import delivery_error
from tests.fakes.telegram.core import ME, TOKEN

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Answers every call as a test says."""

    def __init__(self) -> None:
        self.answer: Answer = self.ok
        self.posted: dict[str, object] = {}
        self.uploaded = b""
        self.url = ""

    async def ok(self, request: web.Request) -> web.StreamResponse:
        self.posted = dict(await request.post())
        for one in self.posted.values():
            if isinstance(one, web.FileField):
                self.uploaded = one.file.read()
        message = {"message_id": 7, "date": 1, "chat": {"id": 5, "type": "private"}, "from": ME}
        return web.json_response({"ok": True, "result": message})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        return await self.answer(request)


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@pytest_asyncio.fixture
async def bot(server: Server) -> AsyncIterator[RawBot]:
    guard_logs()
    bot = make_bot(TelegramSettings(TOKEN, api_url=server.url))
    await bot.open()
    yield bot
    await bot.close_clients()


async def say(bot: Bot, **more: float) -> int:
    return (await bot.send_message(5, "Chào & hỏi", **more)).message_id  # type: ignore[arg-type]


@pytest.mark.asyncio
async def test_words_arrive_as_they_were_said(server: Server, bot: RawBot) -> None:
    assert await say(bot) == 7
    assert (server.posted["chat_id"], server.posted["text"]) == ("5", "Chào & hỏi")


@pytest.mark.asyncio
async def test_a_file_is_uploaded_with_its_name(server: Server, bot: RawBot) -> None:
    name = "Tờ khai khai sinh (mẫu 1).pdf"
    await bot.send_document(5, InputFile(b"%PDF-1.7 mau", filename=name))
    (file,) = (one for one in server.posted.values() if isinstance(one, web.FileField))
    assert (file.filename, file.content_type) == (name, "application/pdf")
    assert server.uploaded == b"%PDF-1.7 mau"


@pytest.mark.asyncio
async def test_an_answer_that_does_not_come_may_mean_it_arrived(
    server: Server, bot: RawBot
) -> None:
    async def never(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(5)
        return web.Response()

    server.answer = never
    with pytest.raises(TimedOut) as told:
        await say(bot, read_timeout=0.05)
    assert isinstance(delivery_error(told.value), Uncertain)


@pytest.mark.asyncio
async def test_a_connection_cut_before_the_answer_may_mean_it_arrived(
    server: Server, bot: RawBot
) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.close()
        return web.Response()

    server.answer = cut
    with pytest.raises(NetworkError) as told:
        await say(bot)
    assert isinstance(delivery_error(told.value), Uncertain)
    assert TOKEN not in str(told.value)


@pytest.mark.asyncio
async def test_where_nobody_listens_nothing_was_sent(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    bot = make_bot(TelegramSettings(TOKEN, api_url=f"http://127.0.0.1:{port}"))
    await bot.open()
    with pytest.raises(NetworkError) as told:
        await say(bot)
    await bot.close_clients()
    assert isinstance(delivery_error(told.value), TryAgain)
    assert TOKEN.partition(":")[2] not in str(told.value) + caplog.text


@pytest.mark.asyncio
async def test_a_client_that_is_closed_sends_nothing(server: Server) -> None:
    bot = make_bot(TelegramSettings(TOKEN, api_url=server.url))
    with pytest.raises(NetworkError) as told:
        await say(bot)
    assert isinstance(delivery_error(told.value), TryAgain)


@pytest.mark.asyncio
async def test_a_proxy_that_refuses_has_sent_nothing(server: Server) -> None:
    bot = make_bot(
        TelegramSettings(TOKEN, api_url="https://api.invalid", proxy=server.url)  # a bare web page
    )
    await bot.open()
    with pytest.raises(NetworkError) as told:
        await say(bot)
    await bot.close_clients()
    assert isinstance(delivery_error(told.value), TryAgain)


@pytest.mark.asyncio
async def test_telegrams_own_errors_come_through(server: Server, bot: RawBot) -> None:
    async def full(request: web.Request) -> web.StreamResponse:
        said = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 3"}
        return web.json_response({**said, "parameters": {"retry_after": 3}}, status=429)

    server.answer = full
    with pytest.raises(RetryAfter) as told:
        await say(bot)
    failure = delivery_error(told.value)
    assert isinstance(failure, TryAgain)
    assert failure.after == timedelta(seconds=4)
