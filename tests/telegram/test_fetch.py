"""Files fetched over HTTP: piece by piece, never more than allowed, never all in memory."""

import json
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.channels.base import FetchError, Gone, Later, TooLarge
from bot.channels.telegram.client import TelegramSettings, make_bot
from bot.channels.telegram.fetch import TelegramFiles
from bot.channels.telegram.request import PIECE
from handlers.messages import IncomingFile
from handlers.store.files import IN_MEMORY, FileStore
from tests.fakes.telegram.core import TOKEN

LARGE = 19 * 1_000_000
FILE = IncomingFile("ref", "anh.jpg", "image/jpeg", 0)


class Links:
    """Hands out one file as a test says."""

    def __init__(self) -> None:
        self.length = 1_000
        self.status = 200
        self.said: object = None
        """Answered in place of a file."""
        self.cut_after = 0
        """Bytes after which the connection breaks."""
        self.handed_out = 0
        self.paths: list[str] = []

    async def get_file(self, _: web.Request) -> web.StreamResponse:
        about = {"file_id": "ref", "file_unique_id": "u", "file_path": "ảnh/tệp 1.jpg"}
        return web.json_response({"ok": True, "result": about})

    async def hand_out(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.path)
        if self.said is not None:
            return web.Response(text=json.dumps(self.said), status=self.status)
        answer = web.StreamResponse(status=self.status)  # no length is told
        await answer.prepare(request)
        while self.handed_out < self.length:
            piece = b"x" * min(PIECE, self.length - self.handed_out)
            try:
                await answer.write(piece)
            except ConnectionError:
                break  # who asked has had enough
            self.handed_out += len(piece)
            if self.cut_after and self.handed_out >= self.cut_after and request.transport:
                request.transport.close()
                break
        return answer


@asynccontextmanager
async def fetching(links: Links) -> AsyncIterator[TelegramFiles]:
    app = web.Application()
    app.router.add_post("/bot{token}/getFile", links.get_file)
    app.router.add_get("/file/bot{token}/{path:.+}", links.hand_out)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    bot = make_bot(TelegramSettings(TOKEN, api_url=url))
    await bot.open()
    try:
        yield TelegramFiles(bot)
    finally:
        await bot.close_clients()
        await runner.cleanup()


async def brought(links: Links, most: int = LARGE) -> int:
    """How many bytes came."""
    async with fetching(links) as files:
        return sum([len(piece) async for piece in files.fetch(FILE, most)])


@pytest.mark.asyncio
async def test_a_file_comes_whole_under_the_name_telegram_gave_it() -> None:
    links = Links()
    links.length = 300_000
    assert await brought(links) == 300_000
    assert links.paths == [f"/file/bot{TOKEN}/ảnh/tệp 1.jpg"]


@pytest.mark.asyncio
async def test_a_large_file_is_never_all_in_memory(tmp_path: Path) -> None:
    links = Links()
    links.length = LARGE
    async with fetching(links) as files:
        with FileStore(tmp_path / "files").arriving() as into:
            tracemalloc.start()
            try:
                async for piece in files.fetch(FILE, LARGE):
                    into.write(piece)
                _, most = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
            assert into.tell() == LARGE
    assert most < IN_MEMORY + 4_000_000
    assert not list((tmp_path / "files").iterdir())


@pytest.mark.asyncio
async def test_a_file_whose_size_nobody_told_is_cut_off_while_it_comes() -> None:
    links = Links()
    links.length = 500_000_000
    with pytest.raises(TooLarge):
        await brought(links, 1_000_000)
    assert links.handed_out < 100_000_000  # what lay in the sockets' buffers besides


@pytest.mark.asyncio
async def test_a_link_cut_in_the_middle_is_asked_for_again_later() -> None:
    links = Links()
    links.length, links.cut_after = 1_000_000, 200_000
    with pytest.raises(Later):
        await brought(links)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("status", "said", "error", "seconds"),
    [
        (404, {"ok": False, "description": "Not Found"}, Later, 0.0),
        (502, "Bad Gateway", Later, 0.0),
        (429, {"description": "x", "parameters": {"retry_after": 7}}, Later, 8.0),
        (400, {"description": "Bad Request: file is too big"}, TooLarge, None),
        (400, {"description": "Bad Request: FILE_ID_INVALID"}, Gone, None),
    ],
)
async def test_what_telegram_says_in_place_of_a_file_is_understood(
    status: int, said: object, error: type[FetchError], seconds: float | None
) -> None:
    links = Links()
    links.status, links.said = status, said
    with pytest.raises(error) as told:
        await brought(links)
    assert seconds is None or (isinstance(told.value, Later) and told.value.seconds == seconds)
