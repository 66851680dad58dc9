"""What a leap of the clock must not do to the outbox: lose a reply, or hold it back for years."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, update

from handlers.clock import SET_BACK
from handlers.store import outbox_statements as sql
from handlers.store.unit_of_work import Work

_OUTBOX = sql.OUTBOX
_here = _OUTBOX.c.endpoint == bindparam("for_endpoint")
_PROLONG: Final = tuple(
    update(_OUTBOX)
    .where(
        _here,
        _OUTBOX.c.status == status,
        _OUTBOX.c.kind == "reply",
        _OUTBOX.c.expires_at < bindparam("until"),
    )
    .values(expires_at=bindparam("until"))
    for status in (sql.QUEUED, sql.SENDING, sql.WITHHELD)
)
"""One for each status: so each walks a small index."""
_TRIED: Final = (
    update(_OUTBOX)
    .where(
        _here,
        _OUTBOX.c.status == sql.QUEUED,
        _OUTBOX.c.attempts > 0,
        _OUTBOX.c.due > bindparam("beyond"),
    )
    .values(due=bindparam("now"))
)


def prolong_replies(work: Work, endpoint: str, until: datetime) -> None:
    """Nobody knows how long replies have waited: they are of use until then at least."""
    for statement in _PROLONG:
        work.run(statement, {"for_endpoint": endpoint, "until": until})


def hasten_tried(work: Work, endpoint: str, now: datetime, back: timedelta) -> None:
    """Make due what was put back for another try by a clock that was ahead by `back`."""
    values = {"for_endpoint": endpoint, "now": now, "beyond": now + back - SET_BACK}
    work.run(_TRIED, values)
