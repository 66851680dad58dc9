"""The people of the simulation: a channel that keeps what arrives, and sometimes is down."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.base import ChannelLimits, Part, TryAgain, Unreachable
from handlers.clock import Clock
from handlers.messages import ChannelName, Reply
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind


@dataclass(frozen=True, slots=True)
class Outage:
    """A stretch in which something does not work."""

    start: datetime
    end: datetime

    def covers(self, now: datetime) -> bool:
        """Whether it does not work now."""
        return self.start <= now < self.end


@dataclass(slots=True)
class Mailbox:
    """One endpoint's channel: remembers every part, refuses while it is down."""

    name: ChannelName
    clock: Clock
    outages: tuple[Outage, ...] = ()
    gone: frozenset[str] = frozenset()
    """Contacts who have blocked us."""
    arrived: list[tuple[datetime, str, int]] = field(default_factory=list)
    """When, to whom, and the number of the outbox row."""
    limits: ChannelLimits = field(default_factory=ChannelLimits)

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """The reply as it is, in one part."""
        return (Part(reply=reply),)

    async def send(self, to: Destination, part: Part) -> str:
        """Take it, unless the channel is down or the person gone.

        Raises:
            TryAgain: the channel is down.
            Unreachable: this person has blocked us.
        """
        now = self.clock.now()
        if any(outage.covers(now) for outage in self.outages):
            raise TryAgain
        if to.address.contact in self.gone:
            raise Unreachable
        self.arrived.append((now, to.address.contact, int(part.key.partition(":")[0])))
        return str(len(self.arrived))

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """This channel forbids nothing."""
