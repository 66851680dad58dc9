"""The webhook: what is taken once, what is not taken, and when the bot steps back."""

import asyncio
import json
from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.errors import StorageBusyError
from handlers.messages import Button, Inbound, InboundKind, Paragraph, Reply
from handlers.store.unit_of_work import Store
from handlers.turns import Turn
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.events import sign
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer

LAN = "246845883529197922"
pytestmark = pytest.mark.asyncio


@pytest.fixture
def line(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    line = Line(sqlite_store, zalo, tmp_path)
    line.log_in()
    return line


def stored(line: Line) -> int:
    with line.store.read() as work:
        return int(work.run(text("SELECT count(*) FROM inbound")).scalar() or 0)


async def test_a_message_is_answered(line: Line) -> None:
    async with line.open():
        assert await line.says(LAN, "khai sinh cần gì") == 200
        assert await line.heard(LAN) == ["khai sinh cần gì"]


async def test_a_repeat_is_confirmed_and_not_answered_again(line: Line) -> None:
    async with line.open():
        event = line.event(LAN, "user_send_text", {"msg_id": "m1", "text": "chào"})
        line.zalo.do(lambda: line.zalo.account.acts(LAN))
        for _ in range(3):
            assert await line.post(event) == 200
        await line.quiet()

    assert stored(line) == 1
    assert len(line.zalo.account.person(LAN).hears) == 1


async def test_repeats_that_come_together_are_one(line: Line) -> None:
    async with line.open():
        event = line.event(LAN, "user_send_text", {"msg_id": "m1", "text": "chào"})
        line.zalo.do(lambda: line.zalo.account.acts(LAN))
        assert set(await asyncio.gather(*(line.post(event) for _ in range(10)))) == {200}
        await line.quiet()

    assert stored(line) == 1


@pytest.mark.parametrize("probe", [b"", b"{}", b" {} \n"])
async def test_the_probe_of_the_console_is_answered_and_keeps_nothing(
    line: Line, probe: bytes
) -> None:
    async with line.open():
        assert await line.post_raw(probe, {}) == 200

    assert stored(line) == 0


async def test_forged_replayed_truncated_and_huge_calls_keep_nothing(line: Line) -> None:
    async with line.open():
        event = line.event(LAN, "user_send_text", {"msg_id": "m1", "text": "chào"})
        body = json.dumps(event).encode()
        good = {"X-ZEvent-Signature": sign(body, event["timestamp"])}
        huge = json.dumps(event | {"pad": "x" * 300_000}).encode()

        assert await line.post_raw(body, {}) == 401
        assert await line.post_raw(body, {"X-ZEvent-Signature": "mac=" + "0" * 64}) == 401
        assert await line.post_raw(body[:-9], good) == 401
        assert await line.post_raw(body.replace(b"ch", b"sh"), good) == 401
        assert (
            await line.post_raw(huge, {"X-ZEvent-Signature": sign(huge, event["timestamp"])}) == 413
        )
        line.move(hours=4)
        assert await line.post_raw(body, good) == 401
        figures = line.service.figures()

    assert stored(line) == 0
    assert figures["updates_refused"] == 6


async def test_half_a_letter_does_not_stop_the_webhook(line: Line) -> None:
    async with line.open():
        assert await line.says(LAN, "\ud83d chào") == 200
        await line.heard(LAN)


async def test_what_cannot_be_stored_within_two_seconds_comes_again_and_is_one(line: Line) -> None:
    async with line.open():
        await line.quiet()
        with line.store.work():  # a long writer stands in the way
            began = asyncio.get_running_loop().time()
            assert await line.says(LAN, "chào", "m1") == 503
            assert asyncio.get_running_loop().time() - began < 2.0
        assert await line.says(LAN, "chào", "m1") == 200
        assert await line.heard(LAN) == ["chào"]
        await line.quiet()

    assert stored(line) == 1


async def test_following_greets_and_unfollowing_stops_pushes(line: Line) -> None:
    line.responder.decide = lambda inbound, *_: (
        Turn((Reply((Paragraph("xin chào"),)),)) if inbound.kind is InboundKind.START else Turn()
    )
    follow = {
        "oa_id": rules.OA_ID,
        "follower": {"id": LAN},
        "app_id": rules.APP_ID,
        "event_name": "follow",
        "timestamp": line.zalo.stamp(),
    }
    async with line.open():
        line.zalo.do(lambda: line.zalo.account.acts(LAN))
        assert await line.post(follow) == 200
        assert await line.heard(LAN) == ["xin chào"]
        assert await line.post(follow | {"event_name": "unfollow"}) == 200
        await line.quiet()

    with line.store.read() as work:
        assert work.run(text("SELECT state FROM contact")).scalar() == "blocked"


def by_hand(line: Line, admin: str | None = "a1") -> dict[str, object]:
    event = line.event(LAN, "oa_send_text", {"msg_id": "h1", "text": "để em xem"})
    sender = {"id": rules.OA_ID} | ({"admin_id": admin} if admin else {})
    return event | {"sender": sender, "recipient": {"id": LAN}}


async def test_the_bot_steps_back_while_a_clerk_answers_and_returns(line: Line) -> None:
    async with line.open():
        await line.says(LAN, "một")
        await line.heard(LAN)
        assert await line.post(by_hand(line)) == 200
        line.move(minutes=1)
        await line.says(LAN, "hai")
        await line.quiet()
        assert line.zalo.account.person(LAN).texts == ["một"]
        line.move(minutes=61)
        await line.says(LAN, "ba")
        assert await line.heard(LAN, 2) == ["một", "ba"]


async def test_only_that_chat_is_left_to_the_clerk(line: Line) -> None:
    async with line.open():
        assert await line.post(by_hand(line)) == 200
        await line.says("777", "chào")
        assert await line.heard("777") == ["chào"]


async def test_our_own_echo_holds_nobody_back(line: Line) -> None:
    async with line.open():
        assert await line.post(by_hand(line, admin=None)) == 200
        await line.says(LAN, "chào")
        assert await line.heard(LAN) == ["chào"]


async def test_stickers_are_answered_once_in_a_while(line: Line) -> None:
    line.responder.decide = lambda *_: Turn((Reply((Paragraph("em chưa đọc được"),)),))
    async with line.open():
        line.zalo.do(lambda: line.zalo.account.acts(LAN))
        for number in range(5):
            sticker = line.event(LAN, "user_send_sticker", {"msg_id": f"s{number}"})
            assert await line.post(sticker) == 200
        await line.quiet()
        assert len(line.zalo.account.person(LAN).hears) == 1


async def test_stickers_that_come_together_are_answered_once(line: Line) -> None:
    """And one that could not be stored is answered when it comes again."""
    submit, busy = line.dispatch.submit, [True]

    async def slow(inbound: Inbound) -> str | None:
        await asyncio.sleep(0)
        if busy:
            busy.clear()
            raise StorageBusyError
        return await submit(inbound)

    line.dispatch.submit = slow  # type: ignore[method-assign]
    line.responder.decide = lambda *_: Turn((Reply((Paragraph("em chưa đọc được"),)),))
    async with line.open():
        line.zalo.do(lambda: line.zalo.account.acts(LAN))
        stickers = [
            line.event(LAN, "user_send_sticker", {"msg_id": f"s{number}"}) for number in range(6)
        ]
        first = await asyncio.gather(*map(line.post, stickers))
        assert sorted(first) == [200] * 5 + [503]
        assert set(await asyncio.gather(*map(line.post, stickers))) == {200}
        await line.quiet()
        assert len(line.zalo.account.person(LAN).hears) == 1


async def test_a_sample_commune_talks_to_its_guests_only(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    line = Line(sqlite_store, zalo, tmp_path, guests=frozenset({LAN}))
    line.log_in()
    async with line.open():
        await line.says(LAN, "chào")
        await line.says("777", "chào")
        await line.says("777", "alô")
        assert await line.heard(LAN) == ["chào"]
        (said,) = await line.heard("777")
        assert "bản chạy thử" in said
        assert "777" in said  # the id that the guest list wants

    assert stored(line) == 1


async def test_a_choice_is_made_by_its_number_and_by_its_query(line: Line) -> None:
    line.responder.decide = lambda inbound, *_: Turn(
        (Reply((Paragraph(inbound.action or "chọn"),), (Button("Giấy tờ", "p:1.001193"),)),)
    )
    async with line.open():
        await line.says(LAN, "khai sinh")
        (offered,) = await line.heard(LAN)
        assert "1. Giấy tờ" in offered
        await line.says(LAN, "#p:1.001193")
        assert (await line.heard(LAN, 2))[1].startswith("p:1.001193")
