"""Statements of the inbox: store what came, load a conversation, save what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Executable,
    String,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import sqlite

from handlers.messages import Inbound
from handlers.store.attachments import announce
from handlers.store.codec import inbound_to_json
from handlers.store.contacts import Endpoint, find_contact, open_contact
from handlers.store.inserting import insert_new
from handlers.store.outbox_statements import REPLY_OPEN
from handlers.store.states import InboundStatus
from handlers.store.tables import (
    ContactRow,
    ConversationRow,
    InboundRow,
    SentMessageRow,
    table_of,
)
from handlers.store.unit_of_work import Work

_INBOUND = table_of(InboundRow)
_CONTACT = table_of(ContactRow)
_CONVERSATION = table_of(ConversationRow)
_SENT = table_of(SentMessageRow)

# Spelt out in the statement, not bound: only so does the index of what waits serve it.
_STORED = literal_column("'stored'", String)

_COLUMNS = (
    "commune", "endpoint", "external_id", "contact", "speaker", "payload", "status", "attempts",
    "received_at", "said_at",
)  # fmt: skip

_GIVEN = tuple(name for name in _COLUMNS if name not in {"contact", "speaker"})


@cache
def _store_known(dialect: str) -> Executable:
    """Insert for a chat that has a contact, in one statement: the path of nearly every message."""
    source = select(
        *(bindparam(name, type_=_INBOUND.c[name].type).label(name) for name in _GIVEN),
        _CONTACT.c.id.label("contact"),
    ).where(
        _CONTACT.c.endpoint == bindparam("endpoint"),
        _CONTACT.c.chat == bindparam("chat"),
        _CONTACT.c.thread == bindparam("thread"),
    )
    columns, found = [*_GIVEN, "contact"], (_INBOUND.c.id, _INBOUND.c.contact)
    if dialect == "sqlite":
        first = sqlite.insert(_INBOUND).from_select(columns, source)
        return first.on_conflict_do_nothing().returning(*found)
    from sqlalchemy.dialects import postgresql  # not at a start that works on SQLite

    other = postgresql.insert(_INBOUND).from_select(columns, source)
    return other.on_conflict_do_nothing().returning(*found)


_SUBJECT = select(_SENT.c.subject).where(
    _SENT.c.contact == bindparam("contact"), _SENT.c.provider_id == bindparam("provider_id")
)
_here = _CONTACT.alias("here")
_SUBJECT_IN_CHAT = (
    select(_SENT.c.subject)
    .join(_CONTACT, _CONTACT.c.id == _SENT.c.contact)
    .join(_here, and_(_here.c.endpoint == _CONTACT.c.endpoint, _here.c.chat == _CONTACT.c.chat))
    .where(_here.c.id == bindparam("contact"), _SENT.c.provider_id == bindparam("provider_id"))
    .limit(1)
)
_SAVE = (
    update(_CONVERSATION)
    .where(
        _CONVERSATION.c.contact == bindparam("for_contact"),
        _CONVERSATION.c.version == bindparam("seen_version"),
    )
    .values(
        step=bindparam("step"),
        draft=bindparam("draft"),
        offered=bindparam("offered"),
        subject=bindparam("subject"),
        expires_at=bindparam("expires_at"),
        lapsed=False,
        version=_CONVERSATION.c.version + 1,
        last_seq=_CONVERSATION.c.last_seq + bindparam("replies"),
    )
    .returning(_CONVERSATION.c.last_seq, REPLY_OPEN.label("busy"))
)
_OFFER = (
    update(_CONVERSATION)
    .where(
        _CONVERSATION.c.contact == bindparam("for_contact"),
        or_(_CONVERSATION.c.step == "idle", _CONVERSATION.c.lapsed),
    )
    .values(
        step="idle",
        offered=bindparam("choices"),
        expires_at=bindparam("until"),
        lapsed=False,
        # Whoever is deciding on what was offered before decides again.
        version=_CONVERSATION.c.version + 1,
    )
)
_DONE = (
    update(_INBOUND)
    .where(_INBOUND.c.id == bindparam("inbound_id"), _INBOUND.c.status == _STORED)
    .values(status=bindparam("new_status"), handled_at=bindparam("at"))
    .returning(_INBOUND.c.id)
)
_FAILED = (
    update(_INBOUND)
    .where(_INBOUND.c.id == bindparam("inbound_id"), _INBOUND.c.status == _STORED)
    .values(attempts=_INBOUND.c.attempts + 1, error=bindparam("why"))
    .returning(_INBOUND.c.attempts)
)
_SEEN = (
    update(_CONTACT)
    .where(_CONTACT.c.id == bindparam("contact_id"))
    .values(seen_at=bindparam("at"), state=bindparam("new_state"))
)
_OPEN = select(func.count()).where(
    _INBOUND.c.contact == bindparam("contact"), _INBOUND.c.status == _STORED
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A conversation saved: the `seq` of the first reply, and whether one is still on its way."""

    first_seq: int
    busy: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """An inbound that is safe: its id and whose lane it belongs to."""

    id: str
    contact: str


def store_inbound(work: Work, inbound: Inbound, endpoint: Endpoint) -> Stored | None:
    """Keep an inbound, opening its contact at the first one; None if it was brought before."""
    address = inbound.address
    row = {
        "commune": endpoint.commune,
        "endpoint": endpoint.id,
        "external_id": inbound.external_id,
        "payload": inbound_to_json(inbound),
        "status": InboundStatus.STORED,
        "attempts": 0,
        "received_at": inbound.received_at,
        "said_at": inbound.said_at and min(inbound.said_at, inbound.received_at),
    }
    if inbound.by is None:  # in a group the second statement is as short a way as any
        known = {**row, "chat": address.contact, "thread": address.thread}
        made = work.run(_store_known(work.dialect), known).first()
        if made is not None:
            return _stored(work, inbound, endpoint, made.id, made.contact)
    contact = open_contact(work, endpoint, address.contact, address.thread, inbound.received_at)
    speaker = None if inbound.by is None else find_contact(work, endpoint.id, inbound.by)
    fresh = work.run(
        insert_new(_INBOUND, work.dialect, _COLUMNS),
        {**row, "contact": contact, "speaker": speaker},
    ).scalar()
    return None if fresh is None else _stored(work, inbound, endpoint, fresh, contact)


def _stored(work: Work, inbound: Inbound, endpoint: Endpoint, number: int, contact: str) -> Stored:
    if inbound.files:
        announce(work, endpoint.commune, contact, number, inbound)
    return Stored(str(number), contact)


def subject_of(work: Work, contact: str, provider_id: str) -> str | None:
    """What the message with this channel id was about."""
    values = {"contact": contact, "provider_id": provider_id}
    found: str | None = work.run(_SUBJECT, values).scalar()
    return found


def subject_in_chat(work: Work, contact: str, provider_id: str) -> str | None:
    """The same in a group, whichever of its topics the message was sent to."""
    values = {"contact": contact, "provider_id": provider_id}
    found: str | None = work.run(_SUBJECT_IN_CHAT, values).scalar()
    return found


def save_conversation(
    work: Work, contact: str, version: int, values: Mapping[str, Any], replies: int = 0
) -> Saved | None:
    """Replace a conversation's state and keep places for its replies.

    None when another process was faster.
    """
    bound = {**values, "for_contact": contact, "seen_version": version, "replies": replies}
    row = work.run(_SAVE, bound).first()
    return None if row is None else Saved(row.last_seq - replies + 1, bool(row.busy))


def offer(work: Work, contact: str, choices: str | None, until: datetime) -> None:
    """Let numbers and labels mean the choices of a message we send first; no step is disturbed."""
    work.run(_OFFER, {"for_contact": contact, "choices": choices, "until": until})


def mark_done(work: Work, inbound_id: int, status: InboundStatus, now: datetime) -> bool:
    """Close an inbound; False if it was closed before."""
    values = {"inbound_id": inbound_id, "new_status": status, "at": now}
    return work.run(_DONE, values).scalar() is not None


def mark_failed(work: Work, inbound_id: int, why: str) -> int:
    """Count a failure; the attempts so far, 0 if it was closed meanwhile."""
    return work.run(_FAILED, {"inbound_id": inbound_id, "why": why}).scalar() or 0


def mark_seen(work: Work, contact: str, state: str, now: datetime) -> None:
    """The contact wrote: it is there, and may be written to again."""
    work.run(_SEEN, {"contact_id": contact, "new_state": state, "at": now})


def any_stored(work: Work, contact: str) -> bool:
    """Whether something of this contact is still to be handled."""
    return bool(work.run(_OPEN, {"contact": contact}).scalar())
