"""The inbox: store what arrived, then handle it, each in one transaction.

Receive commits the inbound, and only then may the channel confirm it. Handle reads the
conversation, lets the responder decide without holding anything, and writes all that follows in
one transaction that succeeds only if the conversation is still the one that was read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Protocol

import structlog

from handlers.answering import addressed
from handlers.applying import change, erase
from handlers.clock import Clock
from handlers.conversation import (
    Read,
    keep_inbound,
    leaves_files,
    left_unanswered,
    next_state,
    reply_message,
    stored_state,
)
from handlers.errors import LostRaceError, StorageError
from handlers.messages import Address, ChannelName, Inbound, InboundKind, Reply
from handlers.store import (
    attachments,
    codec,
    contacts,
    drafts,
    outbox,
    queueing,
    records,
)
from handlers.store import inbound as inbounds
from handlers.store.contacts import Destination, Endpoint
from handlers.store.erasing import wipe_since
from handlers.store.inbound import Stored
from handlers.store.outbox import Claimed
from handlers.store.states import ContactState, InboundStatus
from handlers.store.unit_of_work import Store, Work
from handlers.turns import Answer, ConversationState, Turn
from handlers.wording.failures import APOLOGY

MAX_ATTEMPTS: Final = 3
"""An inbound that fails this often is parked (`model.md`)."""
SEEN_EVERY: Final = timedelta(hours=12)
"""How exact `seen_at` is: one write in half a day, not one a message."""

log = structlog.get_logger(__name__)


class Responder(Protocol):
    """Decides. It is called in a worker thread with no transaction open."""

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        """What to do about one inbound."""


class Sender(Protocol):
    """The delivery of this process, to which replies may be handed as they are written."""

    sender: str

    def claims(self, work: Work, endpoint: str) -> bool:
        """Whether it sends one more on this endpoint now; the channel's limit is charged."""
        ...


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one inbound."""

    id: str
    address: Address
    replies: tuple[Reply, ...] = ()
    answer: Answer | None = None
    parked: bool = False
    claimed: tuple[Claimed, ...] = ()
    """Replies already claimed for the sender that was named."""
    unprepared: bool = False
    """Not handled: its files are to be looked at first."""


class Inbox:
    """Takes what channels bring in and turns it into replies in the outbox."""

    def __init__(
        self, store: Store, responder: Responder, clock: Clock, *, apology: Reply = APOLOGY
    ) -> None:
        self._store = store
        self._responder = responder
        self._clock = clock
        self._apology = apology
        self._endpoint = lru_cache(maxsize=256)(self._load_endpoint)

    @property
    def alone(self) -> bool:
        """Whether no other process serves this database: so it is with SQLite."""
        return self._store.sqlite

    def receive(self, inbound: Inbound) -> Stored | None:
        """Keep what arrived; None if the channel brought it before.

        Raises:
            StorageError: it was not kept, so the channel must not confirm it.
        """
        return self.receive_all((inbound,))[0]

    def receive_all(self, arrived: Sequence[Inbound]) -> list[Stored | None]:
        """Keep what arrived together, in its order: all of it or nothing.

        Raises:
            StorageError: nothing was kept.
        """
        owners = [self._endpoint(inbound.address.endpoint) for inbound in arrived]

        def keep(work: Work) -> list[Stored | None]:
            return [
                keep_inbound(work, one, owner) for one, owner in zip(arrived, owners, strict=True)
            ]

        kept = self._store.write(keep)
        for stored, owner in zip(kept, owners, strict=True):
            if stored is None:
                log.info("inbound.repeated", endpoint=owner.id)
        return kept

    def handle(
        self, inbound_id: str, sender: Sender | None = None, *, files_first: bool = False
    ) -> tuple[Handled, ...]:
        """Handle this inbound, and before it whatever of the same chat still waits.

        A `sender` gets the replies it takes handed over in what is returned. With `files_first`
        it ends at a message whose files nobody has looked at yet.

        Raises:
            StorageError, LostRaceError: it stays stored and is tried again later.
        """
        done: list[Handled] = []
        while (read := self._read(inbound_id)) is not None:
            if files_first and not read.inbound.prepared:
                done.append(Handled(str(read.id), read.inbound.address, unprepared=True))
                break
            handled = self._handle_one(read, sender)
            if handled is not None:
                done.append(handled)
                if handled.id == inbound_id:
                    break
        return tuple(done)

    def forget(self, endpoint: str, chat: str, thread: str = "") -> bool:
        """Erase everything of a chat at once, as the command does; False if it never wrote."""
        now = self._clock.now()
        commune = self._endpoint(endpoint).commune
        with self._store.work() as work:
            contact = contacts.find_contact(work, endpoint, chat, thread)
            if contact is None:
                return False
            erase(work, commune, contact, now)
            work.commit()
        return True

    def waiting(self, older_than: timedelta = timedelta(0)) -> list[Stored]:
        """What is stored but not handled, oldest first: left by a crash or a dead process."""
        with self._store.read() as work:
            return inbounds.waiting(work, self._clock.now() - older_than)

    def _handle_one(self, read: Read, sender: Sender | None) -> Handled | None:
        try:
            return self._answer_or_again(read, sender)
        except (StorageError, LostRaceError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a flow raises must stall nobody
            return self._failed(read, error)

    def _answer_or_again(self, read: Read, sender: Sender | None) -> Handled:
        try:
            return self._answer(read, sender)
        except LostRaceError:
            log.info("inbound.lost_race", inbound=read.id)
        again = self._read(str(read.id))
        if again is None or again.id != read.id:  # the other process handled it
            return Handled(str(read.id), read.inbound.address)
        return self._answer(again, sender)

    def _answer(self, read: Read, sender: Sender | None) -> Handled:
        now = self._clock.now()
        turn = self._responder.respond(read.inbound, read.state, now)
        claimed = self._store.write(lambda work: self._apply(work, read, turn, sender, now))
        log.info(
            "inbound.handled",
            inbound=read.id,
            contact=read.inbound.address.contact,
            replies=len(turn.replies),
        )
        told = (turn.replies, turn.answer)
        return Handled(str(read.id), read.inbound.address, *told, claimed=tuple(claimed))

    def _apply(
        self, work: Work, read: Read, turn: Turn, sender: Sender | None, now: datetime
    ) -> list[Claimed]:
        contact = read.inbound.address.contact
        if read.unsent is not None:
            wipe_since(work, contact, read.unsent)
        values = next_state(read, turn, now)
        saved = inbounds.save_conversation(work, contact, read.version, values, len(turn.replies))
        if saved is None or not inbounds.mark_done(work, read.id, InboundStatus.HANDLED, now):
            raise LostRaceError
        self._notice_return(work, read, now)
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
        endpoint = read.to.address.endpoint
        wanted = sender is not None and not saved.busy and bool(messages)
        direct = sender is not None and wanted and sender.claims(work, endpoint)
        name = sender.sender if sender is not None and direct else None
        return queueing.queue_replies(work, read.commune, read.to, saved.first_seq, messages, name)

    @staticmethod
    def _notice_return(work: Work, read: Read, now: datetime) -> None:
        if read.inbound.kind is InboundKind.LEFT:
            contacts.mark_contact(work, read.inbound.address.contact, ContactState.BLOCKED)
            outbox.hold_pushes(work, read.inbound.address.contact, "unreachable")
            return
        away = read.contact_state != ContactState.ACTIVE
        if away:
            outbox.requeue_withheld(work, read.inbound.address.contact, now)
        if away or now - read.seen_at > SEEN_EVERY:
            inbounds.mark_seen(work, read.inbound.address.contact, ContactState.ACTIVE, now)

    def _failed(self, read: Read, error: Exception) -> Handled | None:
        """Count the failure; the third parks it and says sorry once. None: try again."""
        now = self._clock.now()
        name = type(error).__name__
        with self._store.work() as work:
            attempts = inbounds.mark_failed(work, read.id, name)
            parked = attempts >= MAX_ATTEMPTS
            if parked:
                inbounds.mark_done(work, read.id, InboundStatus.PARKED, now)
                message = reply_message(read, 0, self._apology, now)
                address = read.inbound.address
                queueing.queue_all(
                    work, read.commune, address.endpoint, address.contact, (message,)
                )
            work.commit()
        event = "inbound.parked" if parked else "inbound.failed"
        log.error(event, inbound=read.id, attempts=attempts, error=name, exc_info=error)
        if not parked:
            return None
        return Handled(str(read.id), read.inbound.address, (self._apology,), parked=True)

    def _read(self, inbound_id: str) -> Read | None:
        now = self._clock.now()
        with self._store.read() as work:
            row = inbounds.next_stored(work, inbound_id)
            # A payload is null when the person was erased meanwhile: then the status says so.
            if row is None or row.payload is None:
                return None
            inbound = Inbound(
                address=Address(row.endpoint, row.contact),
                external_id=row.external_id,
                received_at=row.received_at,
                by=row.speaker,
                **codec.inbound_fields(row.payload),
            )
            state = stored_state(row, now)
            inbound = addressed(work, inbound, ChannelName(row.channel), state, now)
        return Read(
            id=row.id,
            commune=row.commune,
            channel=ChannelName(row.channel),
            inbound=inbound,
            to=Destination(inbound.address, row.chat, row.thread or ""),
            state=state,
            contact_state=row.state,
            seen_at=row.seen_at,
            version=row.version,
            asked_back=state.expired and not row.lapsed and bool(row.offered),
            unsent=drafts.begun(row.step, row.draft) if state.expired else None,
        )

    def _load_endpoint(self, endpoint: str) -> Endpoint:
        with self._store.read() as work:
            return contacts.endpoint_of(work, endpoint)
