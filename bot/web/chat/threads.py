"""A thread as the page and its script want it: rendered messages, whether more is due."""

import asyncio
from dataclasses import dataclass
from typing import Final

from bot.channels.web.thread import Thread
from bot.web.chat.view import Message, labels_of, messages, recent
from bot.web.ports import ChatDesk, PublicPages
from bot.web.templating import Pages
from handlers.errors import MotcuaError
from handlers.messages import Address, InboundKind, Reply

NEWEST: Final = 40
"""Entries rendered for a page; `recent` keeps what fits of them."""

LOOK: Final = 0.5
"""Seconds until a page that waits for its answer looks again, if nothing wakes it."""

SETTLE: Final = 0.02
"""The same once a reply is there: its delivery is marked done a moment later, without news."""


@dataclass(frozen=True, slots=True)
class News:
    """What a thread has after one entry."""

    messages: tuple[dict[str, object], ...]
    """Each with `seq`, `mine` and `html`."""
    last: int
    waiting: bool


class Threads:
    """Reads threads from the desk and renders them."""

    def __init__(self, desk: ChatDesk, public: PublicPages, pages: Pages) -> None:
        self._desk = desk
        self._public = public
        self._pages = pages

    async def shown(self, address: Address, *, whole: bool) -> tuple[tuple[Message, ...], Thread]:
        """The newest messages of the thread, or all of them, for the page."""
        thread = await self._desk.thread(address)
        entries = thread.entries if whole else thread.entries[-NEWEST:]
        rendered = tuple(messages(entries, await self._labels(thread)))
        return rendered if whole else recent(rendered), thread

    async def news(self, address: Address, since: int) -> News:
        """Messages after `since`, as the page's script takes them."""
        thread = await self._desk.thread(address, since)
        labels: dict[str, str] = {}
        if any(e.said and e.said.kind == InboundKind.TAP for e in thread.entries):
            labels = await self._labels(await self._desk.thread(address) if since else thread)
        rendered = tuple(self._told(one) for one in messages(thread.entries, labels))
        last = max((entry.seq for entry in thread.entries), default=since)
        return News(rendered, last, thread.waiting)

    async def greeting(self) -> Reply:
        """The first words; none while the catalogue cannot be read, so that the page stands."""
        try:
            return await asyncio.to_thread(self._public.greeting)
        except MotcuaError:
            return Reply(())

    async def wait(self, address: Address, since: int, seconds: float) -> None:
        """Until the thread may have changed."""
        await self._desk.wait_for_news(address, since, seconds)

    async def answered(self, address: Address, seconds: float) -> None:
        """Until nothing is due in the thread, at most `seconds`: for pages without a script."""
        try:
            last, pause = 0, LOOK
            async with asyncio.timeout(seconds):
                while (thread := await self._desk.thread(address, last)).waiting:
                    if thread.entries:
                        last = thread.entries[-1].seq
                        pause = SETTLE if thread.entries[-1].reply else LOOK
                    await self._desk.wait_for_news(address, last, pause)
        except (TimeoutError, MotcuaError):
            return  # stored all the same; the page says that the answer is on its way

    def _told(self, one: Message) -> dict[str, object]:
        html = self._pages.fragment("message.html", m=one)
        return {"seq": one.seq, "mine": one.mine, "html": html}

    async def _labels(self, thread: Thread) -> dict[str, str]:
        greeting = await self.greeting()
        replies = [entry.reply for entry in thread.entries if entry.reply is not None]
        return labels_of([greeting, *replies])
