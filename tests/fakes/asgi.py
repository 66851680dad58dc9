"""An HTTP client of an application in this process, without a thread between the two."""

import asyncio
import atexit
from collections.abc import AsyncIterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import httpx2
from fastapi import FastAPI


class _Transport(httpx2.BaseTransport):
    """Hands each request to the application and waits for the whole answer."""

    def __init__(self, app: FastAPI, peer: tuple[str, int]) -> None:
        self._app = httpx2.ASGITransport(app, client=peer)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if _is_running():  # a browser's driver has a loop of its own in this thread
            return _elsewhere().submit(self._waits, request).result()
        return self._waits(request)

    def _waits(self, request: httpx2.Request) -> httpx2.Response:
        return _loop().run_until_complete(self._answer(request))

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._app.handle_async_request(request)
        assert isinstance(answer.stream, AsyncIterable)
        body = b"".join([part async for part in answer.stream])
        return httpx2.Response(answer.status_code, headers=answer.headers, content=body)


def client_of(app: FastAPI, base: str, peer: tuple[str, int]) -> httpx2.Client:
    """A client at that address; what goes wrong in the application is raised here."""
    return httpx2.Client(transport=_Transport(app, peer), base_url=base, follow_redirects=True)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One for all: a request leaves nothing in it."""
    made = asyncio.new_event_loop()
    atexit.register(made.close)
    return made


def _is_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@cache
def _elsewhere() -> ThreadPoolExecutor:
    """One thread, so that the loop runs in one place at a time."""
    return ThreadPoolExecutor(1)
