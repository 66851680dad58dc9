"""What a sweep puts right before it claims: what dead senders left, what a leap misplaced."""

from datetime import datetime
from typing import Final

import structlog

from handlers.clock import SET_BACK
from handlers.conversation import REPLY_LIFE
from handlers.leaps import Leaps
from handlers.store import leaping, outbox
from handlers.store.outbox import LEASE
from handlers.store.unit_of_work import Work

CALM: Final = LEASE.total_seconds()
"""Seconds after a leap in which nobody is held dead: who lives renews its lease, or is done."""
SOON: Final = 5.0
"""Seconds after a leap in which each sweep looks for what it misplaced: one might fail."""

log = structlog.get_logger(__name__)


class TakingOver:
    """Of one process. Without `leaps` the clock is believed, as tests that hold it do."""

    def __init__(self, leaps: Leaps | None = None) -> None:
        self._leaps = leaps

    def just_leapt(self) -> bool:
        """Whether a sweep must look even where nothing seems to be due."""
        leap = None if self._leaps is None else self._leaps.look()
        return leap is not None and leap.ago <= SOON

    def put_right(self, work: Work, endpoint: str, now: datetime, *, repeatable: bool) -> None:
        """In the transaction of a claim."""
        leap = None if self._leaps is None else self._leaps.look()
        if leap is None or leap.ago > CALM:
            freed = outbox.free_late(work, endpoint, now, repeatable=repeatable)
            if freed:
                log.warning("outbox.freed", endpoint=endpoint, number=freed)
        elif leap.ago <= SOON:
            leaping.prolong_replies(work, endpoint, now + REPLY_LIFE)
            if leap.by < -SET_BACK:
                leaping.hasten_tried(work, endpoint, now, -leap.by)
        outbox.hasten(work, endpoint, now)
