"""Someone who writes what must not be kept, and the search for it everywhere."""

from dataclasses import replace

from sqlalchemy import text

from handlers.inbox import Inbox
from handlers.messages import Address, ChannelName, FileState, Inbound, InboundKind, IncomingFile
from handlers.privacy import PersonalRecords
from handlers.router import Router
from handlers.store.contacts import ensure_commune, ensure_endpoint
from handlers.store.files import FileStore
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON, ports_of
from tests.fakes.clock import FakeClock
from tests.handlers.cases.canary.traces import Traces

CANARY = "chimhoangyenXY7"
LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng"


class Sender:
    """Someone who writes, step by step, to a ward on one database."""

    def __init__(self, store: Store, base: KnowledgeBase, files: FileStore) -> None:
        records: PersonalRecords = StoredPersonalRecords(store)
        self.store, self.files = store, files
        self.clock = FakeClock(NOON)
        router = Router(lambda _: base, records, ports=ports_of(store))
        self.inbox = Inbox(store, router, self.clock)
        with store.work() as work:
            ensure_commune(work, base.commune.key, base.commune.name, NOON)
            self.endpoint = ensure_endpoint(
                work, base.commune.key, ChannelName.TELEGRAM, "bot", NOON
            )
            work.commit()
        self.count = 0

    def says(self, words: str) -> str:
        return self._does(Inbound(Address(self.endpoint, "p"), "", NOON, text=words))

    def taps(self, action: str) -> str:
        inbound = Inbound(Address(self.endpoint, "p"), "", NOON, InboundKind.TAP, action=action)
        return self._does(inbound)

    def sends(self, data: bytes, caption: str = "") -> str:
        """A picture, stored as `bot.preparing` stores it."""
        contact = self.contact()
        key = self.files.put(contact, data)
        sent = IncomingFile("ref", "anh.jpg", "image/jpeg", len(data))
        inbound = Inbound(
            Address(self.endpoint, "p"), "", NOON, InboundKind.FILES, text=caption, files=(sent,)
        )
        return self._does(inbound, key)

    def contact(self) -> str:
        with self.store.read() as work:
            return str(work.run(text("SELECT id FROM contact WHERE chat = 'p'")).scalar())

    def _does(self, inbound: Inbound, key: str = "") -> str:
        self.count += 1
        stored = self.inbox.receive(replace(inbound, external_id=f"p{self.count}"))
        assert stored is not None
        if key:
            from handlers.store import attachments

            with self.store.work() as work:
                waiting = attachments.begin(work, int(stored.id))
                assert waiting is not None
                kept = replace(inbound.files[0], state=FileState.STORED, key=key)
                attachments.settle(work, waiting, (kept,), ())
                work.commit()
        return str(self.inbox.handle(stored.id)[-1].replies)


def assert_gone(traces: Traces, canary: str = CANARY) -> None:
    """A word is nowhere."""
    assert traces.places(canary) == []
