"""Dialogues on the Official Account with the shipped records, over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.zalo_oa_channel import watch_of
from handlers.router import Router
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.wording.guide import SAMPLE_MARK
from knowledge.base import KnowledgeBase
from knowledge.text.folding import fold
from tests.conversations.conftest import NOON
from tests.fakes.photos import HARD, photo
from tests.fakes.shipped import shipped_base
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer

LAN = "246845883529197922"
pytestmark = pytest.mark.asyncio


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return shipped_base()


class Citizen:
    """Someone on Zalo: says, chooses by the number in sight, hears."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._count = 0
        self._before = 0

    @property
    def texts(self) -> list[str]:
        return self.line.zalo.account.person(LAN).texts

    async def says(self, words: str) -> None:
        self._count += 1
        self._before = len(self.texts)
        assert await self.line.says(LAN, words, f"d{self._count}") == 200
        await self._answered()

    async def sends(self, event: str, message: dict[str, object]) -> None:
        self._count += 1
        self._before = len(self.texts)
        self.line.zalo.do(lambda: self.line.zalo.account.acts(LAN))
        given = {"msg_id": f"d{self._count}", **message}
        assert await self.line.post(self.line.event(LAN, event, given)) == 200
        await self._answered()

    async def chooses(self, label: str) -> None:
        """Types the number before the newest choice that begins so."""
        lines = [line for said in self.texts for line in said.splitlines()]
        found = [line for line in lines if fold(line.partition(". ")[2]).startswith(fold(label))]
        assert found, f"no choice {label!r} in:\n{self.said}"
        await self.says(found[-1].partition(".")[0])

    def hears(self, *parts: str) -> None:
        for part in parts:
            assert fold(part) in fold(self.said), f"{part!r} not in:\n{self.said}"

    @property
    def said(self) -> str:
        return "\n\n".join(self.texts[self._before :])

    async def _answered(self) -> None:
        await self.line.heard(LAN, self._before + 1)
        await self.line.quiet()


@pytest_asyncio.fixture
async def lan(
    sqlite_store: Store, zalo: ZaloOaServer, knowledge: KnowledgeBase, tmp_path: Path
) -> AsyncIterator[Citizen]:
    """A citizen, and the real router behind the account."""
    zalo.ahead = NOON - zalo.now()
    router = Router(lambda _: knowledge, StoredPersonalRecords(sqlite_store))
    line = Line(sqlite_store, zalo, tmp_path, responder=router)
    line.log_in()
    async with line.open():
        yield Citizen(line)


async def test_a_question_is_answered_and_its_parts_are_chosen_by_number(lan: Citizen) -> None:
    await lan.says("xin trích lục khai sinh cần giấy tờ gì")
    lan.hears("trích lục", "giấy tờ", SAMPLE_MARK)
    await lan.chooses("Lệ phí")
    lan.hears("lệ phí")


async def test_a_family_is_asked_back_and_chosen_by_number(lan: Citizen) -> None:
    await lan.says("con nuôi")
    lan.hears("1.", "gõ số")
    await lan.chooses("Nhận con nuôi trong nước")
    lan.hears("nuôi con nuôi")


async def test_the_accounts_menu_and_typed_commands_lead_to_the_same(lan: Citizen) -> None:
    await lan.says("#menu")
    by_query = lan.said
    await lan.says("/menu")
    assert lan.said == by_query


async def test_feedback_is_taken_like_everywhere(lan: Citizen) -> None:
    await lan.says("/phananh")
    lan.hears("phản ánh")


async def test_the_code_in_a_picture_counts_as_typed(lan: Citizen) -> None:
    lan.line.zalo.files["receipt.jpg"] = photo("Mã thủ tục: 1.001193", HARD)
    url = f"{lan.line.zalo.url}/file/receipt.jpg"
    attachment = {"type": "image", "payload": {"url": url, "thumbnail": url}}
    await lan.sends("user_send_image", {"attachments": [attachment]})
    lan.hears("đăng ký khai sinh")


async def test_a_picture_from_our_own_network_is_not_fetched(lan: Citizen) -> None:
    url = "http://127.0.0.1:9/anh.jpg"
    attachment = {"type": "image", "payload": {"url": url, "thumbnail": url}}
    await lan.sends("user_send_image", {"attachments": [attachment]})
    lan.hears("chưa tải được")


async def test_what_is_kept_is_shown_and_erased(lan: Citizen) -> None:
    await lan.says("khai sinh cần gì")
    await lan.says("/dulieu")
    await lan.chooses("Xoá tất cả")
    await lan.chooses("Xoá ngay")
    lan.hears("đã xoá")
    with lan.line.store.read() as work:
        kept = work.run(text("SELECT count(*) FROM inbound WHERE payload IS NOT NULL")).scalar()
    assert kept == 0


async def test_every_message_fits(lan: Citizen) -> None:
    for words in ("/thutuc", "1.001193", "đất đai", "hộ nghèo", "giờ làm việc", "/giup"):
        await lan.says(words)
    assert all(rules.units(one) <= rules.TEXT_UNITS for one in lan.texts)


async def test_a_days_silence_is_told_to_the_administrators(lan: Citizen) -> None:
    line, told = lan.line, list[str]()

    async def tell(word: str) -> None:
        told.append(word)

    watch = watch_of(line, line.settings.commune, tell)
    since = line.clock.now()  # Monday, ten o'clock
    line.move(hours=9)  # the evening: five hours of work
    await watch(since, 0)
    assert told == []
    line.move(hours=41)  # Tuesday is a holiday: Wednesday noon
    await watch(since, 0)
    assert told == ["silence"]
    await watch_of(line, line.settings.commune, tell, 0)(since, 0)
    await watch_of(line, line.settings.commune, tell, 20)(since, 0)
    assert told == ["silence"]
    await watch_of(line, line.settings.commune, tell, 4)(since, 0)
    assert told == ["silence", "silence"]
