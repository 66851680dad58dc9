"""The end of a broadcast: the final report, rows that are missing in it, and who hears of it.

A gateway may report after the end what arrived and what did not: so the figures are counted from
the copies as long as the outbox keeps them, and written down once before it begins to forget.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from handlers.broadcast import Broadcast, BroadcastState
from handlers.broadcasts import telling
from handlers.store import broadcasting, broadcasts, recipients
from handlers.store.broadcasting import Count
from handlers.store.codec import dumps
from handlers.store.stuck import stuck_copies
from handlers.store.unit_of_work import Work
from handlers.ward import Ward

STUCK: Final = timedelta(minutes=30)
"""A copy due so long that nobody takes: the channel is not open, or its sender is gone."""
KEPT: Final = timedelta(days=29)
"""After its beginning the figures are written down for good: a day before the first copy goes."""

log = structlog.get_logger(__name__)
_S = BroadcastState


def settle(work: Work, ward: Ward, one: Broadcast, now: datetime) -> bool:
    """Nothing more of it can leave: keep the figures; else look whether something is stuck."""
    if one.figures is not None or one.state in {_S.DONE, _S.DRAFT}:
        return False
    late = one.expires_at is not None and one.expires_at <= now
    whole = one.queued_at is not None or one.state is _S.CANCELLED or late
    if not whole or broadcasting.anything_open(work, one.id):
        _watch(work, one, now)
        return False
    counts = broadcasting.counts(work, one.id)
    state = one.state if one.state is _S.CANCELLED else _S.DONE
    ended = one.finished_at or now
    broadcasts.change(work, one, state=state, finished_at=ended, figures=_listed(counts))
    recipients.clear(work, one.id)
    missing = lost(one, counts, now)
    if missing:
        log.error("broadcast.lost_rows", broadcast=one.id, number=missing)
    log.info("broadcast.done", broadcast=one.id, queued=one.queued)
    if one.started_at is not None:
        telling.done(work, ward, replace(one, state=state), (counts, missing), now)
    return True


def lost(one: Broadcast, counts: Sequence[Count], now: datetime) -> int:
    """How many were to get a copy and have none, while the outbox has forgotten nothing."""
    if one.started_at is None or one.started_at <= now - KEPT:
        return 0
    return max(0, one.queued - sum(each.number for each in counts))


def figures(work: Work, one: Broadcast) -> list[Count]:
    """What became of the copies: as the outbox tells now, later as it was written down."""
    if one.figures is not None and one.summed_at is not None:
        return [Count(*each) for each in json.loads(one.figures)]
    return broadcasting.counts(work, one.id)


def sum_up(work: Work, now: datetime) -> bool:
    """Write down for good what became of one whose copies will be purged; False: of none."""
    found = broadcasts.to_sum_up(work, now - KEPT)
    if found is None:
        return False
    counts = broadcasting.counts(work, found.id)
    broadcasts.change(work, found, figures=_listed(counts), summed_at=now)
    return True


def _listed(counts: Sequence[Count]) -> str:
    return dumps(
        [
            [each.channel, each.state, each.why, each.number, *([each.area] if each.area else [])]
            for each in counts
        ]
    )


def _watch(work: Work, one: Broadcast, now: datetime) -> None:
    if one.state is _S.SENDING and (number := stuck_copies(work, one.id, now - STUCK)):
        log.warning("broadcast.stuck", broadcast=one.id, number=number)
