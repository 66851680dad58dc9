"""The web channel's delivery: lines of a thread, numbered within the contact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, bindparam, cast, exists, func, select, update

from handlers.messages import Inbound, Reply
from handlers.store.codec import inbound_fields, reply_from_json, reply_to_json
from handlers.store.inserting import insert_new
from handlers.store.outbox_statements import OUTBOX, QUEUED, SENDING
from handlers.store.states import Priority
from handlers.store.tables import ConversationRow, InboundRow, TranscriptRow, table_of
from handlers.store.unit_of_work import Work

PAGE: Final = 200
"""Lines read at once: the newest of a long thread."""

_LINE = table_of(TranscriptRow)
_INBOUND = table_of(InboundRow)
_CONVERSATION = table_of(ConversationRow)
_KNOWN = select(_LINE.c.seq).where(
    _LINE.c.contact == bindparam("contact"), _LINE.c.key == bindparam("key")
)
_NUMBER = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.contact == bindparam("for_contact"))
    .values(last_line=_CONVERSATION.c.last_line + 1)
    .returning(_CONVERSATION.c.last_line)
)
_SINCE = (
    select(_LINE.c.seq, _LINE.c.at, _LINE.c.reply, _INBOUND.c.payload, _LINE.c.inbound_id)
    .join(_INBOUND, _INBOUND.c.id == _LINE.c.inbound_id, isouter=True)
    .where(_LINE.c.contact == bindparam("contact"), _LINE.c.seq > bindparam("after"))
    .order_by(_LINE.c.seq.desc())
    .limit(PAGE)
)
_ONE = select(_LINE.c.reply).where(
    _LINE.c.contact == bindparam("contact"), _LINE.c.seq == bindparam("seq")
)
_LAST = select(func.max(_LINE.c.seq)).where(_LINE.c.contact == bindparam("contact"))
_ON_ITS_WAY = select(
    exists().where(
        OUTBOX.c.contact == bindparam("contact"),
        OUTBOX.c.priority == int(Priority.WAITING),
        OUTBOX.c.status.in_((QUEUED, SENDING)),
        ~exists().where(
            _LINE.c.contact == OUTBOX.c.contact,
            _LINE.c.key == cast(OUTBOX.c.id, String).concat(":0"),
        ),
    )
)
_COLUMNS = ("contact", "seq", "key", "at", "inbound_id", "reply")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a thread: what was said, or a reply; `erased` once its words are gone."""

    seq: int
    at: datetime
    said: dict[str, Any] | None = None
    """The fields of the inbound: kind, text, action."""
    reply: Reply | None = None
    erased: bool = False


def append(work: Work, contact: str, key: str, reply: Reply, now: datetime) -> int:
    """Add a reply to the thread; sending the same part again adds nothing. Returns its seq."""
    known = work.run(_KNOWN, {"contact": contact, "key": key}).scalar()
    if known is not None:
        return int(known)
    return _add(work, contact, key, now, {"inbound_id": None, "reply": reply_to_json(reply)})


def append_said(work: Work, contact: str, inbound_id: str, inbound: Inbound) -> int:
    """Add what the person said, pointing at the inbound: its words stand only there."""
    values = {"inbound_id": int(inbound_id), "reply": None}
    return _add(work, contact, f"in:{inbound_id}", inbound.received_at, values)


def since(work: Work, contact: str, seq: int) -> tuple[Line, ...]:
    """The lines after `seq`, oldest first; of a long thread the newest `PAGE`."""
    rows = work.run(_SINCE, {"contact": contact, "after": seq}).all()
    return tuple(_line(row) for row in reversed(rows))


def reply_at(work: Work, contact: str, seq: int) -> Reply | None:
    """The reply on one line of a thread, None if that line is none."""
    reply = work.run(_ONE, {"contact": contact, "seq": seq}).scalar()
    return reply_from_json(reply) if reply else None


def reply_coming(work: Work, contact: str) -> bool:
    """Whether a reply is queued that has no line yet.

    One whose line is there is no longer waited for, though its row closes a moment later: a page
    that still waited would see nothing new and keep its typing mark.
    """
    return bool(work.run(_ON_ITS_WAY, {"contact": contact}).scalar())


def last(work: Work, contact: str) -> int:
    """Number of the newest line, 0 for none."""
    return work.run(_LAST, {"contact": contact}).scalar() or 0


def _line(row: Any) -> Line:  # noqa: ANN401 - a result row
    return Line(
        seq=row.seq,
        at=row.at,
        said=inbound_fields(row.payload) if row.payload else None,
        reply=reply_from_json(row.reply) if row.reply else None,
        erased=row.inbound_id is not None and not row.payload,
    )


def _add(work: Work, contact: str, key: str, at: datetime, values: dict[str, Any]) -> int:
    # The update also locks the conversation, so that two processes never give one number twice.
    seq = int(work.run(_NUMBER, {"for_contact": contact}).scalar_one())
    statement = insert_new(_LINE, work.dialect, _COLUMNS)
    work.run(statement, {"contact": contact, "seq": seq, "key": key, "at": at, **values})
    return seq
