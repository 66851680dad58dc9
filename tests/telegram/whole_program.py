"""The whole program with a Telegram that makes trouble, a clock the test sets, and people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from bot.database import make_engine
from handlers.store.states import OutboxKind
from handlers.store.tables import ChannelRateRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.set_clock import hold, let_pass, set_by, until_morning
from tests.fakes.telegram.faults import Fault
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.telegram.server import StrictServer
from tests.telegram.killing import QUESTION, queue_notices

HOUR = 3_600
PATIENT = 90.0
"""Seconds until something must have happened, on a machine that is busy."""

_RATE = table_of(ChannelRateRow)
_PAUSED = select(_RATE.c.paused_until).where(_RATE.c.endpoint == "telegram")
_LETTERS = (
    "SELECT kind, outbox.status, reason FROM outbox JOIN contact ON contact.id = outbox.contact "
    "WHERE contact.chat = :whose ORDER BY outbox.id"
)


class Bot:
    """A Telegram, a program whose clock the test sets, and people."""

    def __init__(self, server: StrictServer, folder: Path, database: str = "") -> None:
        self.server, self.api = server, server.api
        self.database = database or f"sqlite:///{folder}/ward.db"
        self.engine = make_engine(self.database)
        self._clock = folder / "clock"
        self.set_clock(0)
        self.product = Product(folder, server.url, self.database)
        self.product.begins = ("-m", "tests.fakes.set_clock", str(self._clock))

    def set_clock(self, seconds: float) -> None:
        """So many seconds from what the machine says."""
        set_by(self._clock, seconds)

    def broadcast(self, *chats: int) -> None:
        """Write to all of them, in the morning."""
        ahead = until_morning()
        self.set_clock(ahead.total_seconds())
        queue_notices(self.database, chats, kind=OutboxKind.BROADCAST, ahead=ahead)

    def let_pass(self, seconds: float) -> None:
        """So much time has passed."""
        let_pass(self._clock, seconds)

    def hold_clock(self) -> None:
        """Time stands still until it is set."""
        hold(self._clock)

    def person(self, number: int) -> Person:
        return self.server.do(partial(Person, self.api, number))

    def member(self, number: int, room: int) -> Person:
        """Somebody in a group."""
        group = self.server.do(partial(self.api.chats.open, room, "supergroup", "Tổ 7"))
        return self.server.do(partial(Person, self.api, number, room=group))

    def fail(self, **fault: object) -> Fault:
        return self.server.do(partial(self.api.fail, **fault))

    def wait_told(self, *chats: int, seconds: int) -> None:
        """Plan one 429 for each of these chats."""
        for chat in chats:
            self.fail(
                status=429, description=f"Too Many Requests: retry after {seconds}",
                parameters={"retry_after": seconds}, method="sendMessage", chat=chat,
            )  # fmt: skip

    def ask(self, *people: Person, words: str = QUESTION) -> None:
        for one in people:
            self.server.do(partial(one.says, words))

    def hear(self, *people: Person, number: int = 1) -> None:
        """Wait until each of them has heard so much."""
        wait_for(lambda: all(len(one.hears) >= number for one in people), PATIENT)

    def quiet(self) -> None:
        """Everything that came is answered, and what can leave has left."""
        wait_for(lambda: self.api.updates.waiting == 0, PATIENT)
        wait_for(lambda: not self.rows("SELECT id FROM inbound WHERE status = 'stored'"), PATIENT)
        wait_for(lambda: not self.rows("SELECT id FROM outbox WHERE status = 'sending'"), PATIENT)

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def letters(self, chat: int) -> list[tuple[Any, ...]]:
        """Kind, status and reason of what was for a chat."""
        return self.rows(_LETTERS, whose=str(chat))

    def paused_until(self) -> datetime | None:
        """Until when the whole bot is to wait, by the row all its senders ask."""
        with Store(self.engine).read() as work:
            until: datetime | None = work.run(_PAUSED).scalar()
        return until

    def stands(self, chat: int, *letters: tuple[str, str, str | None]) -> None:
        """Wait until this is how the messages to a chat stand."""
        wait_for(lambda: self.letters(chat) == list(letters), PATIENT)

    def calls(self, chat: int) -> list[tuple[int, datetime]]:
        """Status and moment of every try to write to a chat."""
        return [
            (call.status, call.at)
            for call in list(self.api.calls)
            if call.method == "sendmessage" and str(call.parameters["chat_id"]) == str(chat)
        ]


@contextmanager
def running(folder: Path, database: str = "") -> Iterator[Bot]:
    with StrictServer() as server:
        bot = Bot(server, folder, database)
        with bot.product:
            yield bot
            assert bot.product.stop() == 0
        bot.engine.dispose()
