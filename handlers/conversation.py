"""A conversation as it stood when read, and as a turn leaves it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import structlog

from handlers.answering import addressed, asked_for_more
from handlers.applying import Whose, change
from handlers.choices import resolve
from handlers.errors import LostRaceError
from handlers.late import is_overtaken
from handlers.messages import Address, Button, ChannelName, Inbound, InboundKind, Reply
from handlers.sent_files import holds_files
from handlers.steps import fits
from handlers.store import (
    attachments,
    codec,
    contacts,
    drafts,
    outbox,
    queueing,
    records,
    taps,
    transcript,
)
from handlers.store import inbound as inbounds
from handlers.store.contacts import Destination, Endpoint
from handlers.store.erasing import wipe_since
from handlers.store.inbound import Stored, store_inbound
from handlers.store.inbound_order import next_stored
from handlers.store.outbox import Claimed
from handlers.store.states import ContactState, InboundStatus
from handlers.store.unit_of_work import Work
from handlers.turns import IDLE, ConversationState, Turn

log = structlog.get_logger(__name__)

REPLY_LIFE: Final = timedelta(hours=24)
"""After an outage of a day an answer no longer helps; the person has asked again."""
SEEN_EVERY: Final = timedelta(hours=12)
"""How exact `seen_at` is: one write in half a day, not one a message."""


class Sender(Protocol):
    """The delivery of this process, to which replies may be handed as they are written."""

    sender: str

    def claims(self, work: Work, endpoint: str) -> bool:
        """Whether it sends one more on this endpoint now; the channel's limit is charged."""
        ...


@dataclass(frozen=True, slots=True)
class Read:
    """One inbound and its conversation as they stood when read."""

    id: int
    commune: str
    channel: ChannelName
    inbound: Inbound
    to: Destination
    state: ConversationState
    contact_state: str
    seen_at: datetime
    version: int
    asked_back: bool
    """Choices were open and their time ran out."""
    more: Reply | None = None
    """More of what was said last, where that was asked for."""
    repeated: bool = False
    """A tap that did its work already, under another number of the channel's."""
    overtaken: bool = False
    """What was said after it has been handled, and it would be taken as an answer to that."""
    unsent: datetime | None = None
    """Since when a report was being taken whose time ran out just now: nothing of it is kept."""

    @property
    def of(self) -> Whose:
        """Whose message it is, for the commands."""
        return Whose(
            self.commune,
            self.channel,
            self.inbound.address.contact,
            self.id,
            self.state.actor,
            self.inbound.address.endpoint,
        )


def read_next(
    work: Work, inbound_id: str, now: datetime, since: datetime | None = None
) -> Read | None:
    """The oldest unhandled message of the chat of `inbound_id`, up to that one; None: all done.

    `since` is when this process began to receive.
    """
    row = next_stored(work, inbound_id)
    # A payload is null when the person was erased meanwhile: then the status says so.
    if row is None or row.payload is None:
        return None
    inbound = Inbound(
        address=Address(row.endpoint, row.contact),
        external_id=row.external_id,
        received_at=row.received_at,
        said_at=row.said_at,
        by=row.speaker,
        **codec.inbound_fields(row.payload),
    )
    repeated = taps.is_repeated(work, row, inbound, since)
    state = stored_state(row, now)
    channel = ChannelName(row.channel)
    overtaken = is_overtaken(work, inbound, state, now)
    inbound = addressed(work, inbound, channel, state, now)
    return Read(
        id=row.id,
        commune=row.commune,
        channel=channel,
        inbound=inbound,
        to=Destination(inbound.address, row.chat, row.thread or ""),
        state=state,
        contact_state=row.state,
        seen_at=row.seen_at,
        version=row.version,
        asked_back=state.expired and not row.lapsed and bool(row.offered),
        more=asked_for_more(work, inbound, channel, now),
        repeated=repeated,
        overtaken=overtaken,
        unsent=drafts.begun(row.step, row.draft) if state.expired else None,
    )


def stored_state(row: Any, now: datetime) -> ConversationState:  # noqa: ANN401 - a result row
    """The stored state, or an idle one that remembers it had been more."""
    over = row.expires_at is not None and row.expires_at <= now
    draft = codec.draft_from_json(row.draft)
    strange = not row.lapsed and not fits(row.step, draft)
    if strange:
        log.warning("conversation.strange_step", step=row.step)
    if over or row.lapsed or strange:
        was_open = row.lapsed or row.step != IDLE or bool(row.offered)
        return ConversationState(
            expired=was_open,
            left=row.step,
            consent=row.consent,
            held_until=row.held_until,
            actor=codec.actor_of(row),
        )
    return ConversationState(
        step=row.step,
        draft=draft,
        offered=codec.buttons_from_json(row.offered),
        subject=codec.subject_from_json(row.subject),
        consent=row.consent,
        held_until=row.held_until,
        actor=codec.actor_of(row),
    )


def left_unanswered(read: Read, turn: Turn) -> bool:
    """Whether we had asked back, and a new question came instead of a choice."""
    answer, inbound = turn.answer, read.inbound
    return (
        bool(read.state.offered)
        and answer is not None
        and not answer.follow_up
        and inbound.kind is InboundKind.TEXT
        and resolve(inbound.text, read.state.offered) is None
    )


def leaves_files(read: Read, turn: Turn) -> bool:
    """Whether files were sent or asked for, and no step that wants them is open any more."""
    before, inbound = read.state, read.inbound
    held = holds_files(before.step, before.draft)
    after = held if turn.unchanged else holds_files(turn.step, turn.draft)
    return (bool(inbound.files) or held or before.expired) and not after


def next_state(read: Read, turn: Turn, now: datetime) -> dict[str, Any]:
    """The columns of the conversation after this turn."""
    if turn.unchanged:
        return _columns(read.state, now + timedelta(minutes=turn.expires_in_minutes))
    subject = turn.subject
    if subject is None and turn.keep_subject:
        subject = read.state.subject
    return {
        "step": turn.step,
        "draft": None if turn.draft is None else codec.dumps(turn.draft),
        "offered": codec.buttons_to_json(offered_by(turn.replies)),
        "subject": codec.subject_to_json(subject),
        "expires_at": now + timedelta(minutes=turn.expires_in_minutes),
    }


def _columns(state: ConversationState, expires_at: datetime) -> dict[str, Any]:
    return {
        "step": state.step,
        "draft": None if state.draft is None else codec.dumps(state.draft),
        "offered": codec.buttons_to_json(state.offered),
        "subject": codec.subject_to_json(state.subject),
        "expires_at": expires_at,
    }


def offered_by(replies: tuple[Reply, ...]) -> tuple[Button, ...]:
    """The choices now open: those of the last reply first, since their numbers are on screen."""
    offering = [reply.choices for reply in replies if reply.choices]
    ordered = offering[-1:] + offering[:-1]
    return tuple(dict.fromkeys(button for choices in ordered for button in choices))


def reply_message(read: Read, number: int, reply: Reply, now: datetime) -> queueing.Message:
    """A reply of a turn on its way to the outbox."""
    return queueing.Message(
        key=f"reply:{read.id}:{number}",
        reply=reply,
        due=now,
        expires_at=now + REPLY_LIFE,
        after_crash=queueing.after_crash(read.channel),
    )


def keep_inbound(work: Work, inbound: Inbound, endpoint: Endpoint) -> Stored | None:
    """Store what arrived; None for what came before. A web chat shows it in its thread."""
    stored = store_inbound(work, inbound, endpoint)
    if stored is not None and endpoint.channel is ChannelName.WEB:
        transcript.append_said(work, stored.contact, stored.id, inbound)
    return stored


def notice_return(work: Work, read: Read, now: datetime) -> None:
    """Whoever writes can be written to again; who left cannot."""
    if read.inbound.kind is InboundKind.LEFT:
        contacts.mark_contact(work, read.inbound.address.contact, ContactState.BLOCKED)
        outbox.hold_pushes(work, read.inbound.address.contact, "unreachable")
        return
    away = read.contact_state != ContactState.ACTIVE
    if away:
        outbox.requeue_withheld(work, read.inbound.address.contact, now)
    if away or now - read.seen_at > SEEN_EVERY:
        inbounds.mark_seen(work, read.inbound.address.contact, ContactState.ACTIVE, now)


def apply_turn(
    work: Work, read: Read, turn: Turn, sender: Sender | None, now: datetime
) -> list[Claimed]:
    """Write all that follows from a turn; the replies the sender may send at once.

    Raises:
        LostRaceError: another process handled the message, or changed the conversation.
    """
    contact = read.inbound.address.contact
    if read.unsent is not None:
        wipe_since(work, contact, read.unsent)
    values = next_state(read, turn, now)
    saved = inbounds.save_conversation(work, contact, read.version, values, len(turn.replies))
    status = InboundStatus.REPEATED if read.repeated else InboundStatus.HANDLED
    if saved is None or not inbounds.mark_done(work, read.id, status, now):
        raise LostRaceError
    notice_return(work, read, now)
    if read.asked_back or left_unanswered(read, turn):
        records.abandon(work, contact)
    records.tell(work, read.commune, read.channel, contact, turn.told, now)
    for command in turn.commands:
        change(work, read.of, command, now)
    if leaves_files(read, turn):
        attachments.release(work, contact)
    messages = [
        reply_message(read, number, reply, now) for number, reply in enumerate(turn.replies)
    ]
    direct = sender is not None and not saved.busy and bool(messages)
    name = None
    if sender is not None and direct and sender.claims(work, read.to.address.endpoint):
        name = sender.sender
    return queueing.queue_replies(work, read.commune, read.to, saved.first_seq, messages, name)
