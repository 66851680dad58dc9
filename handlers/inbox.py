"""The inbox: store what arrived, then handle it, each in one transaction.

Receive commits the inbound, and only then may the channel confirm it. Handle reads the
conversation, lets the responder decide without holding anything, and writes all that follows in
one transaction that succeeds only if the conversation is still the one that was read.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Protocol

import structlog

from handlers import late, partly
from handlers.applying import erase
from handlers.clock import Clock
from handlers.conversation import (
    Read,
    Sender,
    apply_turn,
    keep_inbound,
    read_next,
    reply_message,
)
from handlers.errors import LostRaceError, StorageError
from handlers.messages import Address, Inbound, Reply
from handlers.set_aside import Unread
from handlers.store import contacts, left_over, queueing, set_aside
from handlers.store import inbound as inbounds
from handlers.store.contacts import Endpoint
from handlers.store.inbound import Stored
from handlers.store.outbox import Claimed
from handlers.store.states import InboundStatus
from handlers.store.unit_of_work import Store, Work
from handlers.turns import Answer, ConversationState, Turn
from handlers.wording.failures import APOLOGY

MAX_ATTEMPTS: Final = 3
"""An inbound that fails this often is parked (`model.md`)."""

log = structlog.get_logger(__name__)


class Responder(Protocol):
    """Decides. It is called in a worker thread with no transaction open."""

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        """What to do about one inbound."""


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
        self._since: datetime | None = None
        """When this process began to receive."""
        self._endpoint = lru_cache(maxsize=256)(self._load_endpoint)

    @property
    def alone(self) -> bool:
        """Whether no other process serves this database: so it is with SQLite."""
        return self._store.sqlite

    def begin(self) -> None:
        """From now on the channels bring messages, first those that waited for us."""
        self._since = self._clock.now()

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

    def set_aside(self, unread: Unread) -> None:
        """Keep what could not be read as it came.

        Raises:
            StorageError: it was not kept, so the channel must not confirm it.
        """
        owner = self._endpoint(unread.endpoint)
        self._store.write(lambda work: set_aside.keep(work, unread, owner.commune))

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

    def handle_together(
        self, ids: Sequence[str], sender: Sender | None = None, *, files_first: bool = False
    ) -> list[tuple[Handled, ...] | Exception]:
        """Handle messages of several chats, each as `handle` would, in one commit if all goes well.

        What `handle` would raise for one is its outcome.
        """
        together = self._written(self._decided(ids, files_first=files_first), sender)
        return [
            (together[one],)
            if one in together
            else self._alone(one, sender, files_first=files_first)
            for one in ids
        ]

    def _alone(
        self, one: str, sender: Sender | None, *, files_first: bool
    ) -> tuple[Handled, ...] | Exception:
        try:
            return self.handle(one, sender, files_first=files_first)
        except Exception as error:  # noqa: BLE001 - the outcome of this one alone
            return error

    def _decided(self, ids: Sequence[str], *, files_first: bool) -> dict[str, tuple[Read, Turn]]:
        """What to do about each that nothing stands before; the others are handled alone."""
        if len(ids) < 2:
            return {}
        now = self._clock.now()
        decided: dict[str, tuple[Read, Turn]] = {}
        reads: list[Read | None] = []
        with suppress(StorageError), self._store.read() as work:
            reads = [read_next(work, one, now, self._since) for one in ids]
        for one, read in zip(ids, reads, strict=False):
            first = read is not None and str(read.id) == one
            if read is None or not first or (files_first and not read.inbound.prepared):
                continue
            with suppress(Exception):  # met again when it is handled alone, and counted there
                decided[one] = read, self._decide(read, now)
        return decided

    def _written(
        self, decided: Mapping[str, tuple[Read, Turn]], sender: Sender | None
    ) -> dict[str, Handled]:
        now = self._clock.now()

        def apply(work: Work) -> list[list[Claimed]]:
            return [apply_turn(work, read, turn, sender, now) for read, turn in decided.values()]

        with suppress(Exception):  # one of them was the trouble: each is handled alone
            claimed = self._store.write(apply) if decided else []
            rows = zip(decided.items(), claimed, strict=True)
            return {one: _handled(read, turn, taken) for (one, (read, turn)), taken in rows}
        return {}

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
            return left_over.waiting(work, self._clock.now(), older_than)

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
        turn = self._decide(read, now)
        claimed = self._store.write(lambda work: apply_turn(work, read, turn, sender, now))
        return _handled(read, turn, claimed)

    def _decide(self, read: Read, now: datetime) -> Turn:
        if read.repeated:
            log.info("inbound.tapped_again", inbound=read.id)
            return Turn((), unchanged=True)
        if read.overtaken:
            log.info("inbound.overtaken", inbound=read.id)
            return late.decided(self._responder.respond, read.inbound, read.state, now)
        if read.more is not None:  # nothing new is said, and nothing of the dialogue moves
            return Turn((read.more,), unchanged=True)
        return partly.told(read.inbound, self._responder.respond(read.inbound, read.state, now))

    def _failed(self, read: Read, error: Exception) -> Handled | None:
        """Count the failure; the third parks it and says sorry once. None: try again."""
        now = self._clock.now()
        name = type(error).__name__
        with self._store.work() as work:
            attempts = inbounds.mark_failed(work, read.id, name)
            parked = attempts >= MAX_ATTEMPTS
            if parked:
                inbounds.mark_done(work, read.id, InboundStatus.PARKED, now)
                # Once a minute and chat (`telegram.md` §11): of one key the outbox takes one.
                key = f"reply:apology:{read.inbound.address.contact}:{now.timestamp() // 60:.0f}"
                message = replace(reply_message(read, 0, self._apology, now), key=key)
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
            return read_next(work, inbound_id, now, self._since)

    def _load_endpoint(self, endpoint: str) -> Endpoint:
        with self._store.read() as work:
            return contacts.endpoint_of(work, endpoint)


def _handled(read: Read, turn: Turn, claimed: Sequence[Claimed]) -> Handled:
    address = read.inbound.address
    log.info("inbound.handled", inbound=read.id, contact=address.contact, replies=len(turn.replies))
    return Handled(str(read.id), address, turn.replies, turn.answer, claimed=tuple(claimed))
