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
    gone: set[str] = field(default_factory=set)
    """Chats of those who have blocked us."""
    arrived: list[tuple[datetime, str, int]] = field(default_factory=list)
    """When, to whom, and the number of the outbox row."""
    tried: list[tuple[datetime, str, int]] = field(default_factory=list)
    """The same of what was tried with somebody who has blocked us."""
    limits: ChannelLimits = field(default_factory=ChannelLimits)

    def down(self, start: datetime, end: datetime) -> bool:
        """Whether it was down at some time of this stretch."""
        return any(one.start <= end and start <= one.end for one in self.outages)

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
        self._look(now)
        row = now, to.address.contact, int(part.key.partition(":")[0])
        if to.chat in self.gone:
            self.tried.append(row)
            raise Unreachable
        self.arrived.append(row)
        return str(len(self.arrived))

    def _look(self, now: datetime) -> None:
        if any(outage.covers(now) for outage in self.outages):
            raise TryAgain

    def leave(self, chat: str) -> None:
        """They block us."""
        self.gone.add(chat)

    def come_back(self, chat: str) -> None:
        """They let us write again."""
        self.gone.discard(chat)

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """This channel forbids nothing."""
