"""Pictures that come with a report on Telegram: kept for the case, or let go."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from handlers.router import Router
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.wording import files as wording
from tests.conversations.conftest import NOON, ports_of
from tests.fakes.clock import FakeClock
from tests.fakes.photos import photo, plain_photo
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import Line
from tests.telegram.pictures import CARD, answer

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay"


@pytest_asyncio.fixture
async def office(sqlite_store: Store) -> AsyncIterator[Line]:
    """The whole ward, feedback included."""
    records = StoredPersonalRecords(sqlite_store)
    router = Router(lambda _: shipped_base(), records, ports=ports_of(sqlite_store))
    async with Line(sqlite_store, FakeClock(NOON), router).open() as opened:
        yield opened


def states(line: Line) -> list[tuple[str, str]]:
    """State and keeping of every file, oldest first."""
    query = "SELECT state, keeping FROM attachment ORDER BY id"
    with line.ward.store.read() as work:
        return [tuple(row) for row in work.connection.exec_driver_sql(query)]


@pytest.mark.asyncio
async def test_a_report_with_a_picture_keeps_it_for_the_case(office: Line) -> None:
    an = Person(office.api)
    an.shows(plain_photo(), caption=LAMP)
    await answer(office, an)
    an.shows(plain_photo(300))
    await answer(office, an, 2)
    for number, label in enumerate(("Đúng rồi", "Gửi không kèm tên"), 3):
        an.taps(label)
        await office.heard(an, number)
        await office.quiet()
    assert "PA-" in an.hears[-1]
    assert states(office) == [("stored", "case"), ("stored", "case")]
    assert len(list(office.files.found())) == 2
    assert office.api.refused() == []


@pytest.mark.asyncio
async def test_a_report_called_off_leaves_no_picture(office: Line) -> None:
    an = Person(office.api)
    an.shows(plain_photo(), caption=LAMP)
    await answer(office, an)
    assert len(list(office.files.found())) == 1
    an.says("/huy")
    await answer(office, an, 2)
    assert states(office) == [("erased", "inbound")]
    assert list(office.files.found()) == []


@pytest.mark.asyncio
async def test_a_picture_under_a_question_is_let_go_with_the_answer(office: Line) -> None:
    an = Person(office.api)
    an.shows(plain_photo(), caption="xin trích lục khai sinh cần giấy tờ gì")
    await answer(office, an)
    assert states(office) == [("read", "inbound")]
    assert list(office.files.found()) == []


@pytest.mark.asyncio
async def test_an_identity_card_within_a_report_is_dropped_told_and_not_counted(
    office: Line,
) -> None:
    an = Person(office.api)
    an.says("phản ánh")
    await answer(office, an)
    an.shows(photo(CARD), caption=LAMP)
    assert (await answer(office, an, 2)).startswith(wording.IDENTITY_CARD)
    assert states(office) == [("refused", "inbound")]
    assert list(office.files.found()) == []


@pytest.mark.asyncio
async def test_a_complaint_with_a_picture_keeps_neither(office: Line) -> None:
    """F-11."""
    an = Person(office.api)
    an.shows(plain_photo(), caption="tôi khiếu nại quyết định xử phạt của chủ tịch phường")
    await answer(office, an)
    assert list(office.files.found()) == []
