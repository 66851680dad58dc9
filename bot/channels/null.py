"""A channel that talks to nobody: it counts. For benchmarks and rehearsals."""

from collections.abc import Callable
from datetime import datetime

from bot.channels.base import ChannelLimits, Part
from handlers.messages import ChannelName, Reply
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind


class NullChannel:
    """Takes every message at once and tells `sent` about it."""

    def __init__(
        self,
        sent: Callable[[Destination, Part], None] | None = None,
        name: ChannelName = ChannelName.BRIDGE,
        limits: ChannelLimits | None = None,
    ) -> None:
        self.name = name
        self.limits = limits or ChannelLimits()
        self.count = 0
        self._sent = sent

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """The reply as it is, in one part."""
        return (Part(reply=reply),)

    async def send(self, to: Destination, part: Part) -> str:
        """Count it."""
        self.count += 1
        if self._sent is not None:
            self._sent(to, part)
        return str(self.count)

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """Nobody minds."""
