"""Dialogues on Zalo with the shipped records, over HTTP: what a citizen reads and types."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from handlers.dossier_ports import LookUpPorts
from handlers.router import Router
from handlers.store.lookups import StoredLookUps
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.wording.guide import SAMPLE_MARK
from handlers.wording.messengers import TYPE_A_NUMBER
from knowledge.base import KnowledgeBase
from knowledge.text.folding import fold
from tests.conversations.conftest import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.dossiers import CODE, FOUR, FakeDossiers, dossier
from tests.fakes.photos import HARD, photo
from tests.fakes.shipped import shipped_base
from tests.fakes.zalo_bot.people import Person
from tests.fakes.zalo_bot.server import ZaloServer
from tests.zalo_bot.conftest import Line, eventually

pytestmark = pytest.mark.asyncio


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return shipped_base()


class Citizen:
    """Someone on Zalo: says, chooses by the number in sight, hears."""

    def __init__(self, line: Line, person: Person) -> None:
        self.line, self.person = line, person
        self._before = 0

    async def says(self, text: str) -> None:
        self._before = len(self.person.hears)
        await self.line.says(self.person, text)
        await self._answered()

    async def chooses(self, label: str) -> None:
        """Types what stands before the newest choice that begins so."""
        lines = [line for said in self.person.hears for line in said.splitlines()]
        found = [line for line in lines if fold(line.partition(". ")[2]).startswith(fold(label))]
        assert found, f"no choice {label!r} in:\n{self.said}"
        await self.says(found[-1].partition(".")[0])

    def hears(self, *parts: str) -> None:
        for part in parts:
            assert fold(part) in fold(self.said), f"{part!r} not in:\n{self.said}"

    @property
    def said(self) -> str:
        return "\n\n".join(self.person.hears[self._before :])

    async def _answered(self) -> None:
        await self.line.heard(self.person, self._before + 1)
        await self.line.quiet()
        assert self.line.api.refused() == []


@pytest_asyncio.fixture
async def line(
    sqlite_store: Store, server: ZaloServer, knowledge: KnowledgeBase
) -> AsyncIterator[Line]:
    """The real router behind the bot, with one dossier in the register."""
    ports = LookUpPorts(FakeDossiers(dossier()), StoredLookUps(sqlite_store, b"k" * 32))
    router = Router(lambda _: knowledge, StoredPersonalRecords(sqlite_store), look_ups=ports)
    async with Line(sqlite_store, FakeClock(NOON), server, router).open() as opened:
        yield opened


@pytest.fixture
def lan(line: Line) -> Citizen:
    return Citizen(line, line.person())


async def test_a_question_its_parts_and_the_way_back(lan: Citizen) -> None:
    await lan.says("lam giay khai sinh can gi")
    lan.hears("việc nào về khai sinh", TYPE_A_NUMBER)
    assert lan.said.endswith(SAMPLE_MARK)
    await lan.says("1")
    lan.hears("Đăng ký khai sinh", "Giấy chứng sinh")
    await lan.chooses("Lệ phí")
    lan.hears("Lệ phí")
    await lan.says("/menu")
    lan.hears(TYPE_A_NUMBER)


async def test_a_first_hello_is_answered_like_an_opened_chat(lan: Citizen) -> None:
    await lan.says("/start")
    lan.hears("Phường Mẫu", TYPE_A_NUMBER)


async def test_what_is_ambiguous_is_asked_back_and_chosen_by_number(lan: Citizen) -> None:
    await lan.says("đăng ký khai")
    lan.hears("1. ", "2. ")
    await lan.says("2")
    assert "1. " in lan.said


async def test_a_dossier_is_looked_up_with_its_digits(lan: Citizen) -> None:
    await lan.says(CODE.lower())
    await lan.chooses("Đồng ý")
    lan.hears("4 số cuối")
    await lan.says(FOUR)
    lan.hears("Tình trạng", "đang giải quyết", "thứ Tư 25/11/2026")


async def test_a_photo_of_a_code_is_read(line: Line, lan: Citizen) -> None:
    url = line.server.picture(photo("Mã thủ tục: 1.001193", HARD))
    line.server.do(lambda: lan.person.shows(url))
    await eventually(lambda: lan.person.hears)
    lan.hears("khai sinh")


async def test_a_photo_that_has_ended_at_zalo_is_told(line: Line, lan: Citizen) -> None:
    line.server.do(lambda: lan.person.shows(f"{line.server.url}/media/ended.jpg"))
    await eventually(lambda: lan.person.hears)
    lan.hears("chưa tải được")


async def test_a_photo_at_a_place_of_our_own_is_not_fetched(line: Line, lan: Citizen) -> None:
    line.server.do(lambda: lan.person.shows("http://127.0.0.1:8080/metrics"))
    await eventually(lambda: lan.person.hears)
    lan.hears("chưa tải được")


async def test_a_sticker_is_told_kindly(line: Line, lan: Citizen) -> None:
    line.server.do(lambda: lan.person.sends("message.sticker.received", sticker="a"))
    await eventually(lambda: lan.person.hears)
    lan.hears("gõ")


async def test_markup_typed_by_a_citizen_comes_back_as_typed(lan: Citizen) -> None:
    await lan.says("**{red}<b>zzz</b>{/red}**")
    assert all("parse_mode" not in body for body in lan.line.api.made("sendMessage"))
