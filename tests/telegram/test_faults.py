"""The whole program against every trouble Telegram makes: nothing lost, repeats bounded."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.database import make_engine
from handlers.store.states import OutboxKind
from handlers.store.tables import ChannelRateRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.postgres import Cluster
from tests.fakes.set_clock import hold, let_pass, set_by, until_morning
from tests.fakes.telegram.chats import BLOCKED, DEACTIVATED, KICKED, NOT_MEMBER
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


def test_who_is_to_wait_shortly_waits_and_nobody_else(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        one, other = bot.person(5_001), bot.person(5_002)
        bot.wait_told(one.id, seconds=2)
        bot.ask(one, other)
        bot.hear(one, other)
        bot.quiet()
        (first, told), (second, sent) = bot.calls(one.id)
        assert (first, second) == (429, 200)
        assert sent - told >= timedelta(seconds=2)
    assert [len(each.hears) for each in (one, other)] == [1, 1]


def test_a_chat_that_is_to_wait_for_an_hour_is_left_alone_for_it(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        one, other = bot.person(5_001), bot.person(5_002)
        bot.wait_told(one.id, seconds=HOUR)
        bot.ask(one)
        wait_for(lambda: bot.calls(one.id), PATIENT)
        bot.ask(one, words="/thutuc")
        bot.ask(other)
        bot.hear(other)
        bot.quiet()
        assert [status for status, _ in bot.calls(one.id)] == [429]
        assert [letter[1] for letter in bot.letters(one.id)] == ["queued", "queued"]
        bot.let_pass(HOUR - 60)
        bot.ask(other)
        bot.hear(other, number=2)
        assert [status for status, _ in bot.calls(one.id)] == [429]
        bot.let_pass(HOUR + 60)
        bot.hear(one, number=2)
        bot.quiet()
    assert [len(each.hears) for each in (one, other)] == [2, 2]
    assert bot.letters(one.id) == [("reply", "sent", None)] * 2


def test_a_bot_that_is_to_wait_writes_to_nobody(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        told = [bot.person(5_001), bot.person(5_002)]
        later = bot.person(5_003)
        bot.hold_clock()  # two in one second, however busy the machine
        bot.wait_told(*(one.id for one in told), seconds=HOUR)
        bot.ask(*told)
        wait_for(bot.paused_until, PATIENT)
        bot.ask(later)
        bot.quiet()
        bot.stands(later.id, ("reply", "queued", None))
        assert bot.calls(later.id) == []
        bot.let_pass(HOUR + 60)
        bot.hear(*told, later)
        bot.quiet()
    assert [len(one.hears) for one in (*told, later)] == [1, 1, 1]


@pytest.mark.postgres
@pytest.mark.timeout(240)
def test_a_pause_of_the_bot_holds_for_every_process(
    tmp_path: Path, postgres_cluster: Cluster
) -> None:
    seconds, readers = 8, range(20_000, 20_040)
    (tmp_path / "second").mkdir()
    with running(tmp_path, postgres_cluster.new_database()) as bot:
        second = Product(tmp_path / "second", bot.server.url, bot.database)
        people = [bot.person(number) for number in readers]
        told = [bot.person(5_001 + number) for number in range(6)]
        with second:
            for _ in range(3):  # two in one second: on a busy machine perhaps not at once
                bot.wait_told(*(one.id for one in told), seconds=seconds)
            bot.ask(*told)
            wait_for(bot.paused_until, PATIENT)
            for fault in bot.api.faults:
                fault.times = 0
            until = bot.paused_until()
            queue_notices(bot.database, [one.id for one in people])
            bot.hear(*told, *people)
            assert second.stop() == 0
        assert until is not None
        assert all(at >= until for one in people for _, at in bot.calls(one.id))
    assert all(len(one.hears) == 1 for one in (*told, *people))


def test_who_cannot_be_written_to_is_not_until_they_return(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        gone = [
            (bot.person(5_001), BLOCKED),
            (bot.person(5_002), DEACTIVATED),
            (bot.member(5_003, -1_003), KICKED),
            (bot.member(5_004, -1_004), NOT_MEMBER),
        ]
        for one, why in gone:
            one.chat.forbidden = why
        bot.ask(*(one for one, _ in gone), words="/thutuc")
        chats = [one.chat.id for one, _ in gone]
        failed = ("reply", "failed", "unreachable")
        for chat in chats:
            bot.stands(chat, failed)
        bot.broadcast(*chats)
        bot.quiet()
        for chat in chats:
            bot.stands(chat, failed, ("broadcast", "withheld", "unreachable"))
            assert [status for status, _ in bot.calls(chat)] == [403]
        for one, _ in gone:
            one.chat.forbidden = ""
        bot.ask(*(one for one, _ in gone), words="/thutuc")
        bot.hear(*(one for one, _ in gone), number=2)
        bot.quiet()
        for one, _ in gone:
            assert any("Nhắc hạn" in said for said in one.hears)
            assert len(one.hears) == 2


def test_a_group_that_moved_is_followed(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        one = bot.member(5_001, -1_001)
        one.chat.migrated_to = -1_002_000
        moved = bot.member(5_001, -1_002_000)
        bot.ask(one, words="/thutuc")
        bot.hear(moved)
        bot.quiet()
        assert bot.rows("SELECT chat FROM contact WHERE chat LIKE '-%'") == [("-1002000",)]
        bot.ask(moved, words="/thutuc")
        bot.hear(moved, number=2)
    assert (len(one.hears), len(moved.hears)) == (0, 2)


def test_what_telegram_refuses_is_kept_for_officers_and_holds_up_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        one = bot.person(5_001)
        bot.fail(status=400, description="Bad Request: CHAT_SOMETHING_NEW", method="sendMessage")
        bot.ask(one)
        bot.stands(one.id, ("reply", "failed", "bad_request"))
        bot.ask(one, words="/thutuc")
        bot.hear(one)
        assert len(bot.calls(one.id)) == 2
    assert "outbox.refused" in bot.product.said()
    assert QUESTION not in bot.product.said()


def test_a_second_receiver_and_a_foreign_webhook_cost_no_answer(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        one = bot.person(5_001)
        bot.fail(
            status=409, method="getUpdates", times=2,
            description="Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running",
        )  # fmt: skip
        bot.ask(one)
        bot.hear(one)
        bot.server.do(lambda: bot.api.webhook.update(url="https://other.example/hook"))
        wait_for(lambda: not bot.api.webhook, PATIENT)
        bot.ask(one, words="/thutuc")
        bot.hear(one, number=2)
    assert len(one.hears) == 2
    assert "conflict" in bot.product.said()


def test_a_telegram_that_fails_is_slow_or_hangs_up_costs_no_answer(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        people = [bot.person(5_000 + number) for number in range(7)]
        ids = [one.id for one in people]
        bot.fail(status=502, method="sendMessage", chat=ids[0], times=2)
        bot.fail(status=200, delay=4.0, method="sendMessage", chat=ids[1])
        bot.fail(cut=True, method="sendMessage", chat=ids[2])
        bot.fail(cut=True, after=True, method="sendMessage", chat=ids[3])
        bot.fail(cut=True, method="getUpdates")
        bot.fail(status=502, method="getUpdates", times=2)
        bot.fail(status=200, delay=22.0, method="sendMessage", chat=ids[4])
        bot.ask(*people)
        bot.hear(*people)
        bot.quiet()
        # What may have arrived is said once more to who waits, and no more than that.
        heard = [len(one.hears) for one in people]
    assert [heard[number] for number in (0, 1, 2, 5, 6)] == [1] * 5
    assert heard[3] <= 2
    assert heard[4] <= 2
    assert bot.api.refused() == []


def test_a_notice_that_may_have_arrived_is_not_repeated_and_told_as_such(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        arrived, lost, plain = (bot.person(20_000 + number) for number in range(3))
        bot.fail(cut=True, after=True, method="sendMessage", chat=arrived.id)
        bot.fail(cut=True, method="sendMessage", chat=lost.id)
        bot.broadcast(arrived.id, lost.id, plain.id)
        bot.hear(arrived, plain)
        for one in (arrived, lost):
            bot.stands(one.id, ("broadcast", "unknown", "uncertain"))
    assert [len(one.hears) for one in (arrived, lost, plain)] == [1, 0, 1]
