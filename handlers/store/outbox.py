"""Statements of the outbox: queue, claim, record, give up. The claim here is the authority.

Only the lowest open `seq` of a contact and priority may be claimed, so that one chat stays in
order with any number of senders. A row not yet due holds nobody up unless it was tried before.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from handlers.messages import Reply
from handlers.store import outbox_statements as sql
from handlers.store.codec import dumps, reply_from_json, reply_to_json
from handlers.store.contacts import Destination, destinations
from handlers.store.inserting import insert_new
from handlers.store.states import AfterCrash, ContactState, OutboxKind, OutboxStatus, Priority
from handlers.store.unit_of_work import Work

LEASE: Final = timedelta(seconds=30)
"""How long a claimed row may be with its sender between two parts; then another takes over."""

_COLUMNS = (
    "key", "commune", "endpoint", "contact", "seq", "kind", "priority", "due", "expires_at",
    "status", "attempts", "parts_sent", "provider_ids", "after_crash", "body", "created_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """Something to send, before it has its place in the contact's order."""

    key: str
    reply: Reply
    due: datetime
    expires_at: datetime
    kind: OutboxKind = OutboxKind.REPLY
    priority: Priority = Priority.WAITING
    after_crash: AfterCrash = AfterCrash.RESEND


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message this process may send until its lease ends."""

    id: int
    to: Destination
    reply: Reply
    kind: OutboxKind
    after_crash: AfterCrash
    attempts: int
    """Tries so far, this one included."""
    parts_sent: int
    provider_ids: tuple[str, ...]
    expires_at: datetime
    reason: str | None = None
    """Why the last try did not end it."""
    edits: tuple[str, ...] = ()
    """Channel ids of the messages this one replaces."""


@dataclass(frozen=True, slots=True)
class End:
    """How a message ended."""

    status: OutboxStatus
    provider_ids: tuple[str, ...] = ()
    reason: str | None = None


def queue(work: Work, commune: str, endpoint: str, contact: str, message: Message) -> bool:
    """Queue what we start ourselves; False if its key is there or the person said stop.

    To who cannot be reached it is withheld until they write again.
    """
    row = work.run(sql.CONTACT_STATE, {"contact": contact}).first()
    if row is None or row.stopped_at is not None or row.state == ContactState.ERASED:
        return False
    made = queue_all(work, commune, endpoint, contact, (message,)) == 1
    if row.state == ContactState.BLOCKED:
        hold_pushes(work, contact, "unreachable")
    return made


def queue_all(
    work: Work, commune: str, endpoint: str, contact: str, messages: Sequence[Message]
) -> int:
    """Queue messages in order after all earlier ones of the contact; the number of new ones."""
    if not messages:
        return 0
    number = len(messages)
    last = work.run(sql.TAKE_SEQ, {"for_contact": contact, "number": number}).scalar_one()
    statement = insert_new(sql.OUTBOX, work.dialect, _COLUMNS)
    made = 0
    for place, message in enumerate(messages, last - number + 1):
        row = {
            "key": message.key,
            "commune": commune,
            "endpoint": endpoint,
            "contact": contact,
            "seq": place,
            "kind": message.kind,
            "priority": int(message.priority),
            "due": message.due,
            "expires_at": message.expires_at,
            "status": OutboxStatus.QUEUED,
            "attempts": 0,
            "parts_sent": 0,
            "provider_ids": "[]",
            "after_crash": message.after_crash,
            "body": reply_to_json(message.reply),
            "created_at": message.due,
        }
        made += work.run(statement, row).scalar() is not None
    return made


def claim_contact(
    work: Work, contact: str, sender: str, now: datetime, limit: int = 4
) -> list[Claimed]:
    """Claim what this contact may be sent now, the first of each priority."""
    return _claimed(work, contact, sender, now, limit=limit, one_contact=True)


def claim_endpoint(
    work: Work, endpoint: str, sender: str, now: datetime, limit: int
) -> list[Claimed]:
    """Claim up to `limit` due messages of an endpoint, those of waiting persons first."""
    return _claimed(work, endpoint, sender, now, limit=limit, one_contact=False)


def _claimed(
    work: Work, scope: str, sender: str, now: datetime, *, limit: int, one_contact: bool
) -> list[Claimed]:
    values: dict[str, Any] = {
        "scope": scope,
        "now": now,
        "limit": limit,
        "sender": sender,
        "lease_until": now + LEASE,
    }
    rows = work.run(sql.CLAIMS[work.dialect, one_contact], values).all()
    if not rows:
        return []
    rows = sorted(rows, key=lambda row: (row.priority, row.due, row.seq))
    chats = destinations(work, {row.contact for row in rows})
    return [_message(work, row, chats[row.contact]) for row in rows]


def _message(work: Work, row: Any, to: Destination) -> Claimed:  # noqa: ANN401 - a result row
    reply = reply_from_json(row.body) if row.body else Reply(())
    edits: tuple[str, ...] = ()
    if reply.replaces is not None:
        found = work.run(sql.EDITED, {"contact": row.contact, "subject": reply.replaces})
        edits = tuple(found.scalars())
    return Claimed(
        id=row.id,
        to=to,
        reply=reply,
        kind=OutboxKind(row.kind),
        after_crash=AfterCrash(row.after_crash),
        attempts=row.attempts,
        parts_sent=row.parts_sent,
        provider_ids=_ids(row.provider_ids),
        expires_at=row.expires_at,
        reason=row.reason,
        edits=edits,
    )


def record_part(
    work: Work, row_id: int, sender: str, provider_ids: Sequence[str], now: datetime
) -> bool:
    """Note the parts sent so far and renew the lease; False if the row is no longer ours."""
    values = {
        "row_id": row_id,
        "sender": sender,
        "sent": len(provider_ids),
        "ids": dumps(list(provider_ids)),
        "lease_until": now + LEASE,
    }
    return work.run(sql.PROGRESS, values).scalar() is not None


def finish(work: Work, claimed: Claimed, sender: str, end: End, now: datetime) -> bool:
    """Close a message; its channel ids lead back to its subject. False if no longer ours."""
    values = {
        "row_id": claimed.id,
        "sender": sender,
        "new_status": end.status,
        "why": end.reason,
        "sent": len(end.provider_ids),
        "ids": dumps(list(end.provider_ids)),
        "at": now,
    }
    if work.run(sql.FINISH, values).scalar() is None:
        return False
    if claimed.reply.subject is not None:
        _remember(work, claimed, claimed.reply.subject, end.provider_ids, now)
    return True


def _remember(
    work: Work, claimed: Claimed, subject: str, provider_ids: Sequence[str], now: datetime
) -> None:
    columns = ("contact", "provider_id", "endpoint", "subject", "outbox_id", "at")
    statement = insert_new(sql.SENT, work.dialect, columns)
    for provider_id in provider_ids:
        row = {
            "contact": claimed.to.address.contact,
            "provider_id": provider_id,
            "endpoint": claimed.to.address.endpoint,
            "subject": subject,
            "outbox_id": claimed.id,
            "at": now,
        }
        work.run(statement, row)


def try_later(work: Work, row_id: int, sender: str, due: datetime, why: str) -> bool:
    """Put a message back until `due`; False if it is no longer ours."""
    values = {"row_id": row_id, "sender": sender, "new_due": due, "why": why}
    return work.run(sql.RETRY, values).scalar() is not None


def free_late(work: Work, endpoint: str, now: datetime) -> int:
    """Free the messages whose sender died: their lease is over."""
    return len(work.run(sql.FREE_LATE, {"for_endpoint": endpoint, "now": now}).all())


def free_others(work: Work, endpoint: str, sender: str, now: datetime) -> int:
    """Free every message some other process was sending. Only where we are the one process."""
    values = {"for_endpoint": endpoint, "sender": sender, "now": now}
    return len(work.run(sql.FREE_OTHERS, values).all())


def expire(work: Work, now: datetime) -> int:
    """Close what is too late to be sent; the number closed."""
    return len(work.run(sql.EXPIRE, {"now": now}).all())


def drop_pushes(work: Work, contact: str, why: str, now: datetime) -> None:
    """Close everything waiting for this contact that it did not ask for just now."""
    work.run(sql.DROP, {"for_contact": contact, "why": why, "now": now})


def hold_pushes(work: Work, contact: str, why: str) -> None:
    """Withhold everything we start ourselves until this contact writes again."""
    work.run(sql.HOLD, {"for_contact": contact, "why": why})


def requeue_withheld(work: Work, contact: str, now: datetime) -> None:
    """The person wrote: what the channel had forbidden may be tried again."""
    work.run(sql.REQUEUE, {"for_contact": contact, "now": now})


def anything_due(work: Work, endpoint: str, now: datetime) -> bool:
    """Whether an endpoint has something to send or to take over."""
    return bool(work.run(sql.DUE, {"endpoint": endpoint, "now": now}).scalar())


def any_open(work: Work, contact: str) -> bool:
    """Whether a message to this contact is still queued or on its way."""
    return bool(work.run(sql.OPEN_CONTACT, {"contact": contact}).scalar())


def _ids(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
