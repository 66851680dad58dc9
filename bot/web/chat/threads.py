"""A thread as the page and its script want it: rendered messages, whether more is due."""

import asyncio
from dataclasses import dataclass

from bot.channels.web.thread import Thread
from bot.web.chat.view import Message, labels_of, messages
from bot.web.ports import ChatDesk, PublicPages
from bot.web.templating import Pages
from handlers.errors import MotcuaError
from handlers.messages import Address, InboundKind, Reply


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

    async def whole(self, address: Address) -> tuple[tuple[Message, ...], Thread]:
        """Every message of the thread, for the page."""
        thread = await self._desk.thread(address)
        return tuple(messages(thread.entries, await self._labels(thread))), thread

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
            async with asyncio.timeout(seconds):
                while (thread := await self._desk.thread(address)).waiting:
                    last = max((entry.seq for entry in thread.entries), default=0)
                    await self._desk.wait_for_news(address, last, 0.5)
        except (TimeoutError, MotcuaError):
            return  # stored all the same; the page says that the answer is on its way

    def _told(self, one: Message) -> dict[str, object]:
        html = self._pages.fragment("message.html", m=one)
        return {"seq": one.seq, "mine": one.mine, "html": html}

    async def _labels(self, thread: Thread) -> dict[str, str]:
        greeting = await self.greeting()
        replies = [entry.reply for entry in thread.entries if entry.reply is not None]
        return labels_of([greeting, *replies])
