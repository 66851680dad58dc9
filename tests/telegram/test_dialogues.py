"""Dialogues on Telegram with the shipped records: what a citizen reads and may tap."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.channels.telegram.client import make_bot
from bot.channels.telegram.paces import ChatPaces
from bot.channels.telegram.send import TelegramChannel
from handlers.guide import ProcedureGuide
from handlers.messages import Address
from handlers.router import Router
from handlers.store.contacts import Destination
from handlers.store.paces import Pace
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.wording.guide import SAMPLE_MARK
from knowledge.base import KnowledgeBase
from knowledge.text.folding import fold
from tests.conversations.conftest import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.photos import plain_photo
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.core import StrictApi, eventually
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.request import StrictRequest
from tests.telegram.conftest import SETTINGS, Line


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return shipped_base()


class Citizen:
    """Someone on Telegram: says, taps, hears."""

    def __init__(self, line: Line, person: Person) -> None:
        self.line = line
        self.person = person
        self._before = 0

    async def says(self, text: str) -> None:
        """Types words."""
        self._before = len(self.person.hears)
        self.person.says(text)
        await self.answered()

    async def taps(self, label: str) -> None:
        """Taps the newest button whose label begins so."""
        self._before = len(self.person.hears)
        self.person.taps(label)
        await self.answered()

    async def turns(self, label: str) -> None:
        """Taps a button whose answer takes the place of the newest message."""
        number, shown = len(self.person.hears), self.person.hears[-1]
        self._before = number - 1
        self.person.taps(label)
        await eventually(lambda: self.person.hears[-1] != shown)
        await self.line.quiet()
        assert len(self.person.hears) == number
        assert self.line.api.refused() == []

    def hears(self, *parts: str, buttons: tuple[str, ...] = ()) -> None:
        """The last answer holds each part and offers each button."""
        said = "\n\n".join(self.person.hears[self._before :])
        for part in parts:
            assert fold(part) in fold(said), f"{part!r} not in:\n{said}"
        labels = [fold(label) for label in self.person.labels()]
        for label in buttons:
            assert any(fold(label) in one for one in labels), f"{label!r} not among {labels}"

    def offers(self, label: str) -> bool:
        """Whether a button now says so."""
        return any(fold(label) in fold(one) for one in self.person.labels())

    def waits(self) -> None:
        """For what the ward writes by itself."""
        self._before = len(self.person.hears)

    async def answered(self) -> None:
        """Something came."""
        await self.line.heard(self.person, self._before + 1)
        await self.line.quiet()
        assert self.line.api.refused() == []


@pytest_asyncio.fixture
async def line(sqlite_store: Store, knowledge: KnowledgeBase) -> AsyncIterator[Line]:
    """The real router behind the bot."""
    router = Router(lambda _: knowledge, StoredPersonalRecords(sqlite_store))
    async with Line(sqlite_store, FakeClock(NOON), router).open() as opened:
        yield opened


@pytest.fixture
def citizen(line: Line) -> Citizen:
    return Citizen(line, Person(line.api))


@pytest.mark.asyncio
async def test_opening_the_bot_greets_and_offers_the_most_asked(citizen: Citizen) -> None:
    await citizen.says("/start")
    citizen.hears("Xin chào anh/chị", SAMPLE_MARK, buttons=("Đăng ký khai sinh", "Xem tất cả"))


@pytest.mark.asyncio
async def test_a_deep_link_opens_its_procedure(citizen: Citizen) -> None:
    await citizen.says("/start p_1-001193")
    citizen.hears("khai sinh", "Giấy chứng sinh")


@pytest.mark.asyncio
async def test_a_question_without_marks_is_answered_at_once(citizen: Citizen) -> None:
    await citizen.says("lam giay khai sinh cho be moi de can giay to gi")
    citizen.hears("Đăng ký khai sinh", "Giấy chứng sinh", buttons=("Lệ phí",))


@pytest.mark.asyncio
async def test_a_question_back_is_answered_by_a_typed_number(citizen: Citizen) -> None:
    await citizen.says("khai sinh")
    citizen.hears("việc nào về khai sinh", buttons=("Trẻ mới sinh", "Tôi không rõ"))
    await citizen.says("3")
    citizen.hears("bản sao")


@pytest.mark.asyncio
async def test_the_next_page_of_a_question_back_is_one_tap_away(citizen: Citizen) -> None:
    await citizen.says("khai sinh")
    await citizen.turns("Việc khác")
    citizen.hears("Còn các việc sau", buttons=("Tôi không rõ",))


@pytest.mark.asyncio
async def test_a_follow_up_by_tap_tells_the_fee(citizen: Citizen) -> None:
    await citizen.says("xin giấy độc thân mất bao lâu")
    citizen.hears("3 ngày làm việc")
    await citizen.taps("Lệ phí")
    citizen.hears("Lệ phí")


@pytest.mark.asyncio
async def test_a_corrected_message_is_answered_as_corrected(citizen: Citizen) -> None:
    await citizen.says("dang ky khai sing")
    citizen._before = len(citizen.person.hears)
    citizen.person.edits("trich luc khai tu")
    await citizen.answered()
    citizen.hears("khai tử")


@pytest.mark.asyncio
async def test_a_photo_and_a_voice_get_a_kind_answer(citizen: Citizen) -> None:
    photo = {"photo": citizen.person.api.files.photo(plain_photo())}
    for content in (photo, {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 2}}):
        before = len(citizen.person.hears)
        citizen._before = before
        citizen.person.sends(**content)
        await citizen.answered()
        citizen.hears("bằng chữ")


@pytest.mark.asyncio
async def test_pages_of_the_directory_turn_in_place(citizen: Citizen) -> None:
    await citizen.says("/thutuc")
    for label, shown in (("Theo lĩnh vực", "Hộ tịch"), ("Hộ tịch", "Đăng ký khai sinh")):
        await citizen.turns(label)
        assert citizen.offers(shown)
    assert len(citizen.person.hears) == 1


@pytest.mark.asyncio
async def test_asking_for_the_directory_again_brings_a_new_message(citizen: Citizen) -> None:
    await citizen.says("/thutuc")
    await citizen.says("khai sinh")
    await citizen.says("/thutuc")
    citizen.hears("thủ tục", buttons=("Theo lĩnh vực",))


@pytest.mark.asyncio
async def test_the_data_command_shows_what_is_kept(citizen: Citizen) -> None:
    await citizen.says("/dulieu")
    citizen.hears("30 ngày")


@pytest.mark.asyncio
async def test_telegram_takes_every_card_and_checklist_of_the_catalogue(
    knowledge: KnowledgeBase,
) -> None:
    clock = FakeClock(NOON)
    api = StrictApi(clock)
    api.chats.open(1)
    request = StrictRequest(api)
    bot = make_bot(SETTINGS, request, request)
    channel = TelegramChannel(bot, clock, per_second=1e6, paces=ChatPaces(Pace(timedelta(0), 1)))
    guide = ProcedureGuide(knowledge)
    for code in knowledge.procedures:
        for turn in (guide.show(code), guide.checklist(code)):
            for part in (part for reply in turn.replies for part in channel.render(reply)):
                await channel.send(Destination(Address("telegram", "c1"), "1"), part)
    assert api.refused() == []
    assert len(api.sent(1)) >= 2 * len(knowledge.procedures)
