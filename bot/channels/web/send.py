"""The web channel sends by adding a line to the thread; pages and event streams read it."""

import asyncio
from collections import defaultdict
from datetime import datetime

from bot.channels.base import ChannelLimits, Part
from handlers.clock import Clock
from handlers.messages import ChannelName, Reply
from handlers.reaching import Reach, Way
from handlers.store import transcript
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store


class WebChannel:
    """Writes the transcript and wakes whoever reads it in this process."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.name = ChannelName.WEB
        self.limits = ChannelLimits(text=100_000, buttons=100)
        self._store = store
        self._clock = clock
        self._news: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """The reply as it is: the page lays it out."""
        return (Part(reply=reply),)

    async def send(self, to: Destination, part: Part) -> str:
        """Add the line; the same part again adds none."""
        seq = await asyncio.to_thread(self._append, to.address.contact, part)
        self.wake(str(to.chat))
        return str(seq)

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """A page shows what it is told at its next load, whenever that is."""
        del to, kind, now

    def reach(self, now: datetime, due: datetime | None) -> tuple[Reach, None]:
        """As long as the page keeps its cookie: told at the next look."""
        del now, due
        return Reach.ON_OPENING, None

    def way(self) -> Way | None:
        """None: a link into the page would open another thread, not this one."""
        return None

    async def news(self, chat: str, seconds: float) -> None:
        """Wait until this process adds a line to the chat, at most `seconds`."""
        event = self._news[chat]
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            if self._news.get(chat) is event:
                del self._news[chat]

    def wake(self, chat: str) -> None:
        """Tell the chat's readers to look again."""
        event = self._news.pop(chat, None)
        if event is not None:
            event.set()

    def _append(self, contact: str, part: Part) -> int:
        reply = part.reply or Reply(())
        now = self._clock.now()
        return self._store.write(
            lambda work: transcript.append(work, contact, part.key, reply, now)
        )
