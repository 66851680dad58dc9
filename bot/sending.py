"""One try at one message: parts in order, and what each failure means for its row."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

import structlog

from bot.channels.base import (
    Channel,
    Choosing,
    DeliveryError,
    Moved,
    Part,
    Refused,
    TryAgain,
    Uncertain,
    Unreachable,
    Withheld,
)
from handlers.clock import Clock
from handlers.messages import Reply
from handlers.notices.quiet import in_daytime, is_quiet
from handlers.ringing import rings
from handlers.store import contacts, joins, outbox, rates
from handlers.store.outbox import DOUBT, Claimed, Closed, End
from handlers.store.states import (
    CRASH,
    MAYBE_TWICE,
    MOVED,
    AfterCrash,
    ContactState,
    OutboxKind,
    OutboxStatus,
)
from handlers.store.unit_of_work import Work
from handlers.tags import tag_of
from knowledge.calendar import DAYTIME, Span

GAPS: Final = tuple(timedelta(seconds=s) for s in (0, 5, 30, 120, 600, 1800, 3600))
"""Before each next try: at once, then with growing gaps, 1 hour 42 minutes in all."""
DOWN_MOST: Final = timedelta(minutes=10)
"""Between two tries of a reply while nothing leaves for anybody: soon after the end it goes."""

DAYTIME_ONLY: Final = frozenset({OutboxKind.NOTICE, OutboxKind.BROADCAST})
"""What leaves in daytime only: queued in the evening and tried again at night, it waits."""
MOVABLE: Final = DAYTIME_ONLY | {OutboxKind.ALERT}
"""What another chat of the same person may get instead."""

NO_HOURS: Final[Mapping[str, Span]] = MappingProxyType({})

log = structlog.get_logger(__name__)
Record = Callable[[tuple[str, ...]], Awaitable[bool]]


class _LeaseLost(Exception):  # noqa: N818 - never leaves this module
    """Another process has the row by now."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a try, to be written in one transaction."""

    outcome: str
    """`sent`, `again`, or the status it ended in."""
    provider_ids: tuple[str, ...] = ()
    reason: str | None = None
    again_at: datetime | None = None
    pause_until: datetime | None = None
    counted: bool = True
    """False: the endpoint was held back whole, which is no try of this message."""
    contact_state: ContactState | None = None
    chat: str | None = None
    more_parts: int = 0
    """Parts beyond the first that the rate must be charged for."""

    def apply(self, work: Work, claimed: Claimed, sender: str, now: datetime) -> Closed:
        """Write it down."""
        address = claimed.to.address
        if self.pause_until is not None:
            rates.pause(work, address.endpoint, self.pause_until)
        if self.more_parts:
            rates.take_more(work, address.endpoint, self.more_parts)
        if self.chat is not None:
            contacts.move_chat(work, address.endpoint, claimed.to.chat or "", self.chat)
        if self.contact_state is not None:
            contacts.mark_contact(work, address.contact, self.contact_state)
        if self.again_at is not None:
            why = self.reason or "again"
            return outbox.try_later(
                work, claimed.id, sender, self.again_at, why, counted=self.counted
            )
        if self._elsewhere(claimed) and joins.move(work, claimed.id, address.contact, sender, now):
            return Closed(mine=True)
        end = End(OutboxStatus(self.outcome), self.provider_ids, self._reason(claimed))
        closed = outbox.finish(work, claimed, sender, end, now)
        if self.contact_state is ContactState.BLOCKED:
            outbox.hold_pushes(work, address.contact, "unreachable")
        return closed

    def _reason(self, claimed: Claimed) -> str | None:
        """Why it ended so; of what left after a sender had died with it, that it may be twice."""
        again = self.outcome == OutboxStatus.SENT and claimed.reason == CRASH
        return self.reason or (MAYBE_TWICE if again else None)

    def _elsewhere(self, claimed: Claimed) -> bool:
        """Whether another chat of the same person may get it: nothing of it has gone here."""
        barred = self.outcome == "withheld" or self.reason == "unreachable"
        fresh = not self.provider_ids and claimed.reason != MOVED
        return barred and fresh and claimed.kind in MOVABLE


async def attempt(
    channel: Channel,
    claimed: Claimed,
    clock: Clock,
    record: Record,
    hours: Mapping[str, Span] = NO_HOURS,
) -> Attempt:
    """Send the parts not yet sent; never raises. `hours`: daytime by endpoint."""
    sent = list(claimed.provider_ids)
    try:
        if claimed.kind in DAYTIME_ONLY and rings(channel.name):
            _by_day(clock.now(), hours.get(claimed.to.address.endpoint, DAYTIME))
        await _send_parts(channel, claimed, clock, record, sent)
    except _LeaseLost:
        return Attempt("expired", tuple(sent), "lease")
    except (Uncertain, TimeoutError):
        found = _uncertain(claimed, clock.now())
    except DeliveryError as error:
        found = _failed(error, claimed, clock.now())
    except Exception as error:
        log.exception("outbox.defect", outbox=claimed.id, error=type(error).__name__)
        found = _later(claimed, clock.now(), timedelta(0), "defect")
    else:
        doubt = DOUBT in sent
        found = Attempt("unknown", reason="uncertain") if doubt else Attempt("sent")
    extra = max(0, len(sent) - max(1, len(claimed.provider_ids)))
    limited = channel.limits.per_second is not None
    return replace(found, provider_ids=tuple(sent), more_parts=extra if limited else 0)


def _by_day(now: datetime, hours: Span) -> None:
    if is_quiet(now, hours):
        raise TryAgain(in_daytime(now, hours) - now)


async def _send_parts(
    channel: Channel, claimed: Claimed, clock: Clock, record: Record, sent: list[str]
) -> None:
    if claimed.kind is not OutboxKind.REPLY:
        now = clock.now()
        await channel.may_push(claimed.to, claimed.kind, now)
    parts = await _parts(channel, claimed, clock)
    for number in range(claimed.parts_sent, len(parts)):
        part = replace(parts[number], key=f"{claimed.id}:{number}")
        if number == 0:
            part = replace(part, edits=claimed.edits)
        sent.append(await _in_time(channel, claimed, part))
        # The last part is recorded with the end of the whole message.
        if number + 1 < len(parts) and not await record(tuple(sent)):
            raise _LeaseLost


async def _parts(channel: Channel, claimed: Claimed, clock: Clock) -> tuple[Part, ...]:
    """As the channel says it; of what was begun it is asked anew whether the rest may go."""
    reply = _tagged(claimed)
    if claimed.kind is OutboxKind.REPLY or not isinstance(channel, Choosing):
        return channel.render(reply)
    begun = claimed.parts_sent
    return await channel.push_parts(claimed.to, reply, claimed.kind, clock.now(), begun)


def _tagged(claimed: Claimed) -> Reply:
    """What we start ourselves wears a tag, by which it is answered where there are no buttons."""
    if claimed.kind is OutboxKind.REPLY or not claimed.reply.choices:
        return claimed.reply
    return replace(claimed.reply, tag=tag_of(claimed.seq))


async def _in_time(channel: Channel, claimed: Claimed, part: Part) -> str:
    """The channel's id of a part; where nothing may be repeated, a part in doubt is passed over."""
    try:
        async with asyncio.timeout(channel.limits.send_seconds):
            return await channel.send(claimed.to, part)
    except (Uncertain, TimeoutError):
        if claimed.after_crash is not AfterCrash.UNKNOWN:
            raise
        log.warning("outbox.in_doubt", outbox=claimed.id, contact=claimed.to.address.contact)
        return DOUBT


def _failed(error: DeliveryError, claimed: Claimed, now: datetime) -> Attempt:
    match error:
        case TryAgain(after=after, whole=whole, down=down):
            found = _later(claimed, now, after, "again", down=down)
            return replace(found, pause_until=now + after, counted=False) if whole else found
        case Withheld(reason=reason):
            return Attempt("withheld", reason=reason, contact_state=ContactState.WAITING)
        case Unreachable(only=only):
            state = None if only else ContactState.BLOCKED
            return Attempt("failed", reason="unreachable", contact_state=state)
        case Moved(chat=chat):
            return replace(_later(claimed, now, timedelta(0), "moved"), chat=chat)
        case Refused(reason=reason):
            log.error("outbox.refused", outbox=claimed.id, reason=reason)
            return Attempt("failed", reason=reason)
        case _:
            return _later(claimed, now, timedelta(0), "again")


def _later(
    claimed: Claimed, now: datetime, after: timedelta, why: str, *, down: bool = False
) -> Attempt:
    reply = claimed.kind is OutboxKind.REPLY
    if claimed.attempts > len(GAPS):
        # What we owe, and what the channel stands in the way of, is tried while it is of use.
        if not down and (reply or why != "again"):
            log.error("outbox.dead", outbox=claimed.id, attempts=claimed.attempts)
            return Attempt("dead", reason=why)
        log.error("outbox.waits", outbox=claimed.id, attempts=claimed.attempts)
    gap = GAPS[min(claimed.attempts, len(GAPS)) - 1]
    gap = min(gap, DOWN_MOST) if down and reply else gap
    return Attempt("again", reason=why, again_at=now + max(after, gap))


def _uncertain(claimed: Claimed, now: datetime) -> Attempt:
    """It may have arrived: a waiting person gets it once more, a notice is not repeated."""
    repeat = claimed.kind is OutboxKind.REPLY and claimed.after_crash is AfterCrash.RESEND
    if repeat and claimed.reason != "uncertain":
        return Attempt("again", reason="uncertain", again_at=now)
    return Attempt("unknown", reason="uncertain")
