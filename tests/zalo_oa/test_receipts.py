"""Receipts: what they mark, and those that come before their message is written down."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.messages import ChannelName
from handlers.store import zalo_receipts
from handlers.store.contacts import endpoint_of, open_contact
from handlers.store.erasing import erase_person
from handlers.store.purging import purge_some
from handlers.store.unit_of_work import Store
from handlers.store.zalo_receipts import HOLDS
from tests.fakes.clock import FakeClock
from tests.fakes.product import wait_for
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer

LAN = "246845883529197922"


@pytest.fixture
def line(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    line = Line(sqlite_store, zalo, tmp_path)
    line.log_in()
    return line


def received(line: Line, number: object) -> dict[str, object]:
    receipt = line.event(LAN, "user_received_message", {"msg_id": number})
    return receipt | {"sender": {"id": rules.OA_ID}, "recipient": {"id": LAN}}


def status(line: Line) -> str:
    with line.store.read() as work:
        return str(work.run(text("SELECT status FROM outbox")).scalar())


def kept(store: Store) -> int:
    with store.read() as work:
        return int(work.run(text("SELECT count(*) FROM zalo_receipt")).scalar() or 0)


def in_the_loop(run: Callable[[], object], loop: asyncio.AbstractEventLoop) -> object:
    """From the server's thread: what `run` makes is awaited where the ward lives."""
    return asyncio.run_coroutine_threadsafe(run(), loop).result(60)  # type: ignore[arg-type]


@pytest.mark.asyncio
async def test_a_receipt_marks_the_message_delivered(line: Line) -> None:
    async with line.open():
        await line.says(LAN, "chào")
        await line.heard(LAN)
        await line.quiet()
        number = line.zalo.account.person(LAN).hears[0]["message_id"]
        assert await line.post(received(line, number)) == 200
        await line.eventually(lambda: status(line) == "delivered")


@pytest.mark.asyncio
async def test_a_receipt_that_comes_before_the_message_is_written_down_is_not_lost(
    line: Line,
) -> None:
    loop = asyncio.get_running_loop()

    def quick(user: str, message: dict[str, object]) -> None:
        """The phone has it, and Zalo tells so, before Zalo answers us."""
        assert in_the_loop(lambda: line.post(received(line, message["msg_id"])), loop) == 200
        wait_for(lambda: kept(line.store) == 1)

    line.zalo.account.echo = quick
    async with line.open():
        await line.says(LAN, "chào")
        await line.heard(LAN)
        await line.eventually(lambda: status(line) == "delivered")
        await line.eventually(lambda: kept(line.store) == 0)


@pytest.mark.asyncio
async def test_an_early_receipt_outlives_the_process_that_took_it(
    line: Line, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    loop, intake = asyncio.get_running_loop(), line.service._intake
    assert intake is not None

    def quick(user: str, message: dict[str, object]) -> None:
        assert in_the_loop(lambda: line.post(received(line, message["msg_id"])), loop) == 200
        wait_for(lambda: kept(line.store) == 1)
        in_the_loop(intake.stop, loop)  # who took it ends before the message is written down

    line.zalo.account.echo = quick
    async with line.open():
        await line.says(LAN, "chào")
        await line.eventually(lambda: status(line) == "sent")

    again = Line(line.store, zalo, tmp_path)
    async with again.open():
        await again.eventually(lambda: status(again) == "delivered")
        await again.eventually(lambda: kept(again.store) == 0)


def unknown(store: Store, endpoint: str, names: tuple[str, ...], now: datetime) -> str:
    """A person, and receipts of messages nobody knows."""
    with store.work() as work:
        contact = open_contact(work, endpoint_of(work, endpoint), LAN, "", now)
        assert zalo_receipts.of_messages(work, endpoint, LAN, names, now)
        work.commit()
    return contact


def test_what_nobody_knows_waits_for_a_while_and_goes_with_the_day(
    store: Store, endpoint: str, clock: FakeClock
) -> None:
    now = clock.now()
    contact = unknown(store, endpoint, ("m1", "m2"), now)
    unknown(store, endpoint, ("m1",), now + timedelta(minutes=1))  # seen, after it was received

    with store.work() as work:
        early = zalo_receipts.waiting(work, endpoint, now)
        assert [(one.name, one.contact) for one in early] == [("m1", contact), ("m2", contact)]
        assert zalo_receipts.settle(work, endpoint, early) == 2
        assert zalo_receipts.waiting(work, endpoint, now + HOLDS) == []
        assert purge_some(work, now + timedelta(days=1))["zalo_receipt"] == 2
        work.commit()


def test_with_a_person_their_receipts_are_erased(
    store: Store, endpoint: str, clock: FakeClock
) -> None:
    contact = unknown(store, endpoint, ("m1",), clock.now())
    with store.work() as work:
        erase_person(work, contact, clock.now())
        work.commit()

    assert kept(store) == 0


def test_of_a_stranger_nothing_is_kept(store: Store, endpoint: str, clock: FakeClock) -> None:
    with store.work() as work:
        assert endpoint_of(work, endpoint).channel is ChannelName.ZALO_OA
        assert not zalo_receipts.of_messages(work, endpoint, "777", ("m1",), clock.now())
        work.commit()

    assert kept(store) == 0
