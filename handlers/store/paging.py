"""More of what was said last, for channels that show so much at a time (`Reply.page`)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, select

from handlers.messages import Reply
from handlers.store import outbox_statements as sql
from handlers.store.codec import reply_from_json
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Work
from handlers.tags import tag_of

LATELY: Final = timedelta(days=1)
"""How long more of a message can be had."""
TOGETHER: Final = 8
"""Replies of one turn looked at."""

_LAST = (
    select(sql.OUTBOX.c.key, sql.OUTBOX.c.kind, sql.OUTBOX.c.seq, sql.OUTBOX.c.body)
    .where(
        sql.OUTBOX.c.contact == bindparam("of_contact"),
        # What may have arrived can be on the screen.
        sql.OUTBOX.c.status.in_(("sending", "sent", "delivered", "unknown")),
        sql.OUTBOX.c.due > bindparam("since"),
        sql.OUTBOX.c.body.is_not(None),
    )
    .order_by(sql.OUTBOX.c.seq.desc())
    .limit(TOGETHER)
)


def more_of_last(work: Work, contact: str, now: datetime) -> Reply | None:
    """What goes on where the last message to this contact ended; None if there is none lately.

    Answers of one turn are read as one: the page that follows leaves none of them out.
    """
    rows = work.run(_LAST, {"of_contact": contact, "since": now - LATELY}).all()
    if not rows:
        return None
    turn = _turn(rows)
    if len(turn) == 1:
        return _next(rows[0])
    replies = [reply_from_json(row.body) for row in reversed(turn)]
    blocks = tuple(block for reply in replies for block in reply.blocks)
    choices = next((one.choices for one in reversed(replies) if one.choices), ())
    return Reply(blocks, choices, page=1)


def _next(row: Any) -> Reply:  # noqa: ANN401 - a result row
    reply = reply_from_json(row.body)
    tag = reply.tag if row.kind == OutboxKind.REPLY else tag_of(row.seq)
    tag = tag if reply.choices else ""
    return replace(reply, attachments=(), replaces=None, page=reply.page + 1, tag=tag)


def _turn(rows: Sequence[Any]) -> Sequence[Any]:
    """The last row, with the others that answered the same message."""
    name = rows[0].key.rpartition(":")[0]
    if rows[0].kind != OutboxKind.REPLY:
        return rows[:1]
    return [row for row in rows if row.key.rpartition(":")[0] == name]
