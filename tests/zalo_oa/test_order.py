"""Events twice, backwards and late: the same conversation, and nothing is answered twice."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text

from handlers.messages import Inbound
from handlers.router import Router
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from knowledge.base import KnowledgeBase
from knowledge.text.folding import fold
from tests.conversations.conftest import NOON, ports_of
from tests.fakes.responder import say
from tests.fakes.shipped import shipped_base
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.refusals import Body
from tests.fakes.zalo_oa.server import ZaloOaServer

LAN, MINH = "246845883529197922", "246845883529197923"
HOLD = "đợi em"
LATE = "đến chỗ em muộn"
pytestmark = pytest.mark.asyncio


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return shipped_base()


class Holding:
    """The real router, which is about one message for as long as a test holds it there."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.held, self.free = threading.Event(), threading.Event()

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        """As the router, but for the words that hold it."""
        if inbound.text != HOLD:
            return self._router.respond(inbound, state, now)
        self.held.set()
        assert self.free.wait(60)
        return say("em đây ạ")


class Talk:
    """People who write to a ward, and what Zalo makes of the order."""

    def __init__(self, line: Line, holding: Holding) -> None:
        self.line, self.holding = line, holding
        self.began = NOON

    def event(self, user: str, words: str, second: int) -> Body:
        """What somebody wrote so many seconds after the beginning."""
        self.line.zalo.do(lambda: self.line.zalo.account.acts(user))
        stamp = str(int((self.began + timedelta(seconds=second)).timestamp() * 1000))
        message = {"msg_id": f"m{user[-1]}{second}", "text": words}
        return self.line.event(user, "user_send_text", message, stamp)

    async def brought(self, *events: Body) -> None:
        """Posted in this order, each one confirmed."""
        for event in events:
            assert await self.line.post(event) == 200

    async def says(self, user: str, *words: str, at: int = 0) -> None:
        """In order, each answered before the next."""
        for number, one in enumerate(words):
            await self.brought(self.event(user, one, at + number))
            await self.line.quiet()

    @asynccontextmanager
    async def busy(self, user: str) -> AsyncIterator[None]:
        """While the ward is about something this person said before."""
        await self.brought(self.event(user, HOLD, 0))
        assert await asyncio.to_thread(self.holding.held.wait, 60)
        yield
        self.holding.free.set()
        await self.line.quiet()

    def heard(self, user: str = LAN) -> list[str]:
        return self.line.zalo.account.person(user).texts


@pytest_asyncio.fixture
async def talk(
    store: Store, zalo: ZaloOaServer, knowledge: KnowledgeBase, tmp_path: Path
) -> AsyncIterator[Talk]:
    zalo.ahead = NOON + timedelta(minutes=10) - zalo.now()
    records, ports = StoredPersonalRecords(store), ports_of(store)
    holding = Holding(Router(lambda _: knowledge, records, ports=ports))
    line = Line(store, zalo, tmp_path, responder=holding)
    line.log_in()
    async with line.open():
        yield Talk(line, holding)


async def test_backwards_and_twice_while_we_are_busy_it_is_the_same_conversation(
    talk: Talk,
) -> None:
    words = ("con nuôi", "2", "lệ phí")
    async with talk.busy(LAN):
        events = [talk.event(LAN, one, 1 + number) for number, one in enumerate(words)]
        await talk.brought(*reversed(events), *events)
    await talk.says(MINH, *words, at=1)

    assert talk.heard()[1:] == talk.heard(MINH)
    assert len(talk.heard()) == 4


async def test_backwards_each_question_is_answered_once(talk: Talk) -> None:
    first, second = talk.event(LAN, "giờ làm việc", 1), talk.event(LAN, "khai sinh cần gì", 2)
    for event in (second, first, second, first):
        await talk.brought(event)
        await talk.line.quiet()

    assert len(talk.heard()) == 2
    assert "khai sinh" in fold(talk.heard()[0])
    assert LATE not in talk.heard()[1]


async def test_a_number_from_before_the_menu_chooses_nothing_of_it(talk: Talk) -> None:
    late = talk.event(LAN, "2", 1)
    await talk.says(LAN, "con nuôi", at=5)
    await talk.brought(late, late)
    await talk.line.quiet()
    await talk.says(LAN, "2", at=9)
    await talk.says(MINH, "con nuôi", "2", at=5)

    asked, told, chosen = talk.heard()
    assert LATE in told
    assert "10:00" in told
    assert [asked, chosen] == talk.heard(MINH)


async def test_a_label_from_before_is_the_words_it_is(talk: Talk) -> None:
    late = talk.event(LAN, "Tôi không rõ", 1)
    await talk.says(LAN, "con nuôi", at=5)
    await talk.brought(late)
    await talk.line.quiet()
    await talk.says(MINH, "Tôi không rõ", at=5)

    assert talk.heard()[1] == talk.heard(MINH)[0]


async def test_words_from_before_a_report_do_not_become_it(talk: Talk) -> None:
    late = talk.event(LAN, "khai sinh cần gì", 1)
    await talk.says(LAN, "/phananh", at=5)
    before = kept(talk.line)
    await talk.brought(late)
    await talk.line.quiet()

    assert LATE in talk.heard()[-1]
    assert kept(talk.line) == before


async def test_a_command_that_comes_late_is_obeyed(talk: Talk) -> None:
    late = talk.event(LAN, "/giup", 1)
    await talk.says(LAN, "con nuôi", at=5)
    await talk.brought(late)
    await talk.line.quiet()

    assert len(talk.heard()) == 2
    assert LATE not in talk.heard()[1]


async def test_what_comes_late_is_not_told_while_a_clerk_has_the_chat(talk: Talk) -> None:
    late = talk.event(LAN, "2", 1)
    await talk.says(LAN, "con nuôi", at=5)
    by_hand = talk.line.event(LAN, "oa_send_text", {"msg_id": "h1", "text": "để chị"})
    by_hand |= {"sender": {"id": rules.OA_ID, "admin_id": "a1"}, "recipient": {"id": LAN}}
    await talk.brought(by_hand, by_hand, late)
    await talk.line.quiet()

    assert len(talk.heard()) == 1


@pytest.mark.parametrize("minutes", [0, 1, 110])
async def test_every_repeat_of_zalos_is_known(talk: Talk, minutes: int) -> None:
    follow = {
        "oa_id": rules.OA_ID,
        "follower": {"id": LAN},
        "app_id": rules.APP_ID,
        "event_name": "follow",
        "timestamp": talk.line.zalo.stamp(),
    }
    events = [follow, talk.event(LAN, "giờ làm việc", 1), talk.event(LAN, "#menu", 2)]
    for event in events:
        await talk.brought(event)
        await talk.line.quiet()
    heard = talk.heard()
    talk.line.move(minutes=minutes)
    await talk.brought(*reversed(events), *events)
    await talk.line.quiet()

    assert len(heard) == 3
    assert talk.heard() == heard


def kept(line: Line) -> object:
    """The step of the conversation and what it has taken so far."""
    with line.store.read() as work:
        row = work.run(text("SELECT step, draft FROM conversation")).first()
    assert row is not None
    assert row.step != "idle"
    return tuple(row)
