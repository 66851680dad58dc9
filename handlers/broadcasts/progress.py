"""How far a broadcast is: what left, how fast, how long it will still take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.broadcast import Broadcast, BroadcastState
from handlers.broadcasts import ending
from handlers.store import broadcasting, broadcasts
from handlers.store.unit_of_work import Work

LATELY: Final = timedelta(seconds=60)
"""Over which the rate is counted."""
SENT: Final = frozenset({"sent", "delivered", "unknown"})
WAITING: Final = frozenset({"queued", "temporary", "sending"})


@dataclass(frozen=True, slots=True)
class Progress:
    """Numbers of one moment."""

    state: BroadcastState
    whole: int
    """Recipients; while copies are still being queued, as many as there are now."""
    queued: int
    sent: int
    """Left, delivered or in doubt."""
    waiting: int
    """Still to leave."""
    rate: float
    """Messages a second over the last minute."""

    @property
    def settled(self) -> int:
        """Sent, or surely not to be sent any more."""
        return max(0, self.queued - self.waiting)

    @property
    def left(self) -> timedelta | None:
        """How long the rest takes at this rate; None while nothing leaves."""
        if self.rate <= 0 or self.state is not BroadcastState.SENDING:
            return None
        return timedelta(seconds=round((self.whole - self.settled) / self.rate))

    @property
    def over(self) -> bool:
        """Whether it moves no more by itself."""
        moving = (BroadcastState.SENDING, BroadcastState.SCHEDULED)
        return self.state not in moving


def progress_of(work: Work, one: Broadcast, now: datetime) -> Progress:
    """How far it is."""
    counts = ending.figures(work, one)
    queued = sum(each.number for each in counts)
    whole = queued if one.queued_at is not None or one.figures else _whole(work, one, now)
    return Progress(
        state=one.state,
        whole=max(queued, whole),
        queued=queued,
        sent=sum(each.number for each in counts if each.state in SENT),
        waiting=sum(each.number for each in counts if each.state in WAITING),
        rate=_rate(work, one, now),
    )


def _whole(work: Work, one: Broadcast, now: datetime) -> int:
    return broadcasts.size(work, one, now)


def _rate(work: Work, one: Broadcast, now: datetime) -> float:
    if one.state is not BroadcastState.SENDING or one.started_at is None:
        return 0.0
    since = max(now - LATELY, one.started_at)
    seconds = (now - since).total_seconds()
    return broadcasting.left_since(work, one.id, since) / seconds if seconds >= 1 else 0.0
