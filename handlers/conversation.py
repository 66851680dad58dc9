"""A conversation as it stood when read, and as a turn leaves it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from handlers.applying import Whose
from handlers.choices import resolve
from handlers.messages import Button, ChannelName, Inbound, InboundKind, Reply
from handlers.sent_files import holds_files
from handlers.store import codec, queueing, transcript
from handlers.store.contacts import Destination, Endpoint
from handlers.store.inbound import Stored, store_inbound
from handlers.store.unit_of_work import Work
from handlers.turns import IDLE, ConversationState, Turn

REPLY_LIFE: Final = timedelta(hours=24)
"""After an outage of a day an answer no longer helps; the person has asked again."""


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


def stored_state(row: Any, now: datetime) -> ConversationState:  # noqa: ANN401 - a result row
    """The stored state, or an idle one that remembers it had been more."""
    over = row.expires_at is not None and row.expires_at <= now
    if over or row.lapsed:
        was_open = row.lapsed or row.step != IDLE or bool(row.offered)
        return ConversationState(
            expired=was_open,
            consent=row.consent,
            held_until=row.held_until,
            actor=codec.actor_of(row),
        )
    return ConversationState(
        step=row.step,
        draft=codec.draft_from_json(row.draft),
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
