"""Which chats are one person's, and where what is written to them first goes best."""

import secrets
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update

from handlers.join_commands import GiveJoinCode
from handlers.join_ports import Joined, Offer
from handlers.messages import ChannelName
from handlers.ringing import rings
from handlers.store import code_texts
from handlers.store import outbox_statements as sql
from handlers.store.closed_chats import closed_to
from handlers.store.follows import Recipient
from handlers.store.inserting import insert_new
from handlers.store.queueing import after_crash
from handlers.store.states import MOVED, ContactState, OutboxKind
from handlers.store.tables import ContactRow, EndpointRow, JoinCodeRow, table_of
from handlers.store.unit_of_work import Store, Work

_CONTACT = table_of(ContactRow)
_ENDPOINT = table_of(EndpointRow)
_CODE = table_of(JoinCodeRow)
_COLUMNS: Final = ("code_hash", "commune", "contact", "created_at", "expires_at")

_SELF = (
    select(
        _CONTACT.c.id,
        _CONTACT.c.person,
        _CONTACT.c.state,
        _CONTACT.c.stopped_at,
        _ENDPOINT.c.channel,
    )
    .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
    .where(_CONTACT.c.id == bindparam("contact"))
)
_own = _CONTACT.alias("own")
_OTHERS = (
    select(
        _CONTACT.c.id,
        _CONTACT.c.commune,
        _CONTACT.c.endpoint,
        _CONTACT.c.state,
        _CONTACT.c.stopped_at,
        _CONTACT.c.chat,
        _ENDPOINT.c.channel,
    )
    .join(_own, _own.c.person == _CONTACT.c.person)
    .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
    .where(_own.c.id == bindparam("contact"), _CONTACT.c.id != bindparam("contact"))
    .order_by(_CONTACT.c.created_at, _CONTACT.c.id)
)
_OFFERED = (
    select(_CODE.c.contact, _CONTACT.c.person, _CONTACT.c.endpoint, _ENDPOINT.c.channel)
    .join(_CONTACT, _CONTACT.c.id == _CODE.c.contact)
    .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
    .where(
        _CODE.c.code_hash == bindparam("code_hash"),
        _CODE.c.commune == bindparam("commune"),
        _CODE.c.used_at.is_(None),
        _CODE.c.expires_at > bindparam("now"),
        _CONTACT.c.state != ContactState.ERASED,
    )
)
_SPEND = (
    update(_CODE)
    .where(
        _CODE.c.code_hash == bindparam("hash_used"),
        _CODE.c.commune == bindparam("in_commune"),
        _CODE.c.used_at.is_(None),
        _CODE.c.expires_at > bindparam("now"),
    )
    .values(used_at=bindparam("now"))
    .returning(_CODE.c.contact)
)
_SPEND_ALL = (
    update(_CODE)
    .where(_CODE.c.contact == bindparam("of_contact"), _CODE.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
    .returning(_CODE.c.code_hash)
)
_FORGET = delete(_CODE).where(_CODE.c.contact == bindparam("of_contact"))
_SET = (
    update(_CONTACT)
    .where(_CONTACT.c.id == bindparam("contact_id"), _CONTACT.c.state != ContactState.ERASED)
    .values(person=bindparam("who"))
)
_MOVE = (
    update(sql.OUTBOX)
    .where(
        sql.OUTBOX.c.id == bindparam("row_id"),
        sql.OUTBOX.c.status == sql.SENDING,
        sql.OUTBOX.c.holder == bindparam("sender"),
        sql.OUTBOX.c.parts_sent == 0,
    )
    .values(
        contact=bindparam("to_contact"),
        endpoint=bindparam("to_endpoint"),
        seq=bindparam("place"),
        after_crash=bindparam("crash"),
        due=bindparam("now"),
        status="queued",
        reason=MOVED,
        attempts=0,
        lease=None,
        holder=None,
    )
    .returning(sql.OUTBOX.c.id)
)


_TAKE_BACK = (
    update(sql.OUTBOX)
    .where(
        sql.OUTBOX.c.id == bindparam("row_id"),
        sql.OUTBOX.c.kind == OutboxKind.NOTICE,
        sql.OUTBOX.c.status.in_(("sent", "unknown", "failed")),
        sql.OUTBOX.c.expires_at > bindparam("now"),
        sql.OUTBOX.c.body.is_not(None),
    )
    .values(
        contact=bindparam("to_contact"),
        endpoint=bindparam("to_endpoint"),
        seq=bindparam("place"),
        after_crash=bindparam("crash"),
        due=bindparam("now"),
        status="queued",
        reason=MOVED,
        attempts=0,
        parts_sent=0,
        provider_ids="[]",
        finished_at=None,
    )
    .returning(sql.OUTBOX.c.id)
)


class StoredJoins:
    """The `JoinBook` of `handlers.joins`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def joined(self, contact: str) -> tuple[Joined, ...]:
        """The other chats of who this chat belongs to."""
        with self._store.read() as work:
            return tuple(
                Joined(row.id, row.endpoint, ChannelName(row.channel))
                for row in _others(work, contact)
            )

    def offered(self, commune: str, code_hash: str, now: datetime) -> Offer | None:
        """What a code joins, while it holds."""
        values = {"commune": commune, "code_hash": code_hash, "now": now}
        with self._store.read() as work:
            row = work.run(_OFFERED, values).first()
        if row is None:
            return None
        return Offer(row.contact, ChannelName(row.channel), row.person, row.endpoint)

    def channel(self, contact: str) -> ChannelName | None:
        """The channel of a chat."""
        with self._store.read() as work:
            row = work.run(_SELF, {"contact": contact}).first()
        return None if row is None else ChannelName(row.channel)


def give(work: Work, of: Recipient, code: GiveJoinCode, now: datetime) -> None:
    """Keep a code of this chat; earlier ones of it end."""
    spent = work.run(_SPEND_ALL, {"of_contact": of.contact, "now": now}).scalars()
    code_texts.wipe(work, spent)
    row = {
        "code_hash": code.code_hash,
        "commune": of.commune,
        "contact": of.contact,
        "created_at": now,
        "expires_at": code.use_by,
    }
    work.run(insert_new(_CODE, work.dialect, _COLUMNS), row)


def join(work: Work, commune: str, contact: str, code_hash: str, now: datetime) -> Recipient | None:
    """Make the two chats one person's; who made the code, None when that cannot be (any more)."""
    values = {"hash_used": code_hash, "in_commune": commune, "now": now}
    giver = work.run(_SPEND, values).scalar()
    if giver is None:
        return None
    code_texts.wipe(work, [code_hash])
    first, second = _self(work, str(giver)), _self(work, contact)
    if first is None or second is None or first.id == second.id or second.person is not None:
        return None
    if ContactState.ERASED in {first.state, second.state}:
        return None
    person = first.person or "p" + secrets.token_hex(8)
    for one in (first, second):
        work.run(_SET, {"contact_id": one.id, "who": person})
    found = next(one for one in _others(work, contact) if one.id == first.id)
    return Recipient(found.commune, found.endpoint, found.channel, found.id)


def part(work: Work, contact: str) -> list[Recipient]:
    """This chat stands alone again; those it leaves."""
    others = _others(work, contact)
    work.run(_SET, {"contact_id": contact, "who": None})
    if len(others) == 1:
        work.run(_SET, {"contact_id": others[0].id, "who": None})
    return [Recipient(one.commune, one.endpoint, one.channel, one.id) for one in others]


def chats(work: Work, contact: str) -> list[str]:
    """This chat and those joined with it."""
    return [contact, *(str(one.id) for one in _others(work, contact))]


def number(work: Work, contact: str) -> int:
    """How many other chats are joined with this one."""
    return len(_others(work, contact))


def forget(work: Work, contact: str) -> None:
    """The person of this chat is erased: its codes go, and who is left alone is so."""
    part(work, contact)
    work.run(_FORGET, {"of_contact": contact})


def best(work: Work, to: Recipient) -> Recipient:
    """Where what we start ourselves goes: the chat it was asked for in, unless it cannot ring."""
    own = _self(work, to.contact)
    if own is None or own.person is None or own.stopped_at is not None:
        return to
    if own.state == ContactState.ACTIVE and rings(own.channel):
        return to
    found = _reachable(_others(work, to.contact))
    return to if found is None else Recipient(to.commune, found.endpoint, found.channel, found.id)


def move(work: Work, row_id: int, contact: str, sender: str, now: datetime) -> bool:
    """Hand a message this chat may not get to another chat of the same person, if there is one."""
    values = _elsewhere(work, row_id, contact, now, closed_to(work, row_id, contact))
    return values is not None and work.run(_MOVE, {**values, "sender": sender}).first() is not None


def take_back(work: Work, row_id: int, contact: str, now: datetime) -> bool:
    """The same for a notice that had left and surely did not arrive, as its channel says later."""
    values = _elsewhere(work, row_id, contact, now)
    return values is not None and work.run(_TAKE_BACK, values).first() is not None


def _elsewhere(
    work: Work, row_id: int, contact: str, now: datetime, closed: frozenset[str] = frozenset()
) -> dict[str, Any] | None:
    """Where a message goes instead, with a place of its own there."""
    found = _reachable([one for one in _others(work, contact) if one.id not in closed])
    if found is None:
        return None
    return {
        "row_id": row_id,
        "to_contact": found.id,
        "to_endpoint": found.endpoint,
        "place": work.run(sql.TAKE_SEQ, {"for_contact": found.id, "number": 1}).scalar_one(),
        "crash": after_crash(ChannelName(found.channel)),
        "now": now,
    }


def _reachable(others: list[Any]) -> Any | None:  # noqa: ANN401 - result rows
    """One that may be written to, a channel that rings first."""
    able = [
        one
        for one in others
        if one.state == ContactState.ACTIVE and one.stopped_at is None and one.chat is not None
    ]
    return min(able, key=lambda one: not rings(one.channel), default=None)


def _self(work: Work, contact: str) -> Any | None:  # noqa: ANN401 - a result row
    return work.run(_SELF, {"contact": contact}).first()


def _others(work: Work, contact: str) -> list[Any]:
    return list(work.run(_OTHERS, {"contact": contact}).all())
