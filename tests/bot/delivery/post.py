"""A ward, its channel and the delivery between them, for the tests of delivery."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from bot.delivery import Delivery
from handlers.messages import Address, Paragraph, Reply
from handlers.store import outbox, queueing, views
from handlers.store.queueing import Message
from handlers.store.states import AfterCrash, OutboxKind, Priority
from handlers.store.unit_of_work import Store
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

T = TypeVar("T")


class Post:
    """A ward, a channel, and the delivery between them."""

    def __init__(self, store: Store, clock: FakeClock, channel: FakeChannel | None = None) -> None:
        self.channel = channel or FakeChannel()
        self.ward = Ward(store, clock, channel=self.channel.name)
        self.clock = clock
        self.store = store
        self.pauses: list[float] = []

    def delivery(self) -> Delivery:
        """A delivery as a process of its own has it."""

        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)

        return Delivery(self.store, {self.ward.endpoint: self.channel}, self.clock, pause=pause)

    def deliver(self, chat: str = "chat-1") -> None:
        """Send what this chat may be sent now."""
        address = Address(self.ward.endpoint, self.ward.contact(chat))
        run(self.delivery().deliver(address))

    def sweep(self) -> int:
        """One sweep of the endpoint."""
        return run(self.delivery().sweep(self.ward.endpoint))

    def restart(self) -> None:
        """What a new process does first."""

        async def go() -> None:
            delivery = self.delivery()
            await delivery.start()
            await delivery.stop()

        run(go())

    def queue(
        self,
        *texts: str,
        key: str = "notice:1",
        chat: str = "chat-1",
        kind: OutboxKind = OutboxKind.NOTICE,
        due_in: timedelta = timedelta(0),
        after_crash: AfterCrash = AfterCrash.RESEND,
    ) -> None:
        """Queue something we start ourselves."""
        now = self.clock.now()
        reply = Reply(tuple(Paragraph(text) for text in texts))
        priority = Priority.WAITING if kind is OutboxKind.REPLY else Priority.NOTICE
        message = Message(
            key, reply, now + due_in, now + timedelta(days=2), kind, priority, after_crash
        )
        with self.store.work() as work:
            contact = self.ward.contact(chat)
            queueing.queue(work, "phuong-mau", self.ward.endpoint, contact, message)
            work.commit()

    def statuses(self, chat: str = "chat-1") -> list[tuple[str, str | None]]:
        """Status and reason of everything of a chat."""
        with self.store.read() as work:
            letters = views.letters(work, self.ward.contact(chat))
        return [(str(one.status), one.reason) for one in letters]

    def claim_and_die(self) -> None:
        """A process claims what is due and is killed."""
        with self.store.work() as work:
            outbox.claim_endpoint(work, self.ward.endpoint, "dead", self.clock.now(), 50)
            work.commit()


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)
