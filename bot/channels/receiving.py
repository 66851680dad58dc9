"""What every receiver's service says of itself, and how it waits."""

import asyncio
from contextlib import suppress

from bot.channels.reception import Health, Reception


class Receiving:
    """One receiver: its health, its work in the background, and that it is to stop."""

    channel_name = ""
    """For the names of its figures."""
    health: Health

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    @property
    def state(self) -> str:
        """What the receiver is doing."""
        return str(self.health.state)

    @property
    def reception(self) -> dict[str, bool]:
        """Every state it may be in, and which one it is."""
        return {str(one): one is self.health.state for one in Reception}

    @property
    def described(self) -> str:
        """What the provider told of the account that decides what it may do; mostly nothing."""
        return ""

    @property
    def ended(self) -> bool:
        """Whether the work in the background ended without being told to."""
        return self._task is not None and self._task.done() and not self._stopping.is_set()

    async def _wait(self, seconds: float) -> None:
        """So long, or until it is to stop."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
