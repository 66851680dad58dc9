"""Server-sent events: new messages of one thread, each under its `seq` as Last-Event-ID."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

from bot.web.chat.threads import News, Threads
from bot.web.ports import WebSettings
from handlers.errors import MotcuaError
from handlers.messages import Address

RETRY_MS: Final = 2_000
"""What the browser waits before it reconnects."""

SOON: Final = 1.0
"""Seconds between looks while an answer is due: another process may be writing it."""


class Streams:
    """The open streams: how many each visitor holds, and the word to end them all."""

    def __init__(self, settings: WebSettings) -> None:
        self._limits = settings.limits
        self._open: Counter[str] = Counter()
        self.closing = asyncio.Event()

    def close(self) -> None:
        """End every stream; browsers reconnect to the next process."""
        self.closing.set()

    def room(self, contact: str) -> bool:
        """Whether this visitor may hold one more."""
        return (
            not self.closing.is_set()
            and self._open[contact] < self._limits.streams_per_visitor
            and self._open.total() < self._limits.streams_total
        )

    @contextmanager
    def held(self, contact: str) -> Iterator[None]:
        """Count one stream while it is open."""
        self._open[contact] += 1
        try:
            yield
        finally:
            self._open[contact] -= 1
            self._open += Counter()  # drops the zeros


class EventStream:
    """Follows one thread after another for as many browsers as there is room for."""

    def __init__(self, threads: Threads, streams: Streams, settings: WebSettings) -> None:
        self._threads = threads
        self._streams = streams
        self._settings = settings

    async def events(self, address: Address, since: int) -> AsyncIterator[str]:
        """The stream's text after entry `since`; ends after its life, or when we stop."""
        life = asyncio.ensure_future(self._life())
        waiting: bool | None = None
        try:
            with self._streams.held(address.contact):
                yield f"retry: {RETRY_MS}\n\n"
                while not life.done():
                    news = await self._threads.news(address, since)
                    yield _told(news, told_waiting=waiting)
                    since, waiting = news.last, news.waiting
                    await self._pause(address, news, life)
        except MotcuaError:
            return  # the browser comes back after `retry`
        finally:
            life.cancel()

    async def _life(self) -> None:
        try:
            async with asyncio.timeout(self._settings.stream_life):
                await self._streams.closing.wait()
        except TimeoutError:
            return

    async def _pause(self, address: Address, news: News, life: asyncio.Future[None]) -> None:
        seconds = SOON if news.waiting else self._settings.stream_beat
        task = asyncio.ensure_future(self._threads.wait(address, news.last, seconds))
        try:
            await asyncio.wait({task, life}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
        finally:
            task.cancel()


def _told(news: News, *, told_waiting: bool | None) -> str:
    """The events of one look; a comment as a sign of life when there is nothing to tell."""
    events = [
        f"id: {one['seq']}\nevent: message\ndata: {json.dumps(one)}\n\n" for one in news.messages
    ]
    if news.waiting is not told_waiting:
        events.append(f"event: state\ndata: {json.dumps({'waiting': news.waiting})}\n\n")
    return "".join(events) or ": \n\n"
