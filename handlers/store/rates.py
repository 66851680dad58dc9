"""Token buckets in the database: one limit for any number of senders."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select, update

from handlers.clock import SET_BACK
from handlers.store.inserting import insert_new
from handlers.store.tables import ChannelRateRow, table_of
from handlers.store.unit_of_work import Work

WHOLE: Final = ""
"""Scope of an endpoint's own bucket."""

_RATE = table_of(ChannelRateRow)
_mine = (_RATE.c.endpoint == bindparam("for_endpoint")) & (_RATE.c.scope == bindparam("for_scope"))
_READ = select(
    _RATE.c.per_second, _RATE.c.burst, _RATE.c.tokens, _RATE.c.filled_at, _RATE.c.paused_until
).where(_mine)
_READ_LOCKED = _READ.with_for_update()
_WRITE = update(_RATE).where(_mine).values(tokens=bindparam("left"), filled_at=bindparam("at"))
_SHIFT = (
    update(_RATE).where(_mine).values(filled_at=bindparam("at"), paused_until=bindparam("until"))
)
_SPEED = (
    update(_RATE).where(_mine).values(per_second=bindparam("speed"), burst=bindparam("at_most"))
)
_TAKE_MORE = update(_RATE).where(_mine).values(tokens=_RATE.c.tokens - bindparam("number"))
_PAUSE = update(_RATE).where(_mine).values(paused_until=bindparam("until"))


def set_rate(work: Work, endpoint: str, per_second: float, burst: float, now: datetime) -> None:
    """Declare an endpoint's limit; tokens already taken stay taken."""
    columns = ("endpoint", "scope", "per_second", "burst", "tokens", "filled_at")
    row = {
        "endpoint": endpoint,
        "scope": WHOLE,
        "per_second": per_second,
        "burst": burst,
        "tokens": burst,
        "filled_at": now,
    }
    work.run(insert_new(_RATE, work.dialect, columns), row)
    values = {
        "for_endpoint": endpoint, "for_scope": WHOLE, "speed": per_second, "at_most": burst,
    }  # fmt: skip
    work.run(_SPEED, values)


def take(work: Work, endpoint: str, wanted: int, now: datetime) -> int:
    """How many messages may leave now, at most `wanted`; takes their tokens."""
    key = {"for_endpoint": endpoint, "for_scope": WHOLE}
    row = work.run(_READ_LOCKED, key).first()
    if row is None:
        return wanted
    filled_at, paused = _as_now(row.filled_at, row.paused_until, now)
    if filled_at != row.filled_at:
        work.run(_SHIFT, {**key, "at": filled_at, "until": paused})
    if paused is not None and paused > now:
        return 0
    passed = max(0.0, (now - filled_at).total_seconds())
    tokens = min(row.burst, row.tokens + passed * row.per_second)
    granted = max(0, min(wanted, int(tokens)))
    work.run(_WRITE, {**key, "left": tokens - granted, "at": max(now, filled_at)})
    return granted


def _as_now(
    filled_at: datetime, paused: datetime | None, now: datetime
) -> tuple[datetime, datetime | None]:
    """The moments of a bucket by a clock that was set back: a bot must not be mute until then."""
    ahead = filled_at - now
    if ahead <= SET_BACK:
        return filled_at, paused
    return now, paused and paused - ahead


def token_in(work: Work, endpoint: str, now: datetime) -> timedelta:
    """How long until the next message may leave."""
    row = work.run(_READ, {"for_endpoint": endpoint, "for_scope": WHOLE}).first()
    if row is None:
        return timedelta(0)
    filled_at, paused = _as_now(row.filled_at, row.paused_until, now)
    free = filled_at + timedelta(seconds=max(0.0, 1.0 - row.tokens) / row.per_second)
    return max((paused or now) - now, free - now, timedelta(0))


def take_more(work: Work, endpoint: str, number: int) -> None:
    """Charge parts beyond the first, or give back (negative) what was not used."""
    key = {"for_endpoint": endpoint, "for_scope": WHOLE}
    work.run(_TAKE_MORE, {**key, "number": float(number)})


def pause(work: Work, endpoint: str, until: datetime) -> None:
    """The channel asked us to wait: no sender of this endpoint goes on before `until`."""
    work.run(_PAUSE, {"for_endpoint": endpoint, "for_scope": WHOLE, "until": until})
