"""Addresses strangers write lead nowhere into our own network."""

import pytest
from aiohttp import web

from bot.channels.base import FetchError, Gone, Later, TooLarge
from bot.channels.fetching import PublicFiles

pytestmark = pytest.mark.asyncio


async def fetched(files: PublicFiles, url: str, most: int = 1_000_000) -> bytes:
    return b"".join([piece async for piece in files.pieces(url, most)])


@pytest.mark.parametrize(
    "url",
    [
        "http://photo.example.vn/1.jpg",
        "https://127.0.0.1/1.jpg",
        "https://[::1]/1.jpg",
        "https://10.0.0.7/1.jpg",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/1.jpg",
        "https://user:word@photo.example.vn/1.jpg",
        "ftp://photo.example.vn/1.jpg",
        "file:///etc/passwd",
        "/etc/passwd",
        "",
        "https://[::ffff:127.0.0.1]/x",
    ],
)
async def test_other_places_are_not_asked(url: str) -> None:
    with pytest.raises(Gone):
        await fetched(PublicFiles(), url)


async def test_a_name_that_leads_home_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async def home(*_: object) -> list[dict[str, object]]:
        found = {"hostname": "x", "host": "192.168.1.1", "port": 443, "family": 2}
        return [{**found, "proto": 0, "flags": 0}]

    monkeypatch.setattr("bot.channels.fetching.ThreadedResolver.resolve", home)
    with pytest.raises(Gone):
        await fetched(PublicFiles(), "https://photo.example.vn/1.jpg")


async def test_a_trusted_origin_is_asked_and_its_redirects_are_looked_at() -> None:
    async def found(_: web.Request) -> web.Response:
        return web.Response(body=b"x" * 2_000)

    async def away(_: web.Request) -> web.Response:
        raise web.HTTPFound("http://169.254.169.254/secret")

    async def state(request: web.Request) -> web.Response:
        return web.Response(status=int(request.match_info["status"]))

    app = web.Application()
    app.router.add_get("/found", found)
    app.router.add_get("/away", away)
    app.router.add_get("/state/{status}", state)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    files = PublicFiles(frozenset({url}))
    try:
        assert await fetched(files, f"{url}/found") == b"x" * 2_000
        expected: list[tuple[str, int, type[FetchError]]] = [
            ("found", 1_000, TooLarge),
            ("away", 9_000, Gone),
            ("state/404", 9_000, Gone),
            ("state/503", 9_000, Later),
        ]
        for place, most, error in expected:
            with pytest.raises(error):
                await fetched(files, f"{url}/{place}", most)
    finally:
        await runner.cleanup()
    with pytest.raises(Later):
        await fetched(files, f"{url}/found")
