"""What cannot be read of an account's events is kept before it is confirmed."""

import json
from pathlib import Path

import pytest

from handlers.errors import StorageBusyError
from handlers.messages import Inbound
from handlers.set_aside import Unread
from handlers.store import set_aside
from handlers.store.set_aside import Kept
from handlers.store.unit_of_work import Store
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


def kept(line: Line) -> list[Kept]:
    with line.store.read() as work:
        return set_aside.after(work, 0)


async def test_a_malformed_event_is_kept_once_and_only_then_confirmed(line: Line) -> None:
    keep, busy = line.dispatch.set_aside, [True]

    async def sometimes(unread: Unread) -> None:
        if busy:
            busy.clear()
            raise StorageBusyError
        await keep(unread)

    line.dispatch.set_aside = sometimes  # type: ignore[method-assign]
    async with line.open():
        event = line.event(LAN, "user_send_text", {"text": "không có số"})
        assert [await line.post(event) for _ in range(3)] == [503, 200, 200]
    (one,) = kept(line)
    assert "user_send_text" in one.raw


async def test_what_a_person_hands_over_of_themselves_is_left_out(line: Line) -> None:
    async with line.open():
        event = line.event(LAN, "user_submit_info", {}) | {"info": ["0905123456"]}
        assert await line.post(event) == 200
    (one,) = kept(line)
    assert "0905123456" not in one.raw


async def test_what_breaks_something_of_ours_three_times_is_kept(line: Line) -> None:
    async def broken(inbound: Inbound) -> str | None:
        raise ZeroDivisionError

    line.dispatch.submit = broken  # type: ignore[method-assign]
    async with line.open():
        event = line.event(LAN, "user_send_text", {"msg_id": "m1", "text": "chào"})
        body = json.dumps(event).encode()
        signed = {"X-ZEvent-Signature": sign(body, str(event["timestamp"]))}
        tries = [
            await line.post_raw(body, signed | {"num_retry": str(number)}) for number in range(3)
        ]
    assert tries == [500, 500, 200]
    assert len(kept(line)) == 1
