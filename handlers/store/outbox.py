"""Statements of the outbox: queue, claim, record, give up. The claim here is the authority.

Only the lowest open `seq` of a contact and priority may be claimed, so that one chat stays in
order with any number of senders. A row not yet due holds nobody up unless it was tried before.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from handlers.clock import SET_BACK
from handlers.messages import Reply
from handlers.store import outbox_statements as sql
from handlers.store.codec import dumps, reply_from_json
from handlers.store.contacts import Destination, destinations
from handlers.store.inserting import insert_new
from handlers.store.states import AfterCrash, OutboxKind, OutboxStatus
from handlers.store.unit_of_work import Work

DOUBT: Final = "?"
"""In place of the channel's id: this part may have arrived. The parts after it are still owed."""
LEASE: Final = timedelta(seconds=29)
"""How long a claimed row may be with its sender between two parts; then another takes over, with
its next look of every second: within 30 s. No channel's call takes longer than 23 s."""

TOO_FAR: Final = timedelta(hours=25)
"""No reply is put back for so long: it is of use for 24 hours."""


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
    seq: int = 0
    """Its place in the contact's order; 0 for a reply claimed as it was written."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What writing an end came to."""

    mine: bool
    """False: another process has the row by now; nothing was written."""
    more: bool = True
    """More may be waiting for this contact."""


@dataclass(frozen=True, slots=True)
class End:
    """How a message ended."""

    status: OutboxStatus
    provider_ids: tuple[str, ...] = ()
    reason: str | None = None


def edits_of(work: Work, contact: str, reply: Reply) -> tuple[str, ...]:
    """Channel ids of the messages a reply replaces."""
    if reply.replaces is None:
        return ()
    found = work.run(sql.EDITED, {"contact": contact, "subject": reply.replaces})
    return tuple(found.scalars())


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
    rows = work.run(sql.claim(work.dialect, one_contact=one_contact), values).all()
    if not rows:
        return []
    rows = sorted(rows, key=lambda row: (row.priority, row.due, row.seq))
    chats = destinations(work, {row.contact for row in rows})
    return [_message(work, row, chats[row.contact]) for row in rows]


def _message(work: Work, row: Any, to: Destination) -> Claimed:  # noqa: ANN401 - a result row
    reply = reply_from_json(row.body) if row.body else Reply(())
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
        edits=edits_of(work, row.contact, reply),
        seq=row.seq,
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


def finish(work: Work, claimed: Claimed, sender: str, end: End, now: datetime) -> Closed:
    """Close a message; its channel ids lead back to its subject."""
    values = {
        "row_id": claimed.id,
        "sender": sender,
        "new_status": end.status,
        "why": end.reason,
        "sent": len(end.provider_ids),
        "ids": dumps(list(end.provider_ids)),
        "at": now,
        "for_contact": claimed.to.address.contact,
    }
    row = work.run(sql.FINISH, values).first()
    if row is None:
        return Closed(mine=False)
    if claimed.reply.subject is not None:
        _remember(work, claimed, claimed.reply.subject, end.provider_ids, now)
    return Closed(mine=True, more=bool(row.more))


def _remember(
    work: Work, claimed: Claimed, subject: str, provider_ids: Sequence[str], now: datetime
) -> None:
    columns = ("contact", "provider_id", "endpoint", "subject", "outbox_id", "at")
    statement = insert_new(sql.SENT, work.dialect, columns)
    for provider_id in provider_ids:
        if provider_id in ("", DOUBT):
            continue
        row = {
            "contact": claimed.to.address.contact,
            "provider_id": provider_id,
            "endpoint": claimed.to.address.endpoint,
            "subject": subject,
            "outbox_id": claimed.id,
            "at": now,
        }
        work.run(statement, row)


def try_later(
    work: Work, row_id: int, sender: str, due: datetime, why: str, *, counted: bool = True
) -> Closed:
    """Put a message back until `due`; not `counted`, the try counts no further than as begun.

    It never counts as untried again: a message tried before holds up those after it.
    """
    row = {"row_id": row_id, "sender": sender}
    values = {**row, "new_due": due, "why": why, "counted": counted}
    return Closed(mine=work.run(sql.RETRY, values).scalar() is not None)


def free_late(work: Work, endpoint: str, now: datetime, *, repeatable: bool = False) -> int:
    """Free the messages whose sender died: their lease is over.

    `repeatable`: the channel knows a message by its key, so that none is left in doubt.
    """
    values = {
        "for_endpoint": endpoint, "now": now, "repeatable": repeatable,
        "beyond_lease": now + LEASE + SET_BACK,
    }  # fmt: skip
    return len(work.run(sql.FREE_LATE, values).all())


def hasten(work: Work, endpoint: str, now: datetime) -> None:
    """Make due the replies that were written before the clock was set back."""
    values = {
        "for_endpoint": endpoint, "now": now, "beyond": now + SET_BACK, "too_far": now + TOO_FAR,
    }  # fmt: skip
    work.run(sql.HASTEN, values)


def free_others(
    work: Work, endpoint: str, sender: str, now: datetime, *, repeatable: bool = False
) -> int:
    """Free every message some other process was sending. Only where we are the one process."""
    values = {"for_endpoint": endpoint, "sender": sender, "now": now, "repeatable": repeatable}
    return len(work.run(sql.FREE_OTHERS, values).all())


def expire(work: Work, now: datetime) -> int:
    """Close what is too late to be sent; the number closed."""
    return sum(len(work.run(one, {"now": now}).all()) for one in sql.EXPIRE)


def drop_pushes(work: Work, contact: str, why: str, now: datetime) -> None:
    """Close everything waiting for this contact that it did not ask for just now."""
    work.run(sql.DROP, {"for_contact": contact, "why": why, "now": now})


def hold_pushes(work: Work, contact: str, why: str) -> None:
    """Withhold everything we start ourselves until this contact writes again."""
    work.run(sql.HOLD, {"for_contact": contact, "why": why})


def mark_delivered(work: Work, contact: str, provider_ids: Sequence[str]) -> tuple[str, ...]:
    """The channel says that these messages of ours reached the phone.

    Those no ended message is known by come back: one may be on its way still.
    """
    unknown = []
    for provider_id in provider_ids:
        # Ids are letters and figures: `receive` lets no other through.
        values = {"for_contact": contact, "holding": f'%"{provider_id}"%'}
        if (
            not work.run(sql.DELIVERED, values).all()
            and work.run(sql.ENDED, values).first() is None
        ):
            unknown.append(provider_id)
    return tuple(unknown)


def mark_row_delivered(work: Work, endpoint: str, row_id: int) -> bool:
    """The same, where the channel brings our own number back; False while it is on its way."""
    values = {"row_id": row_id, "of_endpoint": endpoint}
    if work.run(sql.DELIVERED_ROW, values).all():
        return True
    return work.run(sql.ENDED_ROW, values).first() is not None


def requeue_withheld(work: Work, contact: str, now: datetime) -> None:
    """The person wrote: what the channel had forbidden may be tried again."""
    work.run(sql.REQUEUE, {"for_contact": contact, "now": now})


def let_go(work: Work, endpoint: str, why: str, now: datetime) -> int:
    """What held an endpoint's messages back for this reason is over; the number let go."""
    values = {"of_endpoint": endpoint, "why": why, "now": now}
    return len(work.run(sql.LET_GO, values).all())


def anything_due(work: Work, endpoint: str, now: datetime) -> bool:
    """Whether an endpoint has something to send or to take over."""
    beyond = now + SET_BACK
    values = {
        "for_endpoint": endpoint, "now": now, "beyond": beyond, "beyond_lease": beyond + LEASE,
        "too_far": now + TOO_FAR,
    }  # fmt: skip
    return bool(work.run(sql.DUE, values).scalar())


def _ids(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
