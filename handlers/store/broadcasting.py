"""The copies of a broadcast in the outbox: queued, held, given up and counted in short bites.

A paused copy is due only when it expires: so it keeps its place, nothing claims it, and a person
who writes meanwhile does not set it free.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Executable,
    Select,
    String,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import sqlite

from handlers.broadcast import Audience, Broadcast
from handlers.store.audiences import NEXT
from handlers.store.queueing import AMBIGUOUS_SENDS
from handlers.store.states import AfterCrash, ContactState, OutboxKind, OutboxStatus, Priority
from handlers.store.tables import (
    ContactRow,
    ConversationRow,
    EndpointRow,
    OutboxRow,
    SubscriptionRow,
    table_of,
)
from handlers.store.unit_of_work import Work

BITE: Final = 500
"""Recipients of one transaction: about 20 ms on SQLite, so that nobody's answer waits."""
OWN_BITE: Final = 100
HELD_BITE: Final = 2_000

_OUTBOX = table_of(OutboxRow)
_CONTACT = table_of(ContactRow)
_ENDPOINT = table_of(EndpointRow)
_NEWS = table_of(SubscriptionRow)
_CONVERSATION = table_of(ConversationRow)
_COLUMNS = (
    "key", "commune", "endpoint", "contact", "seq", "kind", "priority", "due", "expires_at",
    "status", "reason", "attempts", "parts_sent", "provider_ids", "after_crash", "body",
    "created_at", "broadcast",
)  # fmt: skip
_ids: BindParameter[Any] = bindparam("ids", expanding=True)


_array: BindParameter[Any] = bindparam("ids", type_=ARRAY(String))


@cache
def _take(dialect: str) -> Executable:
    """Their next places, before the copies take them."""
    mine = _CONVERSATION.c.contact.in_(_ids)
    if dialect == "postgresql":  # in one order, so that two broadcasts never wait for each other
        named = select(_CONVERSATION.c.contact).where(_CONVERSATION.c.contact == any_(_array))
        locked = named.order_by(_CONVERSATION.c.contact).with_for_update()
        mine = _CONVERSATION.c.contact.in_(locked)
    return update(_CONVERSATION).where(mine).values(last_seq=_CONVERSATION.c.last_seq + 1)


def _rows() -> Select[Any]:
    """A copy for each contact, at the place that was taken for it."""
    blocked = _CONTACT.c.state == ContactState.BLOCKED
    repeated = _ENDPOINT.c.channel.not_in([str(one) for one in AMBIGUOUS_SENDS])
    now = bindparam("now", type_=_OUTBOX.c.due.type)
    return (
        select(
            (bindparam("prefix", type_=String) + _CONTACT.c.id).label("key"),
            _CONTACT.c.commune,
            _CONTACT.c.endpoint,
            _CONTACT.c.id,
            _CONVERSATION.c.last_seq,
            bindparam("kind", type_=String),
            literal(int(Priority.BROADCAST)),
            now,
            bindparam("until", type_=_OUTBOX.c.expires_at.type),
            case((blocked, OutboxStatus.WITHHELD.value), else_=OutboxStatus.QUEUED.value),
            case((blocked, "unreachable"), else_=None),
            literal(0),
            literal(0),
            literal("[]"),
            case((repeated, AfterCrash.RESEND.value), else_=AfterCrash.UNKNOWN.value),
            bindparam("body", type_=String),
            now,
            bindparam("number", type_=_OUTBOX.c.broadcast.type),
        )
        .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
        .join(_CONVERSATION, _CONVERSATION.c.contact == _CONTACT.c.id)
    )


@cache
def _insert(dialect: str) -> Executable:
    rows = _rows()
    if dialect == "postgresql":  # one array, where a list of names would be planned every time
        from sqlalchemy.dialects import postgresql  # not at a start that works on SQLite

        made: Any = postgresql.insert(_OUTBOX)
        rows = rows.where(_CONTACT.c.id == any_(_array))
    else:
        made = sqlite.insert(_OUTBOX)
        rows = rows.where(_CONTACT.c.id.in_(_ids))
    copies = made.from_select(list(_COLUMNS), rows, include_defaults=False)
    found: Executable = copies.on_conflict_do_nothing().returning(_OUTBOX.c.id)
    return found


_mine = _OUTBOX.c.broadcast == bindparam("number")
_WAITS = _OUTBOX.c.status.in_((OutboxStatus.QUEUED, OutboxStatus.WITHHELD))
_held = _OUTBOX.c.due == _OUTBOX.c.expires_at


def _bite(*conditions: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own
    some = select(_OUTBOX.c.id).where(_mine, _WAITS, *conditions).limit(HELD_BITE)
    return update(_OUTBOX).where(_OUTBOX.c.id.in_(some), _WAITS).returning(_OUTBOX.c.id)


_whole = _OUTBOX.c.parts_sent == 0
_FREEZE = _bite(~_held, _whole).values(due=_OUTBOX.c.expires_at, attempts=0)
_THAW = _bite(_held).values(due=bindparam("now"))
_GIVE_UP = _bite(_whole).values(
    status=OutboxStatus.EXPIRED, reason="cancelled", finished_at=bindparam("now")
)
_OPEN = select(
    exists().where(
        _mine,
        _OUTBOX.c.status.in_(
            (
                OutboxStatus.QUEUED,
                OutboxStatus.WITHHELD,
                OutboxStatus.SENDING,
                OutboxStatus.HELD,
            )
        ),
    )
)
_tried = and_(_OUTBOX.c.status == OutboxStatus.QUEUED, _OUTBOX.c.attempts > 0)
_state = case((_tried, "temporary"), else_=_OUTBOX.c.status)
_why = func.coalesce(_OUTBOX.c.reason, literal_column("''"))
_area = func.coalesce(_NEWS.c.neighbourhood, literal_column("''"))
_COUNTS = (
    select(
        _ENDPOINT.c.channel,
        _state.label("state"),
        _why.label("why"),
        _area.label("area"),
        func.count().label("n"),
    )
    .join(_ENDPOINT, _ENDPOINT.c.id == _OUTBOX.c.endpoint)
    .outerjoin(_NEWS, _NEWS.c.contact == _OUTBOX.c.contact)
    .where(_mine)
    .group_by(_ENDPOINT.c.channel, _state, _why, _area)
)
_LEFT = select(func.count()).where(
    _mine,
    _OUTBOX.c.status.in_((OutboxStatus.SENT, OutboxStatus.DELIVERED, OutboxStatus.UNKNOWN)),
    _OUTBOX.c.finished_at >= bindparam("since"),
)
_MISSED = (
    select(
        _OUTBOX.c.contact,
        _ENDPOINT.c.channel,
        _OUTBOX.c.status,
        _why.label("why"),
        _area.label("area"),
    )
    .join(_ENDPOINT, _ENDPOINT.c.id == _OUTBOX.c.endpoint)
    .outerjoin(_NEWS, _NEWS.c.contact == _OUTBOX.c.contact)
    .where(
        _mine,
        _OUTBOX.c.status.in_(
            (
                OutboxStatus.WITHHELD,
                OutboxStatus.EXPIRED,
                OutboxStatus.FAILED,
                OutboxStatus.DEAD,
                OutboxStatus.UNKNOWN,
            )
        ),
        _why.not_in(("cancelled", "stopped", "erased")),
    )
    .order_by(_OUTBOX.c.id)
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many copies on a channel stand so."""

    channel: str
    state: str
    why: str
    number: int
    area: str = ""
    """The neighbourhood they chose; empty: none."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody it has not reached, or may not have."""

    contact: str
    channel: str
    why: str
    area: str = ""


def bite_of(broadcast: Broadcast) -> int:
    """How many recipients of one transaction: fewer where each gets words of their own."""
    return OWN_BITE if broadcast.audience is Audience.SHEET else BITE


def next_of(work: Work, broadcast: Broadcast, now: datetime) -> list[str]:
    """The next recipients, in order of their ids."""
    most = bite_of(broadcast)
    way = {"after": broadcast.cursor, "most": most, "prefix": broadcast.prefix}
    values = {**broadcast.whom(now), **way}
    return [str(one) for one in work.run(NEXT[broadcast.audience], values).scalars()]


def copy(work: Work, broadcast: Broadcast, bodies: Mapping[str, str], now: datetime) -> int:
    """Queue a copy for each of these contacts; one that is there stays as it is. How many."""
    work.run(_take(work.dialect), {"ids": list(bodies)})
    same: dict[str, list[str]] = {}
    for contact, body in bodies.items():
        same.setdefault(body, []).append(contact)
    kind = OutboxKind.ALERT if broadcast.urgent else OutboxKind.BROADCAST
    values = {
        "prefix": broadcast.prefix,
        "kind": kind,
        "now": now,
        "until": broadcast.expires_at,
        "number": broadcast.id,
    }
    copies = [{**values, "ids": contacts, "body": body} for body, contacts in same.items()]
    return sum(len(work.run(_insert(work.dialect), one).all()) for one in copies)


def freeze(work: Work, number: int) -> bool:
    """Hold some copies back; True while more may be left."""
    return len(work.run(_FREEZE, {"number": number}).all()) == HELD_BITE


def thaw(work: Work, number: int, now: datetime) -> bool:
    """Let some held copies go; True while more may be left."""
    return len(work.run(_THAW, {"number": number, "now": now}).all()) == HELD_BITE


def give_up(work: Work, number: int, now: datetime) -> bool:
    """Close some copies that have not left; True while more may be left."""
    return len(work.run(_GIVE_UP, {"number": number, "now": now}).all()) == HELD_BITE


def anything_open(work: Work, number: int) -> bool:
    """Whether any copy may still leave."""
    return bool(work.run(_OPEN, {"number": number}).scalar())


def counts(work: Work, number: int) -> list[Count]:
    """What became of the copies, by channel, for the 30 days the outbox keeps them."""
    rows = work.run(_COUNTS, {"number": number})
    return [Count(row.channel, row.state, row.why, int(row.n), row.area) for row in rows]


def left_since(work: Work, number: int, since: datetime) -> int:
    """Copies that left since a moment."""
    return int(work.run(_LEFT, {"number": number, "since": since}).scalar_one())


def missed(work: Work, number: int) -> list[Missed]:
    """Whom it did not reach, in the order they were queued."""
    rows = work.run(_MISSED, {"number": number})
    return [Missed(row.contact, row.channel, row.why or row.status, row.area) for row in rows]
