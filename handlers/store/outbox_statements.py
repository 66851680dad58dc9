"""The outbox's statements, built once. See `handlers.store.outbox` for what they are for."""

from datetime import datetime
from functools import cache

from sqlalchemy import (
    BindParameter,
    Boolean,
    Executable,
    String,
    and_,
    bindparam,
    case,
    exists,
    literal_column,
    or_,
    select,
    update,
)

from handlers.store.states import CRASH
from handlers.store.tables import (
    ContactRow,
    ConversationRow,
    EndpointRow,
    OutboxRow,
    SentMessageRow,
    table_of,
)

OUTBOX = table_of(OutboxRow)
SENT = table_of(SentMessageRow)
# Spelt out in the statement, not bound: only so do the partial indexes serve it.
QUEUED = literal_column("'queued'", String)
SENDING = literal_column("'sending'", String)
WITHHELD = literal_column("'withheld'", String)
_CONTACT = table_of(ContactRow)
_ENDPOINT = table_of(EndpointRow)
_CONVERSATION = table_of(ConversationRow)

TAKE_SEQ = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.contact == bindparam("for_contact"))
    .values(last_seq=_CONVERSATION.c.last_seq + bindparam("number"))
    .returning(_CONVERSATION.c.last_seq)
)
CONTACT_STATE = (
    select(_CONTACT.c.state, _CONTACT.c.stopped_at, _ENDPOINT.c.channel)
    .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
    .where(_CONTACT.c.id == bindparam("contact"))
)
EDITED = (
    select(SENT.c.provider_id)
    .where(SENT.c.contact == bindparam("contact"), SENT.c.subject == bindparam("subject"))
    .order_by(SENT.c.outbox_id.desc())
    .limit(1)
)


REPLY_OPEN = exists().where(
    OUTBOX.c.contact == bindparam("for_contact"),
    OUTBOX.c.priority == 0,
    OUTBOX.c.status.in_((QUEUED, SENDING)),
)
"""Whether a reply to this contact is queued or on its way."""


_OF_A_CLAIM = (
    "id", "contact", "seq", "priority", "due", "kind", "after_crash", "attempts", "parts_sent",
    "provider_ids", "expires_at", "body", "reason",
)  # fmt: skip


@cache
def claim(dialect: str, *, one_contact: bool) -> Executable:
    """The next messages of an endpoint, or of one contact, become ours; built when first needed."""
    mine = OUTBOX.alias("mine")
    earlier = OUTBOX.alias("earlier")
    now: BindParameter[datetime] = bindparam("now")
    blocked = exists().where(
        earlier.c.contact == mine.c.contact,
        earlier.c.priority == mine.c.priority,
        earlier.c.seq < mine.c.seq,
        or_(
            earlier.c.status == SENDING,
            and_(
                earlier.c.status == QUEUED,
                or_(earlier.c.due <= now, earlier.c.attempts > 0),
                earlier.c.expires_at > now,
            ),
        ),
        # Names both statuses so that the partial index serves it.
        earlier.c.status.in_((QUEUED, SENDING)),
    )
    scope = mine.c.contact if one_contact else mine.c.endpoint
    picked = (
        select(mine.c.id)
        .where(
            scope == bindparam("scope"),
            mine.c.status == QUEUED,
            mine.c.due <= now,
            mine.c.expires_at > now,
            ~blocked,
        )
        .order_by(mine.c.priority, mine.c.due, mine.c.seq)
        .limit(bindparam("limit"))
    )
    if dialect == "postgresql":
        picked = picked.with_for_update(skip_locked=True)
    chosen = picked.cte("picked")
    return (
        update(OUTBOX)
        .where(OUTBOX.c.id.in_(select(chosen.c.id)), OUTBOX.c.status == QUEUED)
        .values(
            status="sending",
            lease=bindparam("lease_until"),
            holder=bindparam("sender"),
            attempts=OUTBOX.c.attempts + 1,
        )
        .returning(*(OUTBOX.c[name] for name in _OF_A_CLAIM))
    )


_held = and_(
    OUTBOX.c.id == bindparam("row_id"),
    OUTBOX.c.status == SENDING,
    OUTBOX.c.holder == bindparam("sender"),
)
PROGRESS = (
    update(OUTBOX)
    .where(_held)
    .values(
        parts_sent=bindparam("sent"),
        provider_ids=bindparam("ids"),
        lease=bindparam("lease_until"),
    )
    .returning(OUTBOX.c.id)
)
_queued = OUTBOX.alias("queued_next")
_MORE = exists().where(_queued.c.contact == bindparam("for_contact"), _queued.c.status == QUEUED)
FINISH = (
    update(OUTBOX)
    .where(_held)
    .values(
        status=bindparam("new_status"),
        reason=bindparam("why"),
        parts_sent=bindparam("sent"),
        provider_ids=bindparam("ids"),
        finished_at=bindparam("at"),
        lease=None,
        holder=None,
    )
    .returning(_MORE.label("more"))
)
RETRY = (
    update(OUTBOX)
    .where(_held)
    .values(
        status="queued",
        due=bindparam("new_due"),
        reason=bindparam("why"),
        attempts=case(
            (or_(bindparam("counted", type_=Boolean), OUTBOX.c.attempts <= 1), OUTBOX.c.attempts),
            else_=OUTBOX.c.attempts - 1,
        ),
        lease=None,
        holder=None,
    )
    .returning(OUTBOX.c.id)
)
_in_doubt = and_(OUTBOX.c.after_crash == "unknown", ~bindparam("repeatable", type_=Boolean))
# Typed: within a case SQLAlchemy would hand it to SQLite with its own zone, as other letters.
_now = bindparam("now", type_=OUTBOX.c.due.type)
FREED = {
    "status": case((_in_doubt, "unknown"), else_="queued"),
    "finished_at": case((_in_doubt, _now), else_=None),
    "reason": CRASH,
    # It was due when it was claimed: later than now means that the clock was set back.
    "due": case((OUTBOX.c.due > _now, _now), else_=OUTBOX.c.due),
    "lease": None,
    "holder": None,
}
_sending_here = and_(OUTBOX.c.endpoint == bindparam("for_endpoint"), OUTBOX.c.status == SENDING)
FREE_LATE = (
    update(OUTBOX)
    .where(
        _sending_here,
        or_(OUTBOX.c.lease <= _now, OUTBOX.c.lease > bindparam("beyond_lease")),
    )
    .values(FREED)
    .returning(OUTBOX.c.id)
)
_early = and_(
    OUTBOX.c.endpoint == bindparam("for_endpoint"),
    OUTBOX.c.priority == 0,
    OUTBOX.c.kind == "reply",
    OUTBOX.c.status == QUEUED,
    or_(
        and_(OUTBOX.c.attempts == 0, OUTBOX.c.due > bindparam("beyond")),
        OUTBOX.c.due > bindparam("too_far"),
    ),
)
"""A reply is due when it is written, and put back for hours at most: one that is due later was
written, or put back, before the clock was set back."""
HASTEN = update(OUTBOX).where(_early).values(due=bindparam("now"))
FREE_OTHERS = (
    update(OUTBOX)
    .where(_sending_here, OUTBOX.c.holder != bindparam("sender"))
    .values(FREED)
    .returning(OUTBOX.c.id)
)
EXPIRE = tuple(
    update(OUTBOX)
    .where(OUTBOX.c.status == status, OUTBOX.c.expires_at <= bindparam("now"))
    .values(status="expired", finished_at=bindparam("now"))
    .returning(OUTBOX.c.id)
    for status in (QUEUED, WITHHELD)
)
"""One for each status: so each walks the small index of what waits, not a month of messages."""
DROP = (
    update(OUTBOX)
    .where(
        OUTBOX.c.contact == bindparam("for_contact"),
        OUTBOX.c.status.in_((QUEUED, WITHHELD)),
        OUTBOX.c.kind != "reply",
    )
    .values(status="expired", reason=bindparam("why"), finished_at=bindparam("now"))
)
DELIVERED = (
    update(OUTBOX)
    .where(
        OUTBOX.c.contact == bindparam("for_contact"),
        OUTBOX.c.status == "sent",
        OUTBOX.c.provider_ids.like(bindparam("holding")),
    )
    .values(status="delivered")
    .returning(OUTBOX.c.id)
)
ENDED = select(OUTBOX.c.id).where(
    OUTBOX.c.contact == bindparam("for_contact"),
    OUTBOX.c.status.not_in(("queued", "sending")),
    OUTBOX.c.provider_ids.like(bindparam("holding")),
)
DELIVERED_ROW = (
    update(OUTBOX)
    .where(
        OUTBOX.c.id == bindparam("row_id"),
        OUTBOX.c.endpoint == bindparam("of_endpoint"),
        OUTBOX.c.status == "sent",
    )
    .values(status="delivered")
    .returning(OUTBOX.c.id)
)
ENDED_ROW = select(OUTBOX.c.id).where(
    OUTBOX.c.id == bindparam("row_id"),
    OUTBOX.c.endpoint == bindparam("of_endpoint"),
    OUTBOX.c.status.not_in(("queued", "sending")),
)
REQUEUE = (
    update(OUTBOX)
    .where(
        OUTBOX.c.contact == bindparam("for_contact"),
        OUTBOX.c.status == WITHHELD,
        OUTBOX.c.expires_at > bindparam("now"),
    )
    .values(status="queued", reason=None)
)
LET_GO = (
    update(OUTBOX)
    .where(
        OUTBOX.c.endpoint == bindparam("of_endpoint"),
        OUTBOX.c.status == WITHHELD,
        OUTBOX.c.reason == bindparam("why"),
        OUTBOX.c.expires_at > bindparam("now"),
    )
    .values(status="queued", reason=None)
    .returning(OUTBOX.c.id)
)
_OVERDUE = exists().where(
    OUTBOX.c.endpoint == bindparam("for_endpoint"),
    OUTBOX.c.status == SENDING,
    or_(OUTBOX.c.lease <= bindparam("now"), OUTBOX.c.lease > bindparam("beyond_lease")),
)
_READY = exists().where(
    OUTBOX.c.endpoint == bindparam("for_endpoint"),
    OUTBOX.c.status == QUEUED,
    OUTBOX.c.due <= bindparam("now"),
)
DUE = select(or_(_READY, _OVERDUE, exists().where(_early)))
HOLD = (
    update(OUTBOX)
    .where(
        OUTBOX.c.contact == bindparam("for_contact"),
        OUTBOX.c.status == QUEUED,
        OUTBOX.c.kind != "reply",
    )
    .values(status="withheld", reason=bindparam("why"))
)
