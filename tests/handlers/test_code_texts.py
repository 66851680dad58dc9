"""A one-time code is nowhere in words once it is spent, replaced or over: tables, log, thread."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from bot.channels.terminal.render import text_of
from bot.database import make_engine, upgrade
from handlers import retention, sign_in
from handlers.console_tickets import ConsoleTickets, Tokens
from handlers.desk_context import DeskPorts
from handlers.inbox import Inbox
from handlers.messages import Address, ChannelName, Inbound
from handlers.officers import Role
from handlers.router import Router
from handlers.store import contacts, staff, transcript, views
from handlers.store.duties import StoredDuties
from handlers.store.personal import StoredPersonalRecords
from handlers.store.staff import StoredStaffBook
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON
from tests.conversations.joins.phone import Phone, code_of
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base

TOKENS = Tokens(b"c" * 32)
CODE = re.compile(r"[A-Z2-9]{5}-[A-Z2-9]{5}")


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return shipped_base()


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = make_engine(f"sqlite:///{tmp_path}/motcua.db")
    upgrade(made)
    return made


def standing(engine: Engine, code: str) -> list[str]:
    """Where the code is still to be read, in the tables and in the files beside them."""
    plain = code.replace("-", "")
    found = []
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()  # noqa: S608
            said = str(rows).upper()
            if code in said or plain in said:
                found.append(table)
    folder = Path(str(engine.url.database)).parent
    for file in folder.glob("motcua.db*"):
        data = file.read_bytes()
        if code.encode() in data or plain.encode() in data:
            found.append(file.name)
    return found


class Desk:
    """An officer's own chat on the web page, and its thread."""

    def __init__(self, engine: Engine, base: KnowledgeBase) -> None:
        self.store, self.clock = Store(engine), FakeClock(NOON)
        key = base.commune.key
        with self.store.work() as work:
            contacts.ensure_commune(work, key, base.commune.name, NOON)
            name = contacts.ensure_endpoint(work, key, ChannelName.WEB, "main", NOON)
            contact = contacts.open_contact(work, contacts.endpoint_of(work, name), "lan", "", NOON)
            made = staff.add(work, key, "Lê Thị Mẫu", {Role.OFFICER}, NOON)
            assert made is not None
            staff.set_contact(work, made, contact)
            work.commit()
        self.endpoint, self.contact, self._number = name, contact, 0
        desk = DeskPorts(StoredDuties(self.store), sign_ins=ConsoleTickets(TOKENS, "https://x.vn"))
        book = StoredStaffBook(self.store)
        records = StoredPersonalRecords(self.store)
        self.inbox = Inbox(self.store, Router(lambda _: base, records, book, desk=desk), self.clock)

    def says(self, words: str) -> str:
        """What is answered; it is delivered to the page's thread."""
        self._number += 1
        inbound = Inbound(
            Address(self.endpoint, "lan"), str(self._number), self.clock.now(), text=words
        )
        stored = self.inbox.receive(inbound)
        assert stored is not None
        replies = self.inbox.handle(stored.id)[-1].replies
        with self.store.work() as work:
            letter = views.letters(work, self.contact)[-1]
            transcript.append(work, self.contact, f"{letter.id}:0", replies[0], NOON)
            work.commit()
        return text_of(replies)

    def code(self) -> str:
        found = CODE.search(self.says("đăng nhập"))
        assert found is not None
        return found.group()


@pytest.fixture
def desk(engine: Engine, base: KnowledgeBase) -> Desk:
    return Desk(engine, base)


def test_the_code_would_be_found(engine: Engine, desk: Desk) -> None:
    assert {"outbox", "transcript"} <= set(standing(engine, desk.code()))


def test_a_sign_in_code_goes_with_its_use(engine: Engine, desk: Desk) -> None:
    code = desk.code()
    with desk.store.work() as work:
        assert sign_in.enter(work, TOKENS, code, NOON) is not None
        work.commit()
    assert standing(engine, code) == []


def test_a_use_that_is_rolled_back_leaves_the_words(engine: Engine, desk: Desk) -> None:
    code = desk.code()
    with desk.store.work() as work:
        assert sign_in.enter(work, TOKENS, code, NOON) is not None
    assert "outbox" in standing(engine, code)


def test_a_newer_code_ends_the_words_of_the_older(engine: Engine, desk: Desk) -> None:
    first, second = desk.code(), desk.code()
    assert standing(engine, first) == []
    assert "outbox" in standing(engine, second)


def test_signing_out_everywhere_ends_its_words(engine: Engine, desk: Desk) -> None:
    code = desk.code()
    desk.says("thoát mọi phiên")
    assert standing(engine, code) == []


def test_a_code_nobody_used_goes_when_its_time_is_over(engine: Engine, desk: Desk) -> None:
    code = desk.code()
    early, late = NOON + timedelta(minutes=9), NOON + timedelta(minutes=10)
    for moment, left in ((early, True), (late, False)):
        with desk.store.work() as work:
            retention.lapse(work, moment)
            work.commit()
        assert bool(standing(engine, code)) is left


def test_a_code_that_joins_two_chats_goes_from_both(engine: Engine, base: KnowledgeBase) -> None:
    me = Phone(base, Store(engine))
    code = code_of(me.telegram).removeprefix("NK-")
    me.zalo.says(f"NK-{code}")
    assert standing(engine, code) != []
    me.zalo.taps("Đồng ý").hears("Đã nối")
    assert standing(engine, code) == []
