"""People who ask whether what they got is the ward's, on a store that seals what it starts."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from bot.channels.terminal.render import text_of
from handlers.check_codes import Seal
from handlers.dossier_ports import LookUpPorts
from handlers.genuine_ports import GenuinePorts
from handlers.messages import Button, Fact, Heading, Item, Paragraph, Reply
from handlers.router import Router
from handlers.store import queueing, views
from handlers.store.check_codes import StoredCodes
from handlers.store.lookups import StoredLookUps
from handlers.store.personal import StoredPersonalRecords
from handlers.store.states import OutboxKind
from handlers.store.tables import table_of
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.ward import Ward
from tests.knowledge.dossiers.lives import at

BASE = shipped_base()
NOON = at("2026-11-25 12:00")
FEE = "Lệ phí: 8.000đ, nộp tại quầy."
NOTICE = Reply(
    (Heading("Đã có kết quả"), Paragraph(FEE), Fact("Nơi nhận", "Quầy 3"), Item("Giấy hẹn")),
    (Button("Xem hồ sơ", "ds:1"), Button("Dừng nhận tin", "unf:1")),
    subject="dossier:1",
)


class Street:
    """A ward whose store seals what it starts, and people who ask."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        clock.move_to(NOON)
        self.clock, self.seal = clock, Seal(lambda: bytes(range(32)))
        self.store = Store(store.engine, seal=self.seal)
        self.ports = GenuinePorts(self.seal, StoredCodes(self.store, self.seal))
        look_ups = LookUpPorts(log=StoredLookUps(self.store, bytes(32)))
        records = StoredPersonalRecords(self.store)
        router = Router(lambda _: BASE, records, look_ups=look_ups, genuine=self.ports)
        self.ward = Ward(self.store, clock)
        self.ward.inbox = type(self.ward.inbox)(self.store, router, clock)
        self.ward.says("xin chào", "bà Ba")

    def writes(
        self, key: str = "n1", reply: Reply = NOTICE, kind: OutboxKind = OutboxKind.NOTICE
    ) -> Reply:
        """The message as it waits to be sent."""
        now = self.clock.now()
        message = queueing.Message(key, reply, now, now + timedelta(days=1), kind)
        to = self.ward.contact("bà Ba")
        with self.store.work() as work:
            queueing.queue(work, "phuong-mau", self.ward.endpoint, to, message)
            work.commit()
        with self.store.read() as work:
            letters = views.letters(work, to)
        (found,) = [
            one.reply for one in letters if one.reply and one.reply.subject == reply.subject
        ][-1:]
        assert found is not None
        return found

    def asks(self, words: str, chat: str = "ông Tư") -> str:
        """What is answered."""
        self.clock.move(seconds=20)
        self.ward.says(words, chat)
        with self.store.read() as work:
            letters = views.letters(work, self.ward.contact(chat))
        assert letters[-1].reply is not None
        return text_of((letters[-1].reply,))

    def rows(self, table: type) -> Sequence[tuple[object, ...]]:
        with self.store.read() as work:
            return [tuple(row) for row in work.connection.execute(select(table_of(table)))]
