"""Of a film or a recording only the words beside it are read, and the person hears so."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from handlers.router import Router
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.wording.failures import WORDS_ONLY
from tests.conversations.conftest import NOON, ports_of
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import Line

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay"
FILM = {"file_id": "v", "file_unique_id": "v", "duration": 3, "width": 9, "height": 9}
SOUND = {"file_id": "s", "file_unique_id": "s", "duration": 3}


@pytest_asyncio.fixture
async def office(sqlite_store: Store) -> AsyncIterator[Line]:
    """The whole ward, feedback included."""
    base = shipped_base()
    records = StoredPersonalRecords(sqlite_store)
    router = Router(lambda _: base, records, ports=ports_of(sqlite_store))
    async with Line(sqlite_store, FakeClock(NOON), router).open() as opened:
        yield opened


async def heard(office: Line, person: Person, number: int) -> str:
    await office.heard(person, number)
    await office.quiet()
    return person.hears[-1]


@pytest.mark.asyncio
async def test_a_film_in_an_open_report_is_said_not_to_be_seen(office: Line) -> None:
    an = Person(office.api)
    an.says("/phananh")
    assert WORDS_ONLY not in await heard(office, an, 1)
    an.sends(video=FILM, caption=LAMP)
    assert (await heard(office, an, 2)).startswith(WORDS_ONLY)
    for number, label in enumerate(("Đúng rồi", "Gửi không kèm tên"), 3):
        an.taps(label)
        await heard(office, an, number)
    assert "PA-" in an.hears[-1]
    assert sum(WORDS_ONLY in said for said in an.hears) == 1
    assert office.api.refused() == []


@pytest.mark.parametrize("content", [{"voice": SOUND}, {"audio": SOUND}, {"video": FILM}])
@pytest.mark.asyncio
async def test_words_beside_a_recording_are_answered(office: Line, content: dict[str, Any]) -> None:
    an = Person(office.api)
    an.sends(**content, caption="làm giấy khai sinh cho bé mới đẻ cần giấy tờ gì")
    said = await heard(office, an, 1)
    assert said.startswith(WORDS_ONLY)
    assert "Giấy chứng sinh" in "\n".join(an.hears)
