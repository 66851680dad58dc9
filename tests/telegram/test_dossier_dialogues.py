"""Looking up a dossier on Telegram: the real router, store and channel."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from handlers.dossier_ports import LookUpPorts
from handlers.router import Router
from handlers.store.lookups import StoredLookUps
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from tests.conversations.conftest import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.dossiers import CODE, FOUR, FakeDossiers, dossier
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.core import ME
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import Line
from tests.telegram.test_dialogues import Citizen


@pytest_asyncio.fixture
async def line(sqlite_store: Store) -> AsyncIterator[Line]:
    """The real router behind the bot, with one dossier in the register."""
    base = shipped_base()
    ports = LookUpPorts(FakeDossiers(dossier()), StoredLookUps(sqlite_store, b"k" * 32))
    router = Router(lambda _: base, StoredPersonalRecords(sqlite_store), look_ups=ports)
    async with Line(sqlite_store, FakeClock(NOON), router).open() as opened:
        yield opened


@pytest.mark.asyncio
async def test_a_code_and_four_digits_show_where_the_dossier_stands(line: Line) -> None:
    lan = Citizen(line, Person(line.api))
    await lan.says("ho so cua toi toi dau roi")
    lan.hears("gõ mã hồ sơ")
    await lan.says(CODE.lower())
    await lan.taps("Đồng ý")
    lan.hears("4 số cuối")
    await lan.says(FOUR)
    lan.hears("Tình trạng", "đang giải quyết", "thứ Tư 25/11/2026", buttons=("Tra mã khác",))


@pytest.mark.asyncio
async def test_a_deep_link_carries_a_token_and_no_code(line: Line) -> None:
    lan = Citizen(line, Person(line.api))
    await lan.says("/start d_tokenOfSixteen16")
    await lan.taps("Đồng ý")
    await lan.says(FOUR)
    lan.hears(CODE)


@pytest.mark.asyncio
async def test_a_group_gets_a_link_to_the_private_chat_instead(line: Line) -> None:
    room = line.api.chats.open(-100123, "supergroup", "Tổ dân phố 5")
    person = Person(line.api, room=room)
    person.says(
        f"@{ME['username']} {CODE}",
        entities=[{"type": "mention", "offset": 0, "length": len(str(ME["username"])) + 1}],
    )
    await line.heard(person, 1)
    await line.quiet()

    (message,) = [one for one in line.api.sent(room.id) if "reply_markup" in one]
    (button,) = message["reply_markup"]["inline_keyboard"][0]
    assert button["url"] == f"https://t.me/{ME['username']}?start=hoso"
    assert CODE not in message["text"]
    assert line.api.refused() == []
