"""A ward with one endpoint for tests: an inbox, and words people send."""

from itertools import count

from handlers.inbox import Handled, Inbox
from handlers.messages import Address, ChannelName, Inbound, InboundKind
from handlers.store import contacts
from handlers.store.inbound import Stored
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.responder import FakeResponder


class Ward:
    """One commune, one endpoint, one inbox."""

    def __init__(
        self,
        store: Store,
        clock: FakeClock,
        responder: FakeResponder | None = None,
        channel: ChannelName = ChannelName.TELEGRAM,
    ) -> None:
        self.store = store
        self.clock = clock
        self.responder = responder or FakeResponder()
        self.inbox = Inbox(store, self.responder, clock)
        self._ids = count(1)
        with store.work() as work:
            contacts.ensure_commune(work, "phuong-mau", "Phường Mẫu", clock.now())
            self.endpoint = contacts.ensure_endpoint(
                work, "phuong-mau", channel, "main", clock.now()
            )
            work.commit()

    def inbound(
        self,
        text: str = "xin chào",
        chat: str = "chat-1",
        external_id: str | None = None,
        kind: InboundKind = InboundKind.TEXT,
        reply_to: str | None = None,
        action: str = "",
    ) -> Inbound:
        """One message as a channel brings it."""
        return Inbound(
            Address(self.endpoint, chat),
            external_id or f"m{next(self._ids)}",
            self.clock.now(),
            kind,
            text=text,
            reply_to=reply_to,
            action=action,
        )

    def receive(self, text: str = "xin chào", chat: str = "chat-1") -> Stored:
        """A message stored."""
        stored = self.inbox.receive(self.inbound(text, chat))
        if stored is None:
            raise AssertionError("dropped as a repeat")
        return stored

    def says(self, text: str, chat: str = "chat-1") -> Handled:
        """A message stored and handled."""
        return self.inbox.handle(self.receive(text, chat).id)[-1]

    def contact(self, chat: str = "chat-1") -> str:
        """Our id of a chat."""
        with self.store.read() as work:
            found = contacts.find_contact(work, self.endpoint, chat)
        if found is None:
            raise AssertionError(f"{chat} never wrote")
        return found
