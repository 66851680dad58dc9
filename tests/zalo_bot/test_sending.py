"""Sending over real HTTP: what leaves, what is counted, what is never sent twice."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.clock import LOCAL
from handlers.messages import Attachment, Button, Fact, Heading, Paragraph, Reply
from handlers.quotas import Plan
from handlers.reaching import Reach
from handlers.store import queueing, quotas, views
from handlers.store.files import WARD
from handlers.store.queueing import Message
from handlers.store.states import OutboxKind, OutboxStatus, Priority
from handlers.store.unit_of_work import Store
from handlers.turns import Turn
from tests.fakes.clock import FakeClock
from tests.fakes.photos import photo
from tests.fakes.zalo_bot.people import Person
from tests.fakes.zalo_bot.server import PUBLIC, ZaloServer
from tests.zalo_bot.conftest import SETTINGS, Line, eventually

pytestmark = pytest.mark.asyncio


def answering(line: Line, reply: Reply) -> None:
    line.responder.decide = lambda *_: Turn((reply,))


def push(line: Line, person: Person, key: str, *choices: Button) -> None:
    """Something we start ourselves."""
    now = line.clock.now()
    message = Message(
        key,
        Reply((Paragraph(key),), choices),
        now,
        now + timedelta(days=2),
        OutboxKind.NOTICE,
        Priority.NOTICE,
    )
    with line.store.work() as work:
        contact = line.ward.contact(person.id)
        queueing.queue(work, "phuong-mau", line.ward.endpoint, contact, message)
        work.commit()


def ends(line: Line, person: Person) -> list[tuple[str, str | None]]:
    with line.store.read() as work:
        letters = views.letters(work, line.ward.contact(person.id))
    return [(str(one.status), one.reason) for one in letters]


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


@pytest.mark.parametrize(
    "fault",
    [
        {"cut": True, "after": True},
        {"cut": True},
        {"code": 500},
        {"code": 408},
        {"code": 500, "http": 200, "after": True},
        {"code": 502, "html": True, "http": 502, "after": True},
    ],
)
async def test_what_may_have_arrived_is_reported_and_never_sent_again(
    line: Line, fault: dict[str, object]
) -> None:
    lan = line.person()
    async with line.open():
        await line.says(lan, "một")
        await line.heard(lan)
        line.server.do(lambda: line.api.fail(method="sendMessage", **fault))
        await line.says(lan, "hai")
        await line.quiet()
        await eventually(lambda: (str(OutboxStatus.UNKNOWN), "uncertain") in ends(line, lan))
        await line.says(lan, "ba")
        await eventually(lambda: "bạn nói: ba" in lan.hears)
    assert Counter(lan.hears)["bạn nói: hai"] == (1 if fault.get("after") else 0)
    tried = [one.body["text"] for one in line.api.calls if one.method == "sendMessage"]
    assert tried.count("bạn nói: hai") == 1


@pytest.mark.parametrize("after", [True, False])
async def test_the_parts_after_one_in_doubt_still_go(line: Line, after: bool) -> None:
    answering(line, Reply(tuple(Paragraph(f"{n} " + "từ ngữ " * 200) for n in "abc")))
    line.server.do(lambda: line.api.fail(method="sendMessage", cut=True, after=after))
    lan = line.person()
    async with line.open():
        await line.says(lan, "x")
        await line.heard(lan, 3 if after else 2)
        await eventually(lambda: ends(line, lan) == [("unknown", "uncertain")])
        await line.quiet()
    assert [one[0] for one in lan.hears] == (["a", "b", "c"] if after else ["b", "c"])
    tried = [one for one in line.api.calls if one.method == "sendMessage"]
    assert len(tried) == 3


@pytest.mark.parametrize("fault", [{"code": 403}, {"code": 403, "http": 200}])
async def test_an_error_of_zalos_own_is_tried_twice_more(
    line: Line, fault: dict[str, object]
) -> None:
    lan = line.person()
    line.server.do(lambda: line.api.fail(method="sendMessage", times=2, **fault))
    async with line.open():
        await line.says(lan, "một")
        assert await line.heard(lan) == ["bạn nói: một"]
    assert line.slept[:2] == [1.0, 3.0]


async def test_a_proxy_in_the_way_is_waited_for(line: Line) -> None:
    lan = line.person()
    line.server.do(lambda: line.api.fail(method="sendMessage", code=403, html=True, http=403))
    async with line.open():
        await line.says(lan, "một")
        await eventually(lambda: line.service.channel.results["TryAgain"])
        line.clock.move(minutes=2)
        assert await line.heard(lan) == ["bạn nói: một"]


async def test_a_used_up_quota_rests_the_bot_longer_each_time(line: Line) -> None:
    lan = line.person()
    line.server.do(lambda: line.api.fail(method="sendMessage", code=429, times=2))
    async with line.open():
        await line.says(lan, "một")
        await eventually(lambda: line.service.channel.told_to_wait == 1)
        line.clock.move(seconds=61)
        await eventually(lambda: line.service.channel.told_to_wait == 2)
        line.clock.move(seconds=100)
        line.clock.move(seconds=21)
        assert await line.heard(lan) == ["bạn nói: một"]


async def test_an_answer_without_a_number_is_sent(line: Line) -> None:
    lan = line.person()
    line.server.do(lambda: line.api.fail(method="sendMessage", code=200, bare=True))
    async with line.open():
        await line.says(lan, "một")
        await line.heard(lan)
        await eventually(lambda: ends(line, lan) == [("sent", None)])
    assert lan.hears == ["bạn nói: một"]


async def test_messages_are_counted_both_ways_by_month(line: Line) -> None:
    lan, hung = line.person(), line.person(2)
    async with line.open():
        for one in (lan, hung, lan):
            await line.says(one, "x")
        await line.heard(lan, 2)
        await line.heard(hung)
        line.server.do(lambda: line.api.fail(method="sendMessage", code=404))
        await line.says(lan, "không đi")
        await eventually(lambda: line.service.channel.results["Refused"])
        await line.quiet()
    with line.store.read() as work:
        used = quotas.usage(work, line.ward.endpoint, line.clock.now())
        later = quotas.usage(work, line.ward.endpoint, line.clock.now() + timedelta(days=30))
    assert used is not None
    assert later is not None
    assert (used.taken, used.sent, used.people) == (4, 3, 2)
    assert (later.taken, later.sent, later.people) == (0, 0, 2)


async def test_the_last_tenth_of_the_month_is_kept_for_who_asks(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    line = Line(sqlite_store, clock, server, plan=Plan(10, 50))
    lan = line.person()
    async with line.open():
        for number in range(1, 6):
            await line.says(lan, f"{number}")
            await line.heard(lan, number)
        push(line, lan, "nhắc hạn")
        await eventually(lambda: ("withheld", "quota") in ends(line, lan))
        await line.says(lan, "còn trả lời không")
        assert (await line.heard(lan, 6))[-1] == "bạn nói: còn trả lời không"
    assert "nhắc hạn" not in lan.hears


async def test_reach_is_not_promised_when_the_month_is_nearly_used_up(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    line = Line(sqlite_store, clock, server, plan=Plan(10, 50))
    lan, now = line.person(), clock.now()
    async with line.open():
        channel = line.service.channel
        assert channel.reach(now, None) == (Reach.ALWAYS, None)
        for number in range(1, 5):  # four in, four out: eight of ten
            await line.says(lan, f"{number}")
            await line.heard(lan, number)
        reach, until = channel.reach(now, None)
        assert (reach, until) == (Reach.SCARCE, datetime(2026, 12, 1, tzinfo=LOCAL))
        assert channel.reach(now, now + timedelta(days=2))[0] is Reach.SCARCE
        assert channel.reach(now, datetime(2026, 12, 2, 9, tzinfo=LOCAL))[0] is Reach.ALWAYS


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
