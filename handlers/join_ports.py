"""What the flow about a person's chats reads, as a port."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.messages import ChannelName


@dataclass(frozen=True, slots=True)
class Offer:
    """A code that can be taken now, and whose it is."""

    contact: str
    channel: ChannelName
    person: str | None = None
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Another chat of the same person."""

    contact: str
    endpoint: str
    channel: ChannelName


class JoinBook(Protocol):
    """Reads which chats are one person's."""

    def joined(self, contact: str) -> tuple[Joined, ...]:
        """The other chats of who this chat belongs to."""
        ...

    def offered(self, commune: str, code_hash: str, now: datetime) -> Offer | None:
        """What a code joins, while it holds."""
        ...

    def channel(self, contact: str) -> ChannelName | None:
        """The channel of a chat."""
        ...


class NobodyJoined:
    """The book of a dialogue that keeps nothing."""

    def joined(self, contact: str) -> tuple[Joined, ...]:
        """None."""
        del contact
        return ()

    def offered(self, commune: str, code_hash: str, now: datetime) -> Offer | None:
        """None."""
        del commune, code_hash, now
        return None

    def channel(self, contact: str) -> ChannelName | None:
        """None."""
        del contact
        return None
