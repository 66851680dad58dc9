"""Sending over real HTTP: titles, long answers, pictures and documents, cards."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from handlers.messages import Attachment, Button, Fact, Heading, Paragraph, Reply
from handlers.store.files import WARD
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.photos import photo
from tests.fakes.zalo_bot.server import PUBLIC, ZaloServer
from tests.zalo_bot.conftest import SETTINGS, Line, eventually
from tests.zalo_bot.letters import answering, push

pytestmark = pytest.mark.asyncio


async def test_titles_are_styled_beside_the_words(line: Line) -> None:
    answering(line, Reply((Heading("😀 Khai sinh"), Fact("Lệ phí", "**0đ**"))))
    lan = line.person()
    async with line.open():
        await line.says(lan, "x")
        await line.heard(lan)
    (body,) = line.api.made("sendMessage")
    assert body["text"] == "😀 Khai sinh\nLệ phí: **0đ**"
    assert body["text_styles"] == [
        {"start": 0, "len": 12, "st": ["b"]},
        {"start": 13, "len": 7, "st": ["b"]},
    ]
    assert "parse_mode" not in body


async def test_styles_that_zalo_refuses_cost_no_words(line: Line) -> None:
    answering(line, Reply((Heading("Khai sinh"),)))
    line.server.do(lambda: line.api.fail(method="sendMessage", code=400))
    lan = line.person()
    async with line.open():
        await line.says(lan, "x")
        assert await line.heard(lan) == ["Khai sinh"]
    assert "text_styles" not in line.api.made("sendMessage")[0]


async def test_styles_can_be_switched_off(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    line = Line(sqlite_store, clock, server, settings=replace(SETTINGS, styles=False))
    answering(line, Reply((Heading("Khai sinh"),)))
    lan = line.person()
    async with line.open():
        await line.says(lan, "x")
        await line.heard(lan)
    assert "text_styles" not in line.api.made("sendMessage")[0]


async def test_a_long_answer_comes_in_numbered_parts_that_fit(line: Line) -> None:
    answering(line, Reply(tuple(Paragraph("từ ngữ " * 135) for _ in range(5))))
    lan = line.person()
    async with line.open():
        await line.says(lan, "x")
        heard = await line.heard(lan, 3)
    assert [one.rpartition("\n")[2] for one in heard] == ["(1/3)", "(2/3)", "(3/3)"]
    assert line.api.refused() == []


async def test_a_picture_goes_by_a_link_that_ends(line: Line) -> None:
    key = line.files.put(WARD, photo("Mã thủ tục 1.001193"))
    answering(line, Reply((Paragraph("đây"),), attachments=(Attachment(key, "so do.jpg"),)))
    named = []

    async def fetch(url: str) -> bool:
        named.append(url)
        return True

    line.server.do(lambda: setattr(line.api, "fetch", fetch))
    lan = line.person()
    async with line.open():
        await line.says(lan, "x")
        await eventually(lambda: lan.sees)
    (url,) = named
    assert url.startswith(f"{PUBLIC}/tep/")
    token, name = url.removeprefix(f"{PUBLIC}/tep/").split("/")
    assert name == "so%20do.jpg"
    assert line.links.read(token, "so do.jpg") == Attachment(key, "so do.jpg")
    assert line.links.read(token, "other.jpg") is None
    assert line.links.read(token[:-1] + ("A" if token[-1] != "A" else "B"), "so do.jpg") is None
    line.clock.move(hours=2)
    assert line.links.read(token, "so do.jpg") is None


async def test_a_document_goes_as_a_link_in_words(line: Line) -> None:
    key = line.files.put(WARD, b"%PDF-1.7 a form")
    answering(line, Reply((Paragraph("mẫu"),), attachments=(Attachment(key, "to khai.pdf"),)))
    lan = line.person()
    async with line.open():
        await line.says(lan, "x")
        heard = await line.heard(lan, 2)
    assert f"{PUBLIC}/tep/" in heard[1]
    assert "to khai.pdf" in heard[1]


async def test_without_a_public_address_a_file_is_named(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    line = Line(sqlite_store, clock, server, settings=replace(SETTINGS, public_url=""))
    key = line.files.put(WARD, b"%PDF-1.7 a form")
    answering(line, Reply((Paragraph("mẫu"),), attachments=(Attachment(key, "to khai.pdf"),)))
    lan = line.person()
    async with line.open():
        await line.says(lan, "x")
        heard = await line.heard(lan, 2)
    assert heard[1] == "Tệp to khai.pdf: anh/chị nhận tại bộ phận một cửa giúp em ạ."


async def test_a_card_is_answered_by_its_letters(line: Line) -> None:
    lan = line.person()
    async with line.open():
        await line.says(lan, "chào")
        await line.heard(lan)
        push(line, lan, "Phản ánh mới", Button("Nhận việc", "case:claim:00012"))
        heard = await line.heard(lan, 2)
        tag = heard[1].split("\n")[2].split(".")[0]
        await line.says(lan, tag)
        await line.heard(lan, 3)
    asked = line.responder.asked[-1][0]
    assert asked.action == "case:claim:00012"


@pytest.fixture
def slow(line: Line) -> Callable[[], None]:
    def make() -> None:
        line.server.do(lambda: line.api.fail(method="sendMessage", code=200, delay=1.5))

    return make


async def test_typing_is_shown_when_it_takes_long(line: Line, slow: Callable[[], None]) -> None:
    slow()
    lan = line.person()
    async with line.open():
        await line.says(lan, "x")
        await line.heard(lan)
    assert line.api.made("sendChatAction") == [{"chat_id": lan.id, "action": "typing"}]
