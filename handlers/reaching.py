"""What a channel can deliver until a date: asked when someone begins to follow, and said to them.

Each channel answers for itself (`reach`); `bot.deliverability` knows the channels that are open.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handlers.join_ports import JoinBook
from handlers.messages import Address, ChannelName


class Reach(StrEnum):
    """How far what we write first gets."""

    ALWAYS = "always"
    """To the person's phone, at any time."""
    ON_OPENING = "on_opening"
    """Seen when they open the page again, on the same device."""
    UNTIL = "until"
    """At any time, but only until a moment before the date asked about."""
    SCARCE = "scarce"
    """At any time, but the month's messages are nearly used up: some may wait for the next."""
    NEVER = "never"
    """This channel only answers."""


@dataclass(frozen=True, slots=True)
class Way:
    """Another channel of the ward, with a link into it."""

    name: str
    url: str
    """Without a query; `?start=…` may be put after it."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What can be promised here, and where else."""

    reach: Reach
    until: datetime | None = None
    """With `UNTIL`: the last moment; with `SCARCE`: when the next month's messages begin."""
    others: tuple[Way, ...] = ()
    """Channels that reach further, none if this one reaches always."""
    joined: ChannelName | None = None
    """The joined chat that reaches always, where this one does not."""


class Deliverability(Protocol):
    """Answers for the channels that are open."""

    def promise(self, endpoint: str, now: datetime, due: datetime | None) -> Promise:
        """What the channel of this endpoint can deliver until `due` to who writes to it now."""
        ...

    def wants_number(self, here: Address) -> bool:
        """Whether a phone number, not kept yet, would reach them where this chat does not."""
        ...


def promised(
    reach: Deliverability, joins: JoinBook, here: Address, now: datetime, due: datetime | None
) -> Promise:
    """What can be promised to a person who writes here: by this chat, or by one joined with it."""
    own = reach.promise(here.endpoint, now, due)
    if own.reach is Reach.ALWAYS:
        return own
    for one in joins.joined(here.contact):
        if reach.promise(one.endpoint, now, due).reach is Reach.ALWAYS:
            return Promise(Reach.ALWAYS, joined=one.channel)
    return own


class NoDelivery:
    """Of a dialogue in memory: nothing is sent by itself."""

    def promise(self, endpoint: str, now: datetime, due: datetime | None) -> Promise:
        """Nothing."""
        del endpoint, now, due
        return Promise(Reach.NEVER)

    def wants_number(self, here: Address) -> bool:
        """Never."""
        del here
        return False
