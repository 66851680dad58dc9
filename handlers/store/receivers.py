"""Exactly one receiver of an endpoint among all processes: a row with its holder and a term.

Telegram ends the older of two polls; two receivers of one bot would only throw each other out.
Should both believe for a moment that they are the one, an update stored twice is still one row.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, or_, update

from handlers.clock import SET_BACK
from handlers.store.inserting import insert_new
from handlers.store.tables import ReceiverRow, table_of
from handlers.store.unit_of_work import Work

TERM: Final = timedelta(seconds=12)
"""How long a holder need not renew. A dead one is followed within this and one look of 2 s, well
inside the 30 s promised; shorter terms would be lost to a database that pauses for a moment."""

_ROW = table_of(ReceiverRow)
_mine = (_ROW.c.endpoint == bindparam("for_endpoint")) & (_ROW.c.holder == bindparam("me"))
_HOLD = (
    update(_ROW)
    .where(
        _ROW.c.endpoint == bindparam("for_endpoint"),
        or_(
            _ROW.c.holder == bindparam("me"),
            _ROW.c.until <= bindparam("now"),
            _ROW.c.until > bindparam("beyond"),
        ),
    )
    .values(holder=bindparam("me"), until=bindparam("till"))
    .returning(_ROW.c.endpoint)
)
_RELEASE = delete(_ROW).where(_mine)


def hold(work: Work, endpoint: str, me: str, now: datetime) -> datetime | None:
    """Become or stay the receiver; until when, None while another process is."""
    until = now + TERM
    values = {
        "for_endpoint": endpoint,
        "me": me,
        "now": now,
        "till": until,
        "beyond": until + SET_BACK,
    }
    if work.run(_HOLD, values).first() is not None:
        return until
    statement = insert_new(_ROW, work.dialect, ("endpoint", "holder", "until"))
    made = work.run(statement, {"endpoint": endpoint, "holder": me, "until": until}).first()
    return until if made is not None else None


def release(work: Work, endpoint: str, me: str) -> None:
    """Let another process receive at once."""
    work.run(_RELEASE, {"for_endpoint": endpoint, "me": me})
