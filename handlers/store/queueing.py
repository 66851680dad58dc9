"""Put messages into the outbox, in the transaction that is the reason for sending them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select

from handlers.messages import ChannelName, Reply
from handlers.store import check_codes
from handlers.store import outbox_statements as sql
from handlers.store.codec import reply_to_json
from handlers.store.contacts import Destination
from handlers.store.inserting import insert_new
from handlers.store.outbox import LEASE, Claimed, edits_of, hold_pushes
from handlers.store.states import AfterCrash, ContactState, OutboxKind, OutboxStatus, Priority
from handlers.store.unit_of_work import Work

AMBIGUOUS_SENDS: Final = frozenset({ChannelName.ZALO_BOT, ChannelName.ZALO_OA, ChannelName.BRIDGE})
"""Channels where a send that may have arrived is never repeated (`model.md`). A gateway of the
bridge that knows a message by its key says so in its limits, and delivery repeats after all."""

_KNOWN = select(sql.OUTBOX.c.key).where(sql.OUTBOX.c.key.in_(bindparam("keys", expanding=True)))
_COLUMNS = (
    "key",
    "commune",
    "endpoint",
    "contact",
    "seq",
    "kind",
    "priority",
    "due",
    "expires_at",
    "status",
    "lease",
    "holder",
    "attempts",
    "parts_sent",
    "provider_ids",
    "after_crash",
    "body",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class Message:
    """Something to send, before it has its place in the contact's order."""

    key: str
    reply: Reply
    due: datetime
    expires_at: datetime
    kind: OutboxKind = OutboxKind.REPLY
    priority: Priority = Priority.WAITING
    after_crash: AfterCrash | None = None
    """None: as the channel's sends may be repeated or not (`queue` knows it), else repeated."""


def after_crash(channel: ChannelName) -> AfterCrash:
    """What becomes of a message to this channel that was being sent at a crash."""
    return AfterCrash.UNKNOWN if channel in AMBIGUOUS_SENDS else AfterCrash.RESEND


def known(work: Work, keys: Sequence[str]) -> set[str]:
    """Which of these messages were queued before."""
    return set(work.run(_KNOWN, {"keys": list(keys)}).scalars()) if keys else set()


def queue(work: Work, commune: str, endpoint: str, contact: str, message: Message) -> bool:
    """Queue what we start ourselves; False if its key is there or the person said stop.

    To who cannot be reached it is withheld until they write again.
    """
    row = work.run(sql.CONTACT_STATE, {"contact": contact}).first()
    if row is None or row.stopped_at is not None or row.state == ContactState.ERASED:
        return False
    if message.after_crash is None:
        message = replace(message, after_crash=after_crash(ChannelName(row.channel)))
    message, stamp = _with_code(work, commune, message)
    made = queue_all(work, commune, endpoint, contact, (message,)) == 1
    if made and stamp is not None:
        check_codes.keep(work, stamp, message.due)
    if row.state == ContactState.BLOCKED:
        hold_pushes(work, contact, "unreachable")
    return made


def _with_code(
    work: Work, commune: str, message: Message
) -> tuple[Message, check_codes.Stamp | None]:
    """What people did not ask for wears a check code, which is written down if it is queued."""
    if work.seal is None or message.kind not in check_codes.STARTED:
        return message, None
    given = (message.reply, commune, message.kind, message.due)
    reply, stamp = check_codes.stamped(work.seal, *given)
    return replace(message, reply=reply), stamp


def queue_all(
    work: Work, commune: str, endpoint: str, contact: str, messages: Sequence[Message]
) -> int:
    """Queue messages in order after all earlier ones of the contact; the number of new ones."""
    if not messages:
        return 0
    number = len(messages)
    last = work.run(sql.TAKE_SEQ, {"for_contact": contact, "number": number}).scalar_one()
    whose = {"commune": commune, "endpoint": endpoint, "contact": contact}
    made = 0
    for place, message in enumerate(messages, last - number + 1):
        made += _insert(work, {**whose, "seq": place, **_columns(message)}) is not None
    return made


def queue_replies(
    work: Work,
    commune: str,
    to: Destination,
    first_seq: int,
    messages: Sequence[Message],
    sender: str | None,
) -> list[Claimed]:
    """Queue the replies of a turn at places already taken.

    With a `sender` the first one is claimed for it as it is written, so that the person need
    not wait for a claim of its own; the caller knows that nothing else is on its way to them.
    """
    address = to.address
    whose = {"commune": commune, "endpoint": address.endpoint, "contact": address.contact}
    claimed: list[Claimed] = []
    for place, message in enumerate(messages):
        row = {**whose, "seq": first_seq + place, **_columns(message)}
        if place == 0 and sender is not None:
            row |= {
                "status": OutboxStatus.SENDING,
                "attempts": 1,
                "holder": sender,
                "lease": message.due + LEASE,
            }
        made = _insert(work, row)
        if made is not None and place == 0 and sender is not None:
            claimed.append(_born(work, made, to, message))
    return claimed


def _columns(message: Message) -> dict[str, Any]:
    return {
        "key": message.key,
        "kind": message.kind,
        "priority": int(message.priority),
        "due": message.due,
        "expires_at": message.expires_at,
        "status": OutboxStatus.QUEUED,
        "lease": None,
        "holder": None,
        "attempts": 0,
        "parts_sent": 0,
        "provider_ids": "[]",
        "after_crash": message.after_crash or AfterCrash.RESEND,
        "body": reply_to_json(message.reply),
        "created_at": message.due,
    }


def _insert(work: Work, row: dict[str, Any]) -> int | None:
    made: int | None = work.run(insert_new(sql.OUTBOX, work.dialect, _COLUMNS), row).scalar()
    return made


def _born(work: Work, row_id: int, to: Destination, message: Message) -> Claimed:
    return Claimed(
        id=row_id,
        to=to,
        reply=message.reply,
        kind=message.kind,
        after_crash=message.after_crash or AfterCrash.RESEND,
        attempts=1,
        parts_sent=0,
        provider_ids=(),
        expires_at=message.expires_at,
        edits=edits_of(work, to.address.contact, message.reply),
    )
