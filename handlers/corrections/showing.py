"""A correction before and after it leaves: who was told what, how each channel says it."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.broadcast_reports import Look
from handlers.correction import Correction, CorrectionState
from handlers.corrections import sending
from handlers.messages import ChannelName, Reply
from handlers.store import check_codes, corrections
from handlers.store.contacts import account_of
from handlers.store.corrections import Outcome
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording.corrections import letter

GROUPS: Final = 8
"""Old figures shown with their messages, the most people first; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Group:
    """Those who were last told one other figure."""

    old: tuple[str, ...]
    channels: tuple[tuple[str, int], ...]
    """People by channel, the most first."""
    looks: tuple[tuple[str, Look], ...]
    """What each of these channels shows; the bridge by its gateways."""

    @property
    def people(self) -> int:
        """On all channels."""
        return sum(number for _, number in self.channels)


@dataclass(frozen=True, slots=True)
class View:
    """One correction as an officer reads it."""

    groups: tuple[Group, ...]
    """Who is owed it now; after it was let go, who still waits for their copy to be made."""
    more: int
    """People of further old figures."""
    outcomes: tuple[Outcome, ...]
    """What became of the copies, for the 30 days the outbox keeps them."""

    @property
    def people(self) -> int:
        """How many are owed it."""
        return sum(one.people for one in self.groups) + self.more


def view(
    work: Work,
    ward: Ward,
    one: Correction,
    now: datetime,
    look: Callable[[str, str, Reply], Look],
) -> View:
    """Everything there is to be read of it; nothing is sent."""
    counted: dict[tuple[str, ...], Counter[tuple[str, str]]] = defaultdict(Counter)
    if one.state in {CorrectionState.OPEN, CorrectionState.SENDING}:
        for each in sending.all_owed(work, one, one.since or sending.since(ward, now)):
            counted[each.old][each.channel, each.endpoint] += 1
    ranked = sorted(counted.items(), key=lambda each: -each[1].total())
    groups = []
    for old, endpoints in ranked[:GROUPS]:
        reply = letter(ward.commune, one, old)
        if work.seal is not None:
            reply, _ = check_codes.stamped(
                work.seal, reply, ward.commune.key, OutboxKind.NOTICE, now
            )
        channels: Counter[str] = Counter()
        looks: list[tuple[str, Look]] = []
        for (channel, endpoint), number in endpoints.most_common():
            if channel not in channels or channel == ChannelName.BRIDGE:
                looks.append((channel, look(channel, account_of(work, endpoint), reply)))
            channels[channel] += number
        groups.append(Group(old, tuple(channels.most_common()), tuple(looks)))
    more = sum(endpoints.total() for _, endpoints in ranked[GROUPS:])
    return View(tuple(groups), more, tuple(corrections.outcomes(work, one.id)))
