"""How the bot feels: links, old taps, groups, albums, menus, typing."""

import threading
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import pytest_asyncio

from bot.channels.telegram import intake as intake_module
from handlers.messages import Inbound
from handlers.router import Router
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from handlers.wording import files as files_wording
from handlers.wording.guide import STALE_TAP, UNKNOWN_LINK
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.photos import photo, plain_photo
from tests.fakes.responder import say
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.core import ME, eventually
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import Line

CARD = "012345678901|123456789|Nguyễn Thị Mẫu|01021990|Nữ|Số 1 đường Mẫu|05062021"


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return shipped_base()


@pytest_asyncio.fixture
async def ward(sqlite_store: Store, knowledge: KnowledgeBase) -> AsyncIterator[Line]:
    """The real router behind the bot."""
    router = Router(lambda _: knowledge, StoredPersonalRecords(sqlite_store))
    async with Line(sqlite_store, FakeClock(NOON), router).open() as opened:
        yield opened


@pytest.fixture
def mai(ward: Line) -> Person:
    return Person(ward.api)


async def answers(line: Line, person: Person, number: int) -> list[str]:
    """All it said, once it is that much and nothing is left to do."""
    await line.heard(person, number)
    await line.quiet()
    return person.hears


@pytest.mark.asyncio
@pytest.mark.parametrize("payload", ["p_9-999999", "f_k3x9", "xyz", "a" * 64])
async def test_a_link_nobody_knows_gets_a_kind_word_and_the_first_screen(
    ward: Line, mai: Person, payload: str
) -> None:
    mai.says(f"/start {payload}")
    (said,) = await answers(ward, mai, 1)
    assert said.startswith(UNKNOWN_LINK)
    assert "Đăng ký khai sinh" in mai.labels()
    assert ward.api.refused() == []


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "goes_on"),
    [
        ("/start@motcua_bot f_k3x9", "f_k3x9"),
        ("/start@motcua_bot d_k3x9-abc", "hoso"),
        ("/dulieu@motcua_bot", "dulieu"),
        ("@motcua_bot H32.12.05-261118-0007 xong chưa", "hoso"),
    ],
)
async def test_what_is_about_one_person_goes_on_in_the_private_chat(
    ward: Line, words: str, goes_on: str
) -> None:
    room = ward.api.chats.open(-100200300, "supergroup", "Tổ 5")
    someone = Person(ward.api, 7, room=room)
    someone.says(words)
    (said,) = await answers(ward, someone, 1)
    assert "nhắn riêng" in said
    (message,) = ward.api.sent(room.id)
    (row,) = message["reply_markup"]["inline_keyboard"]
    assert row[0]["url"] == f"https://t.me/{ME['username']}?start={goes_on}"
    alone = Person(ward.api, 7)
    alone.says(f"/start {goes_on}")
    assert "nhắn riêng" not in (await answers(ward, alone, 1))[0]


@pytest.mark.asyncio
async def test_a_receipt_photographed_in_a_group_is_not_looked_up_there(ward: Line) -> None:
    room = ward.api.chats.open(-100200300, "supergroup", "Tổ 5")
    someone = Person(ward.api, 7, room=room)
    receipt = ward.api.files.photo(photo("H32.12.05-261118-0007"))
    someone.sends(photo=receipt, caption="@motcua_bot xong chưa")
    (said,) = await answers(ward, someone, 1)
    assert "nhắn riêng" in said
    assert "0007" not in said


@pytest.mark.asyncio
async def test_talk_in_a_group_is_left_alone_and_its_pictures_are_not_fetched(ward: Line) -> None:
    room = ward.api.chats.open(-100200300, "supergroup", "Tổ 5")
    someone = Person(ward.api, 7, room=room)
    someone.says("hôm nay nắng quá")
    someone.shows(plain_photo())
    await ward.quiet()
    assert someone.hears == []
    assert ward.api.made("getFile") == []


@pytest.mark.asyncio
@pytest.mark.parametrize("action", ["more:7", "old:1:2", "sample:9.999999", "az:?:x", "r:gone"])
async def test_an_old_tap_gets_a_fresh_menu(ward: Line, mai: Person, action: str) -> None:
    old = mai.chat.add(ME, ward.clock.now(), text="?")
    mai.taps_data(action, old)
    ward.clock.move(minutes=5)
    said = (await answers(ward, mai, 2))[-1]
    assert said.startswith(STALE_TAP)
    mai.taps("Xem tất cả thủ tục")
    await eventually(lambda: "Theo lĩnh vực" in " ".join(mai.labels()))


@pytest.mark.asyncio
async def test_an_album_is_answered_once_and_its_code_is_found_wherever_it_lies(
    ward: Line, mai: Person
) -> None:
    for data in (plain_photo(), plain_photo(300), photo("1.001193"), plain_photo(200)):
        mai.sends(photo=ward.api.files.photo(data), media_group_id="77")
    said = await answers(ward, mai, 2)
    await ward.quiet()
    assert len(said) == 2
    assert said[0].startswith(files_wording.NO_CODE)
    assert "khai sinh" in said[1].lower()
    mai.shows(plain_photo())
    assert len(await answers(ward, mai, 3)) == 3


@pytest.mark.asyncio
async def test_pictures_after_a_worded_one_leave_its_choices_open(ward: Line, mai: Person) -> None:
    first = ward.api.files.photo(plain_photo())
    mai.sends(photo=first, caption="khai sinh", media_group_id="78")
    mai.sends(photo=ward.api.files.photo(plain_photo(300)), media_group_id="78")
    await answers(ward, mai, 1)
    mai.says("3")
    assert "bản sao" in (await answers(ward, mai, 2))[1]


@pytest.mark.asyncio
async def test_an_identity_card_within_an_album_is_told_all_the_same(
    ward: Line, mai: Person
) -> None:
    for data in (plain_photo(), photo(CARD)):
        mai.sends(photo=ward.api.files.photo(data), media_group_id="79")
    said = await answers(ward, mai, 2)
    assert said[1].startswith(files_wording.IDENTITY_CARD)


@pytest.mark.asyncio
async def test_typing_goes_on_as_long_as_the_answer_takes(
    line: Line, lan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def slow(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        go.wait(10)
        return say("xong")

    line.responder.decide = slow
    monkeypatch.setattr(intake_module, "TYPING_AGAIN", 0.01)
    assert line.service.intake is not None
    line.service.intake._typing_after = 0.01
    async with line.open():
        lan.says("câu khó")
        await eventually(lambda: len(line.api.made("sendChatAction")) >= 3)
        go.set()
        assert await line.heard(lan) == ["xong"]
        await line.quiet()
    assert len(line.api.made("sendChatAction")) <= intake_module.TYPING_TIMES
