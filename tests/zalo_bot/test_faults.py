"""Sending when Zalo stumbles: what is in doubt is never sent twice, and nothing else is lost."""

from collections import Counter

import pytest

from handlers.messages import Paragraph, Reply
from handlers.store.states import OutboxStatus
from tests.zalo_bot.conftest import Line, eventually
from tests.zalo_bot.letters import answering, ends

pytestmark = pytest.mark.asyncio


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
