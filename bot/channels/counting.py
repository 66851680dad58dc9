"""Around every channel's own call: who is gone gets nothing, and what came of it is counted."""

from abc import ABC, abstractmethod
from collections import Counter

from bot.channels.base import DeliveryError, Part, Unreachable
from handlers.store.contacts import Destination


class Counting(ABC):
    """Sends parts and counts them by what came of it."""

    def __init__(self) -> None:
        self.results: Counter[str] = Counter()
        """Parts tried since the start, by what came of them."""
        self.told_to_wait = 0
        """Answers since the start that asked for time."""

    async def send(self, to: Destination, part: Part) -> str:
        """Send one message, or edit the one it replaces; its id at the provider.

        Raises:
            DeliveryError: it did not go, or may not have.
        """
        try:
            if to.chat is None:  # forgotten: the person asked for it, or was silent for two years
                raise Unreachable
            sent = await self._send(to.chat, to, part)
        except DeliveryError as error:
            self.results[type(error).__name__] += 1
            raise
        self.results["sent"] += 1
        return sent

    @abstractmethod
    async def _send(self, chat: str, to: Destination, part: Part) -> str:
        """The provider's own call."""
