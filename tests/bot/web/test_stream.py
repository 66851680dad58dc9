"""Server-sent events: numbering, resuming, ending."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from bot.channels.web.thread import Thread
from bot.web.chat.stream import EventStream, Streams
from bot.web.chat.threads import Threads
from bot.web.ports import WebLimits, WebSettings
from bot.web.templating import Pages
from handlers.messages import Address, Inbound, InboundKind
from tests.bot.web.conftest import Site
from tests.fakes.web_desk import MORNING, FakeDesk, FakePages, sample_commune

pytestmark = pytest.mark.asyncio

ME = Address("web", "me")


class Line:
    """One browser's stream on a fake desk."""

    def __init__(self, settings: WebSettings | None = None) -> None:
        self.desk = FakeDesk()
        self.settings = settings or WebSettings(stream_beat=0.05)
        self.streams = Streams(self.settings)
        self.threads = Threads(self.desk, FakePages(), Pages(sample_commune()))
        self.stream = EventStream(self.threads, self.streams, self.settings)

    async def says(self, text: str) -> None:
        """The person writes."""
        await self.desk.submit(Inbound(ME, text, MORNING, InboundKind.TEXT, text))

    def listens(self, since: int = 0) -> AsyncIterator[str]:
        """The stream after `since`."""
        return self.stream.events(ME, since)


def ids(chunk: str) -> list[int]:
    """The event ids in a piece of the stream."""
    return [int(line[4:]) for line in chunk.splitlines() if line.startswith("id: ")]


async def until_ids(stream: AsyncIterator[str]) -> list[int]:
    """The ids of the next piece that has any."""
    async for chunk in stream:
        if found := ids(chunk):
            return found
    return []


async def test_a_new_listener_hears_the_whole_thread_in_order() -> None:
    line = Line()
    await line.says("một")
    await line.says("hai")
    assert await until_ids(line.listens()) == [1, 2, 3, 4]


async def test_a_returning_listener_hears_only_what_it_missed() -> None:
    line = Line()
    await line.says("một")
    await line.says("hai")
    assert await until_ids(line.listens(since=3)) == [4]


async def test_an_answer_arrives_while_listening() -> None:
    line = Line()
    line.desk.holds = True
    await line.says("một")
    stream = line.listens()
    assert await until_ids(stream) == [1]
    await line.desk.release()
    assert await until_ids(stream) == [2]


async def test_the_stream_tells_whether_an_answer_is_due() -> None:
    line = Line()
    line.desk.holds = True
    await line.says("một")
    stream = line.listens()
    await anext(stream)
    assert '{"waiting": true}' in await anext(stream)
    await line.desk.release()
    assert '{"waiting": false}' in await anext(stream)


async def test_a_quiet_stream_gives_signs_of_life() -> None:
    line = Line()
    stream = line.listens()
    await anext(stream)
    await anext(stream)
    assert await anext(stream) == ": \n\n"


async def test_a_message_is_one_line_of_json_whatever_its_words() -> None:
    line = Line()
    await line.says("một\n\ndata: giả\n\nid: 99")
    stream = line.listens()
    await anext(stream)
    chunk = await anext(stream)
    assert ids(chunk) == [1, 2]
    data = next(part for part in chunk.split("\n") if part.startswith("data: "))
    assert "data: giả" in json.loads(data[6:])["html"]


async def test_an_answer_already_there_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    line, waits, lingering = Line(), list[float](), [True, True, False]
    await line.says("một")
    entries = (await line.desk.thread(ME)).entries

    async def thread(address: Address, since: int = 0) -> Thread:
        # The reply is in the thread; its outbox row is marked as sent a moment later.
        return Thread(tuple(e for e in entries if e.seq > since), lingering.pop(0))

    async def wait(address: Address, since: int, seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(line.desk, "thread", thread)
    monkeypatch.setattr(line.desk, "wait_for_news", wait)
    await line.threads.answered(ME, 5)
    assert sum(waits) < 0.1


async def test_closing_ends_every_stream_at_once() -> None:
    line = Line(WebSettings(stream_beat=3600))
    stream = line.listens()
    await anext(stream)
    await anext(stream)
    waiting = asyncio.ensure_future(anext(stream, None))
    await asyncio.sleep(0)
    line.streams.close()
    assert await asyncio.wait_for(waiting, 2) is None


async def test_a_stream_ends_after_its_life_and_lets_go_of_its_place() -> None:
    line = Line(WebSettings(stream_beat=0.01, stream_life=0.05))
    async for _ in line.listens():
        assert line.streams._open.total() == 1
    assert line.streams._open.total() == 0


async def test_a_store_that_fails_ends_the_stream_so_that_the_browser_returns() -> None:
    line = Line()
    stream = line.listens()
    await anext(stream)
    line.desk.broken = True
    assert [chunk async for chunk in stream] == []


async def test_one_browser_may_not_take_every_place() -> None:
    line = Line(WebSettings(limits=WebLimits(streams_per_visitor=2, streams_total=3)))
    with line.streams.held("a"), line.streams.held("a"):
        assert not line.streams.room("a")
        assert line.streams.room("b")
        with line.streams.held("b"):
            assert not line.streams.room("c")
    assert line.streams.room("a")


async def test_without_a_thread_the_browser_is_told_to_stay_away(site: Site) -> None:
    assert site.client.get("/tro-chuyen/tin").status_code == 204


async def test_news_can_be_fetched_where_streams_do_not_pass(site: Site) -> None:
    site.client.get("/")
    site.client.post("/tro-chuyen", data={"text": "khai sinh"})
    json_only = {"Accept": "application/json"}
    news = site.client.get("/tro-chuyen/tin?sau=1", headers=json_only).json()
    assert [one["seq"] for one in news["messages"]] == [2]
    assert news["last"] == 2
    assert news["waiting"] is False


async def test_a_reconnecting_browser_is_believed_about_what_it_has(site: Site) -> None:
    site.client.get("/")
    for text in ("một", "hai"):
        site.client.post("/tro-chuyen", data={"text": text})
    headers = {"Accept": "application/json", "Last-Event-ID": "3"}
    news = site.client.get("/tro-chuyen/tin?sau=0", headers=headers).json()
    assert [one["seq"] for one in news["messages"]] == [4]


async def test_a_first_tap_is_told_by_its_label(site: Site) -> None:
    site.client.get("/")
    site.client.post("/tro-chuyen", data={"action": "hello:1"})
    json_only = {"Accept": "application/json"}
    news = site.client.get("/tro-chuyen/tin", headers=json_only).json()
    assert "Kết hôn" in news["messages"][0]["html"]


@pytest.mark.parametrize("since", ["-1", "abc", "9" * 40, "١", ""])
async def test_a_senseless_place_in_the_thread_is_its_beginning(site: Site, since: str) -> None:
    site.client.get("/")
    site.client.post("/tro-chuyen", data={"text": "khai sinh"})
    headers = {"Accept": "application/json"}
    news = site.client.get("/tro-chuyen/tin", params={"sau": since}, headers=headers).json()
    assert news["last"] == 2
