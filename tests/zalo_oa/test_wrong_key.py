"""A key that is not Zalo's: nothing is taken in, and administrators are told."""

import json

import pytest

from tests.fakes.zalo_oa.events import sign
from tests.fakes.zalo_oa.line import Line
from tests.zalo_oa.test_alarms import line as with_administrator
from tests.zalo_oa.test_alarms import told

LAN = "246845883529197922"
pytestmark = pytest.mark.asyncio
line = with_administrator


async def forged(line: Line, text: str = "chào", app: str = "") -> int:
    """An event signed with another key than ours."""
    event = line.event(LAN, "user_send_text", {"msg_id": "m1", "text": text})
    event |= {"app_id": app} if app else {}
    body = json.dumps(event).encode()
    signed = sign(body, str(event["timestamp"]), key="the key before")
    return await line.post_raw(body, {"X-ZEvent-Signature": signed})


async def test_an_event_and_its_repeats_under_another_key_are_told(line: Line) -> None:
    line.log_in()
    line.service._look_seconds = 0.01
    async with line.open():
        for _ in range(5):
            assert told(line) == []
            assert await forged(line) == 401
        await line.eventually(lambda: bool(told(line)))

    (said,) = told(line)
    assert "OA_SECRET_KEY" in said
    assert LAN not in said


async def test_strangers_among_true_events_and_of_no_app_are_not_told(line: Line) -> None:
    line.log_in()
    async with line.open():
        for number in range(8):
            assert await forged(line) == 401
            if number % 3 == 2:
                assert await line.says(LAN, f"tin {number}") == 200
        for _ in range(3):
            assert await forged(line, app="1") == 401
        webhook = line.service._webhook
        assert webhook is not None
        assert webhook.forged == 2
        await line.quiet()

    assert told(line) == []
