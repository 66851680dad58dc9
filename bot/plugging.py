"""What of the program a channel is plugged into."""

from typing import Protocol

from bot.channels.base import Channel, FileFetcher
from bot.config import Settings
from bot.dispatch import Dispatch
from handlers.clock import Clock
from handlers.messages import ChannelName
from handlers.store.outgoing import OutgoingFiles
from handlers.store.unit_of_work import Store
from knowledge.commune import Commune


class Core(Protocol):
    """The conversation, its store, and the channels it knows."""

    settings: Settings
    clock: Clock
    store: Store
    outgoing: OutgoingFiles
    dispatch: Dispatch
    channels: dict[str, Channel]
    fetchers: dict[str, FileFetcher]

    def endpoint(self, channel: ChannelName, account: str, commune: Commune | None = None) -> str:
        """Id of a commune's endpoint on a channel."""
        ...
