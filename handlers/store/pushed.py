"""What we sent first and may still be answered: its choices and what it was about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select

from handlers.messages import Button
from handlers.store import outbox_statements as sql
from handlers.store.codec import reply_from_json
from handlers.store.unit_of_work import Work

ANSWERABLE: Final = timedelta(days=30)
"""As long as the outbox keeps a message."""
MOST: Final = 144
"""After so many a tag comes again."""

_PUSHED = (
    select(sql.OUTBOX.c.seq, sql.OUTBOX.c.body, sql.OUTBOX.c.due)
    .where(
        sql.OUTBOX.c.contact == bindparam("contact"),
        sql.OUTBOX.c.kind != "reply",
        # What may have arrived can be on the screen.
        sql.OUTBOX.c.status.in_(("sending", "sent", "delivered", "unknown")),
        sql.OUTBOX.c.due > bindparam("since"),
        sql.OUTBOX.c.body.is_not(None),
    )
    .order_by(sql.OUTBOX.c.seq.desc())
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Pushed:
    """One message with choices."""

    seq: int
    choices: tuple[Button, ...]
    subject: str | None
    due: datetime


def pushed(work: Work, contact: str, now: datetime) -> list[Pushed]:
    """Messages with choices that we sent first, the newest first."""
    rows = work.run(_PUSHED, {"contact": contact, "since": now - ANSWERABLE}).all()
    read = [(row, reply_from_json(row.body)) for row in rows]
    return [Pushed(row.seq, reply.choices, reply.subject, row.due) for row, reply in read
            if reply.choices]  # fmt: skip
