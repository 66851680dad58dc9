"""A long talk in one chat: at every stop one message at most can still be tapped."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from handlers.dossier_ports import LookUpPorts
from handlers.router import Router
from handlers.store.dossiers import StoredDossiers
from handlers.store.follow_book import StoredFollows
from handlers.store.lookups import StoredLookUps
from handlers.store.personal import StoredPersonalRecords
from handlers.store.ratings import StoredRatings
from handlers.store.unit_of_work import Store
from handlers.wording.guide import STALE_TAP
from tests.conversations.conftest import ports_of
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.refusing import Body
from tests.knowledge.dossiers.lives import at
from tests.telegram.conftest import Line
from tests.telegram.test_following_dialogues import BASE, CODE, DONE, FOUR, KEY, RUNNING, Town

LAMP = "đèn đường hẻm 15 hư cả tuần nay"


@pytest_asyncio.fixture
async def town(sqlite_store: Store) -> AsyncIterator[Town]:
    clock = FakeClock(at("2026-11-19 11:00"))
    ports = LookUpPorts(
        StoredDossiers(sqlite_store, KEY),
        StoredLookUps(sqlite_store, KEY),
        StoredFollows(sqlite_store),
        StoredRatings(sqlite_store),
    )
    records = StoredPersonalRecords(sqlite_store)
    router = Router(lambda _: BASE, records, look_ups=ports, ports=ports_of(sqlite_store))
    async with Line(sqlite_store, clock, router).open() as line:
        yield Town(line, sqlite_store, clock)


class Talk:
    """Says and taps, and looks at the buttons of the chat after each."""

    def __init__(self, town: Town) -> None:
        self.town, self.lan = town, town.lan
        self.seen: list[Body] = []

    @property
    def live(self) -> list[Body]:
        """Messages that can be tapped."""
        return self.town.line.api.live_keyboards(self.lan.person.chat.id)

    async def says(self, *texts: str) -> None:
        for text in texts:
            await self.lan.says(text)
            await self.settled()

    async def taps(self, *labels: str) -> None:
        for label in labels:
            await self.lan.taps(label)
            await self.settled()

    async def settled(self) -> None:
        """One menu at most is left, and it is of the newest answer that has one."""
        self.town.clock.move(seconds=30)  # nobody taps twice within ten seconds here
        await eventually(lambda: len(self.live) <= 1)
        assert STALE_TAP not in "\n".join(self.lan.person.hears)


async def whole_talk(town: Town) -> Talk:
    town.reads(*RUNNING, moment="2026-11-19 11:00")
    talk = Talk(town)
    await talk.says("/start", "xin giấy độc thân mất bao lâu")
    await talk.taps("Lệ phí", "Giấy tờ", "Xem đầy đủ")
    await talk.says("khai sinh", "khai sinh", "3", "khai tử")
    await talk.says("/thutuc")
    await town.lan.turns("Theo lĩnh vực")
    await town.lan.turns("Hộ tịch")
    await talk.settled()
    await talk.says(CODE)
    await talk.taps("Đồng ý")
    await talk.says(FOUR)
    await talk.taps("Báo cho tôi khi có tin", "Đồng ý nhận tin")
    await talk.says("phản ánh", LAMP)
    await talk.taps("Đúng rồi", "Để lại tên")
    await talk.says("/huy", "phản ánh", LAMP)
    await talk.taps("Đúng rồi", "Gửi không kèm tên")
    return talk


@pytest.mark.asyncio
async def test_a_long_talk_leaves_one_menu_at_most_and_none_of_its_buttons_is_old(
    town: Town,
) -> None:
    talk = await whole_talk(town)
    strips = [one.parameters["message_id"] for one in town.line.api.made("editMessageReplyMarkup")]
    assert len(strips) == len(set(strips)) > 8
    await talk.says("xin giấy độc thân mất bao lâu")
    (card,) = talk.live
    buttons = [one for row in card["reply_markup"]["inline_keyboard"] for one in row]
    assert buttons
    for one in buttons:  # also those a slow app still shows after the first was tapped
        heard = len(town.lan.person.hears)
        town.lan.person.taps_data(one["callback_data"], card)
        await town.line.heard(town.lan.person, heard + 1)
        await town.line.quiet()
        town.clock.move(seconds=60)
        assert STALE_TAP not in "\n".join(town.lan.person.hears[heard:]), one["text"]
    assert town.line.api.refused() == []


@pytest.mark.asyncio
async def test_a_notice_keeps_its_buttons_until_one_is_used(town: Town) -> None:
    talk = await whole_talk(town)
    dossier = town.reads(*DONE, moment="2026-11-23 09:10")
    town.desk_confirms(dossier)
    await town.told("2026-11-23 09:20")
    notice = town.line.api.sent(talk.lan.person.chat.id)[-1]
    await town.lan.says("xin giấy độc thân mất bao lâu")
    await town.lan.says("khai sinh")
    await town.line.quiet()
    assert notice in talk.live
    town.lan.person.taps_data(
        notice["reply_markup"]["inline_keyboard"][-1][-1]["callback_data"], notice
    )
    await eventually(lambda: notice not in talk.live)
