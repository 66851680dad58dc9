"""A channel of ours for tests: it remembers what it sent, and fails as it is told."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.channels.base import ChannelLimits, Part
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind


class FakeChannel:
    """One part a paragraph; `troubles` are raised in turn, None means it goes through."""

    def __init__(
        self, limits: ChannelLimits | None = None, name: ChannelName = ChannelName.TELEGRAM
    ) -> None:
        self.name = name
        self.limits = limits or ChannelLimits()
        self.sent: list[tuple[str, str]] = []
        self.keys: list[str] = []
        self.edits: list[tuple[str, ...]] = []
        self.troubles: list[BaseException | None] = []
        self.forbidden: Exception | None = None
        self.before_send: Callable[[Part], None] = lambda _: None
        self.in_flight = 0
        self.most_in_flight = 0

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """A part a paragraph."""
        return tuple(Part(one.text) for one in reply.blocks if isinstance(one, Paragraph))

    async def send(self, to: Destination, part: Part) -> str:
        """Remember it, or fail."""
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        await asyncio.sleep(0)
        self.in_flight -= 1
        self.before_send(part)
        self.keys.append(part.key)
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble
        self.sent.append((str(to.chat), part.text))
        self.edits.append(part.edits)
        return f"id-{len(self.sent)}"

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """Refuse what we start ourselves, if told so."""
        del to, kind, now
        if self.forbidden is not None:
            raise self.forbidden

    def texts(self, chat: str = "chat-1") -> list[str]:
        """What a chat got."""
        return [text for to, text in self.sent if to == chat]
