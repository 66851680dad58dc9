"""The people of the simulation: a channel that keeps what arrives, and sometimes is down."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.base import ChannelLimits, Part, TryAgain, Unreachable, Withheld
from bot.channels.zalo_oa.templates import Pricing
from bot.channels.zalo_oa.windows import Known, Reason, decide
from handlers.clock import Clock
from handlers.messages import ChannelName, Reply
from handlers.store.contacts import Destination
from handlers.store.interactions import last_word
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store


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
        if any(outage.covers(now) for outage in self.outages):
            raise TryAgain
        if to.address.contact in self.gone:
            raise Unreachable
        self.arrived.append((now, to.address.contact, int(part.key.partition(":")[0])))
        return str(len(self.arrived))

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """This channel forbids nothing."""


@dataclass(slots=True)
class WindowedMailbox(Mailbox):
    """An Official Account without a budget: it may write only after a person's word."""

    store: Store | None = None

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """As the product decides it.

        Raises:
            Withheld: the person has been silent for too long.
        """
        del kind
        if self.store is None:
            raise Withheld(Reason.WINDOW)
        with self.store.read() as work:
            last = last_word(work, to.address.contact)
        found = decide(Known(now, last), Pricing())
        if isinstance(found, Reason):
            raise Withheld(found)
