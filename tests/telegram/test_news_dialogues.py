"""News on Telegram: asked for in words, read, a topic left and all of it stopped by one tap."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import select

from handlers.broadcast_texts import Refused
from handlers.notices.quiet import is_quiet
from handlers.router import Router
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import BASE, OUTBOX, Desk, open_desk
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.people import Person
from tests.knowledge.dossiers.lives import at
from tests.telegram.conftest import Line
from tests.telegram.test_dialogues import Citizen


class Street:
    """One reader, the ward's desk, and the job between them."""

    def __init__(self, line: Line, desk: Desk) -> None:
        self.line, self.desk = line, desk
        self.lan = Citizen(line, Person(line.api))

    def sends(self, text: str, topic: str = "utilities", *, urgent: bool = False) -> int:
        """The desk writes to all and the job queues it; its number."""
        one = self.desk.write(text, topic=topic)
        started = self.desk.start(one.id, "Hoa", urgent=urgent)
        assert not isinstance(started, Refused), started
        self.desk.bites()
        return one.id

    async def told(self, text: str, *, urgent: bool = False) -> int:
        """It reaches the chat."""
        self.lan.waits()
        number = self.sends(text, urgent=urgent)
        await self.lan.answered()
        return number

    def states(self, number: int) -> list[str]:
        """Of the copies."""
        with self.desk.store.read() as work:
            found = select(OUTBOX.c.status).where(OUTBOX.c.broadcast == number)
            return [str(one) for one in work.connection.execute(found).scalars()]


@pytest_asyncio.fixture
async def street(sqlite_store: Store) -> AsyncIterator[Street]:
    clock = FakeClock(at("2026-11-23 08:00"))
    router = Router(lambda _: BASE, StoredPersonalRecords(sqlite_store))
    async with Line(sqlite_store, clock, router).open() as line:
        desk = open_desk(sqlite_store, clock)
        desk.endpoint = line.ward.endpoint
        yield Street(line, desk)


@pytest.mark.asyncio
async def test_asked_for_in_words_read_and_stopped_by_one_tap(street: Street) -> None:
    await street.lan.says("Nhận tin của phường")
    street.lan.hears("anh/chị nhận tin", buttons=("Chọn chủ đề", "Thôi nhận tin"))
    number = await street.told("Mai cúp nước từ 8 giờ.")
    street.lan.hears("Tin của", "Mai cúp nước từ 8 giờ.", buttons=("Thôi nhận tin",))
    await eventually(lambda: street.states(number) == ["sent"])
    assert street.desk.bites() >= 1
    assert street.desk.found(number).state == "done"

    await street.lan.taps("Thôi nhận tin")
    street.lan.hears("không gửi tin")
    one = street.desk.write("Nữa.")
    assert isinstance(street.desk.start(one.id), Refused), "nobody is left to write to"


@pytest.mark.asyncio
async def test_a_topic_left_by_one_tap_comes_no_more_and_others_do(street: Street) -> None:
    await street.lan.says("/nhantin")
    await street.told("Mai cúp nước.")
    await street.lan.taps("Không nhận: Điện, nước")
    street.lan.hears("không gửi anh/chị tin về điện, nước", buttons=("Nhận lại",))
    one = street.desk.write("Mốt cúp điện.")
    assert isinstance(street.desk.start(one.id), Refused)
    await street.lan.taps("Nhận lại")
    await street.told("Mốt cúp điện.")
    street.lan.hears("Mốt cúp điện.")


@pytest.mark.asyncio
async def test_at_night_it_waits_for_the_morning_unless_it_is_urgent(street: Street) -> None:
    await street.lan.says("/nhantin")
    street.desk.clock.move_to(at("2026-11-23 22:00"))
    assert is_quiet(street.desk.clock.now())
    await street.told("Lũ về, sơ tán ngay.", urgent=True)
    street.lan.hears("Lũ về")
    street.lan.waits()
    number = street.sends("Đóng thuế.")
    await street.line.quiet()
    await eventually(lambda: street.states(number) == ["queued"])
    assert not any("Đóng thuế" in one for one in street.lan.person.hears)
    street.desk.clock.move_to(at("2026-11-24 07:01"))
    await street.lan.answered()
    street.lan.hears("Đóng thuế.")
