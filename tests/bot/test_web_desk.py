"""The web page's conversation through the real inbox, outbox and transcript."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Part
from bot.channels.web.desk import WebDesk
from bot.channels.web.fetch import WebFiles
from bot.channels.web.send import WebChannel
from bot.channels.web.thread import Said, Thread
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.preparing import Preparing
from bot.web.chat.view import messages
from handlers.commands import WipeInbound
from handlers.incoming import FileDesk
from handlers.messages import (
    Address,
    Attachment,
    ChannelName,
    InboundKind,
    IncomingFile,
    Paragraph,
    Reply,
)
from handlers.store.contacts import Destination
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from handlers.turns import Turn
from tests.fakes.clock import FakeClock
from tests.fakes.photos import photo
from tests.fakes.ward import Ward

VISITOR = "a3" * 32


class Page:
    """A visitor's page."""

    def __init__(self, store: Store, clock: FakeClock, folder: Path) -> None:
        self.files = FileStore(folder / "files")
        store.free_files = self.files.free
        self.ward = Ward(store, clock, channel=ChannelName.WEB)
        self.store = store
        self.clock = clock
        self.address = Address(self.ward.endpoint, VISITOR)
        self.open()

    def open(self) -> None:
        """What a new process makes."""
        self.channel = WebChannel(self.store, self.clock)
        self.delivery = Delivery(self.store, {self.ward.endpoint: self.channel}, self.clock)
        preparing = Preparing(
            FileDesk(self.store, self.clock), self.files, {self.ward.endpoint: WebFiles(self.files)}
        )
        self.dispatch = Dispatch(self.ward.inbox, self.delivery, preparing=preparing)
        self.desk = WebDesk(
            self.store, self.ward.inbox, self.dispatch, self.channel, self.clock, self.files
        )

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something while the program runs."""

        async def go() -> None:
            await self.delivery.start()
            await self.dispatch.start()
            try:
                await asyncio.wait_for(work, 20)
            finally:
                await self.dispatch.stop()
                await self.delivery.stop()
                self.open()

        asyncio.run(go())

    async def ask(self, text: str) -> Thread:
        """Send a question and wait for the answer as a page does."""
        await self.desk.submit(self.ward.inbound(text, VISITOR))
        while (thread := await self.desk.thread(self.address)).waiting:
            newest = thread.entries[-1].seq if thread.entries else 0
            await self.desk.wait_for_news(self.address, newest, 10)
        return thread


@pytest.fixture
def page(store: Store, clock: FakeClock, tmp_path: Path) -> Page:
    return Page(store, clock, tmp_path)


def test_the_thread_holds_question_and_answer_in_order(page: Page) -> None:
    async def go() -> None:
        thread = await page.ask("làm khai sinh")
        assert [entry.seq for entry in thread.entries] == [1, 2]
        assert thread.entries[0].said == Said(InboundKind.TEXT, "làm khai sinh")
        assert thread.entries[1].reply == Reply((Paragraph("bạn nói: làm khai sinh"),))

    page.run(go())


def test_a_reply_that_has_its_line_is_no_longer_waited_for(page: Page) -> None:
    async def go() -> None:
        page.ward.says("một", VISITOR)
        assert (await page.desk.thread(page.address)).waiting
        to = Destination(Address(page.ward.endpoint, page.ward.contact(VISITOR)), VISITOR)
        # As if the sender had not yet come to close its row.
        await page.channel.send(to, Part(reply=Reply((Paragraph("đây ạ"),)), key="1:0"))
        assert not (await page.desk.thread(page.address)).waiting

    asyncio.run(go())


def test_a_page_that_comes_back_gets_only_what_is_new(page: Page) -> None:
    async def go() -> None:
        await page.ask("một")
        await page.ask("hai")
        thread = await page.desk.thread(page.address, since=2)
        assert [entry.seq for entry in thread.entries] == [3, 4]

    page.run(go())


def test_a_visitor_who_never_wrote_has_an_empty_thread(page: Page) -> None:
    async def go() -> None:
        assert await page.desk.thread(page.address) == Thread()

    page.run(go())


def test_a_stored_question_without_answer_is_waiting(page: Page) -> None:
    page.ward.receive("chưa trả lời", VISITOR)
    thread = page.desk._thread(page.address, 0)
    assert thread.waiting
    assert len(thread.entries) == 1


def test_a_parked_question_is_not_waiting_once_the_apology_is_there(page: Page) -> None:
    def fail(*_: object) -> Turn:
        raise ZeroDivisionError

    page.ward.responder.decide = fail

    async def go() -> None:
        thread = await page.ask("độc")
        assert len(thread.entries) == 2

    page.run(go())


def test_the_same_part_delivered_twice_is_one_line(page: Page) -> None:
    page.ward.receive("chào", VISITOR)
    to = Destination(Address(page.ward.endpoint, page.ward.contact(VISITOR)), VISITOR)
    part = Part(reply=Reply((Paragraph("một lần"),)), key="7:0")

    async def go() -> None:
        assert await page.channel.send(to, part) == await page.channel.send(to, part)
        thread = await page.desk.thread(page.address)
        assert sum(entry.reply is not None for entry in thread.entries) == 1

    asyncio.run(go())


def test_a_line_added_by_another_process_is_news_too(page: Page) -> None:
    other = WebChannel(page.store, page.clock)
    page.ward.receive("chào", VISITOR)
    to = Destination(Address(page.ward.endpoint, page.ward.contact(VISITOR)), VISITOR)

    async def go() -> None:
        waiting = asyncio.create_task(page.desk.wait_for_news(page.address, 1, 15))
        await other.send(to, Part(reply=Reply((Paragraph("từ quầy"),)), key="8:0"))
        await asyncio.wait_for(waiting, 10)

    asyncio.run(go())


def test_of_words_that_were_wiped_the_thread_keeps_that_they_were(page: Page) -> None:
    told = Turn((Reply((Paragraph("hạn là 3/12"),)),), commands=(WipeInbound(),))
    page.ward.responder.decide = lambda *_: told

    async def go() -> None:
        thread = await page.ask("sinh ngày 3/10/2026")
        asked, answered = thread.entries
        assert (asked.said, asked.erased, asked.reply) == (None, True, None)
        assert (answered.erased, answered.reply) == (False, Reply((Paragraph("hạn là 3/12"),)))
        shown = list(messages(thread.entries, {}))
        assert [one.mine for one in shown] == [True, False]
        assert "Đã xoá lời này" in shown[0].html
        assert "3/10" not in str(shown)

    page.run(go())


def test_forgetting_empties_the_thread_and_what_was_said(page: Page) -> None:
    async def go() -> None:
        await page.ask("tôi là Bí Đao")
        await page.desk.forget(page.address)
        assert (await page.desk.thread(page.address)).entries == ()

    page.run(go())
    with page.store.read() as work:
        words = work.connection.exec_driver_sql("SELECT payload FROM inbound").scalar_one()
    assert words is None


def test_after_forgetting_the_same_page_can_ask_again(page: Page) -> None:
    async def go() -> None:
        await page.ask("một")
        await page.desk.forget(page.address)
        thread = await page.ask("hai")
        assert [entry.said.text for entry in thread.entries if entry.said] == ["hai"]

    page.run(go())


def test_forgetting_a_visitor_who_never_wrote_is_no_error(page: Page) -> None:
    page.run(page.desk.forget(page.address))


def test_an_uploaded_picture_is_read_and_its_bytes_are_gone_afterwards(page: Page) -> None:
    async def go() -> None:
        ref = await page.desk.arrive(photo("1.001193"))
        file = IncomingFile(ref, "anh.jpg", "image/jpeg", 9)
        plain = page.ward.inbound("", VISITOR, kind=InboundKind.FILES)
        await page.desk.submit(replace(plain, files=(file,)))
        while (await page.desk.thread(page.address)).waiting:
            await page.desk.wait_for_news(page.address, 0, 0.05)

    page.run(go())
    ((inbound, _),) = page.ward.responder.asked
    assert inbound.codes == ("1.001193",)
    assert list(page.files.found()) == []


def test_a_file_is_handed_to_its_own_thread_only(page: Page) -> None:
    key = page.files.put("ward", b"a form")
    page.ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("Mẫu đây ạ"),), attachments=(Attachment(key, "to-khai.pdf"),)),)
    )

    async def go() -> None:
        thread = await page.ask("xin mẫu")
        (line,) = [one.seq for one in thread.entries if one.reply]
        file = await page.desk.file(page.address, line, 0)
        assert file is not None
        assert (file.name, file.data) == ("to-khai.pdf", b"a form")
        other = replace(page.address, contact="b4" * 32)
        assert await page.desk.file(other, line, 0) is None
        assert await page.desk.file(page.address, line, 1) is None
        assert await page.desk.file(page.address, line + 9, 0) is None
        await page.desk.forget(page.address)
        assert await page.desk.file(page.address, line, 0) is None

    page.run(go())
