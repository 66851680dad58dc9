"""Prints replies where `motcua chat` runs."""

from collections.abc import Callable
from datetime import datetime

from bot.channels.base import ChannelLimits, Part
from bot.channels.terminal.render import reply_text
from handlers.messages import ChannelName, Reply
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind


class TerminalChannel:
    """One person at one terminal."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self.name = ChannelName.TERMINAL
        self.limits = ChannelLimits(text=20_000, buttons=40)
        self._show = show
        self._count = 0

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """The whole reply in one part."""
        return (Part(text=reply_text(reply)),)

    async def send(self, to: Destination, part: Part) -> str:
        """Print it."""
        del to
        self._show(part.text)
        self._count += 1
        return str(self._count)

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """Whoever sits there may be told anything."""
        del to, kind, now
