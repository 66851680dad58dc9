"""What the open channels can deliver; each answers for itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.channels.base import Channel
from handlers.messages import Address
from handlers.reaching import Promise, Reach, Way


@runtime_checkable
class Reaching(Protocol):
    """A channel that can write first."""

    def reach(self, now: datetime, due: datetime | None) -> tuple[Reach, datetime | None]:
        """How far it gets until `due` with who writes at `now`; with `UNTIL`, the last moment."""
        ...

    def way(self) -> Way | None:
        """The way into it from elsewhere, None while that is not known."""
        ...


@runtime_checkable
class Phoning(Protocol):
    """A channel that reaches people by their phone number too, where they gave it."""

    def wants_number(self, contact: str) -> bool:
        """Whether a number would be of use, and none is kept."""
        ...


class OpenChannels:
    """The `Deliverability` of `handlers.reaching` over the channels of this process."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels

    def promise(self, endpoint: str, now: datetime, due: datetime | None) -> Promise:
        """What the channel of this endpoint can deliver until `due` to who writes to it now."""
        own: object = self._channels.get(endpoint)
        if not isinstance(own, Reaching):
            return Promise(Reach.NEVER, others=self._further(endpoint, now, due))
        reach, until = own.reach(now, due)
        others = () if reach is Reach.ALWAYS else self._further(endpoint, now, due)
        return Promise(reach, until, others)

    def wants_number(self, here: Address) -> bool:
        """Whether a phone number would reach them where this chat no longer does."""
        own: object = self._channels.get(here.endpoint)
        return isinstance(own, Phoning) and own.wants_number(here.contact)

    def _further(self, endpoint: str, now: datetime, due: datetime | None) -> tuple[Way, ...]:
        found = []
        channels: Mapping[str, object] = self._channels
        for other, channel in channels.items():
            if other == endpoint or not isinstance(channel, Reaching):
                continue
            way = channel.way()
            if way is not None and channel.reach(now, due)[0] is Reach.ALWAYS:
                found.append(way)
        return tuple(found)
