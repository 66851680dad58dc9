"""The same over real sockets: PTB's own HTTP client against the strict server."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.channels.telegram.health import Reception
from handlers.messages import Attachment, Paragraph, Reply
from handlers.store.files import WARD
from handlers.store.unit_of_work import Store
from handlers.turns import Turn
from tests.fakes.clock import FakeClock
from tests.fakes.photos import HARD, photo
from tests.fakes.telegram.core import StrictApi, eventually
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import StrictServer
from tests.telegram.conftest import SETTINGS, Line


@pytest.fixture
def server(clock: FakeClock) -> Iterator[StrictServer]:
    with StrictServer(StrictApi(clock)) as server:
        yield server


@pytest.fixture
def wired(sqlite_store: Store, clock: FakeClock, server: StrictServer) -> Line:
    """A ward whose bot talks HTTP."""
    return Line(sqlite_store, clock, settings=replace(SETTINGS, api_url=server.url), api=server.api)


@pytest.fixture
def hung(server: StrictServer) -> Person:
    return server.do(lambda: Person(server.api))


@pytest.mark.asyncio
async def test_words_are_answered(wired: Line, server: StrictServer, hung: Person) -> None:
    async with wired.open():
        server.do(lambda: hung.says("tạm trú & <khai báo>"))
        assert await wired.heard(hung) == ["bạn nói: tạm trú & <khai báo>"]
    assert server.api.refused() == []


@pytest.mark.asyncio
async def test_a_cut_connection_repeats_one_answer_at_most(
    wired: Line, server: StrictServer, hung: Person
) -> None:
    server.do(lambda: server.api.fail(cut=True, after=True, containing="một"))
    async with wired.open():
        server.do(lambda: hung.says("một"))
        server.do(lambda: hung.says("hai"))
        await eventually(lambda: "bạn nói: hai" in hung.hears)
    assert hung.hears == ["bạn nói: một", "bạn nói: một", "bạn nói: hai"]


@pytest.mark.asyncio
async def test_polling_goes_on_after_cut_connections_and_bad_gateways(
    wired: Line, server: StrictServer, hung: Person
) -> None:
    server.do(lambda: server.api.fail(cut=True, method="getUpdates", times=2))
    server.do(lambda: server.api.fail(status=502, method="getUpdates", times=2))
    async with wired.open():
        server.do(lambda: hung.says("còn em"))
        assert await wired.heard(hung) == ["bạn nói: còn em"]


@pytest.mark.asyncio
async def test_stopping_while_a_poll_is_open_is_quick(wired: Line, server: StrictServer) -> None:
    wired.service._polling._seconds = 50  # type: ignore[union-attr]
    async with wired.open():
        await eventually(lambda: wired.service.health.state is Reception.RECEIVING)
        await eventually(lambda: server.api.updates.polls > 0)
    assert wired.service.health.state is Reception.STOPPED


@pytest.mark.asyncio
async def test_a_wrong_address_is_told_as_such(wired: Line, server: StrictServer) -> None:
    wired.service.bot._base_url = f"{server.url}/elsewhere"
    async with wired.open():
        await eventually(lambda: wired.service.health.state is Reception.TOKEN_REFUSED)


@pytest.mark.asyncio
async def test_files_go_both_ways(wired: Line, server: StrictServer, hung: Person) -> None:
    key = wired.files.put(WARD, b"%PDF-1.7 a form")
    form = Attachment(key, "Tờ khai khai sinh.pdf")
    wired.responder.decide = lambda *_: Turn((Reply((Paragraph("mẫu đây"),), attachments=(form,)),))
    async with wired.open():
        server.do(lambda: hung.shows(photo("Mã thủ tục 1.001193", HARD)))
        await eventually(lambda: len(server.api.sent(hung.id)) == 2)
        server.do(lambda: hung.says("nữa"))
        await eventually(lambda: len(server.api.sent(hung.id)) == 4)
    assert wired.responder.asked[0][0].codes == ("1.001193",)
    documents = [one["document"] for one in server.api.sent(hung.id) if "document" in one]
    assert [one["file_name"] for one in documents] == ["Tờ khai khai sinh.pdf"] * 2
    assert documents[0]["file_id"] == documents[1]["file_id"]
    assert server.api.refused() == []
