"""Messages the webhook never brought: read back, answered once, and told when it is too late."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.channels.zalo_oa.history import CALLS, NotTold, event_of, row_of
from bot.channels.zalo_oa.read_back import EVERY, ReadBack
from handlers.store import read_back
from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer

LAN, HOA = "246845883529197922", "777"
pytestmark = pytest.mark.asyncio


class Ward:
    """A ward that was there an hour ago, and Zalo's history."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.told: list[str] = []
        assert line.service._read_back is not None
        self.back: ReadBack = line.service._read_back
        self.back._tell = self._tell
        line.service._read_back = None  # looked at by hand here

    async def _tell(self, word: str) -> None:
        self.told.append(word)

    def misses(self, user: str, text: str, minutes: float = 10) -> str:
        """Somebody wrote so long ago, and no webhook brought it."""
        zalo, at = self.line.zalo, self.line.clock.now() - timedelta(minutes=minutes)
        number = f"n{len(zalo.account.history)}"

        def act() -> None:
            zalo.account.person(user).last_at = at
            zalo.account.wrote(user, number, {"text": text}, at)

        zalo.do(act)
        return number

    def by_hand(self, user: str, minutes: float, text: str = "Dạ chào anh/chị") -> None:
        """A clerk answered then."""
        account, at = self.line.zalo.account, self.line.clock.now() - timedelta(minutes=minutes)
        message = {"text": text}
        self.line.zalo.do(
            lambda: account._keep(user, f"h{minutes}", message, from_person=False, at=at)
        )

    async def brings(self, user: str, number: str, text: str, at: datetime) -> int:
        """The webhook brings it after all."""
        stamp = str(int(at.timestamp() * 1000))
        message = {"msg_id": number, "text": text}
        return await self.line.post(self.line.event(user, "user_send_text", message, stamp))

    async def heard(self, user: str) -> list[str]:
        """What a person heard, once all is quiet."""
        await self.line.quiet()
        return self.line.zalo.account.person(user).texts


@pytest_asyncio.fixture
async def ward(store: Store, zalo: ZaloOaServer, tmp_path: Path) -> AsyncIterator[Ward]:
    """It was last there an hour ago."""
    line = Line(store, zalo, tmp_path)
    line.log_in()
    with store.work() as work:
        hour_ago = line.clock.now() - timedelta(hours=1)
        read_back.set_read_until(work, line.service.endpoint, hour_ago)
        work.commit()
    ward = Ward(line)
    async with line.open():
        yield ward


async def test_what_was_written_while_nobody_was_there_is_answered_once_in_order(
    ward: Ward,
) -> None:
    ward.misses(LAN, "một", 30)
    ward.misses(HOA, "hai", 20)
    ward.misses(LAN, "ba", 10)
    assert await ward.back.look() == 3
    assert await ward.heard(LAN) == ["một", "ba"]
    assert await ward.heard(HOA) == ["hai"]
    ward.line.move(minutes=10)
    assert await ward.back.look() == 0
    assert await ward.heard(LAN) == ["một", "ba"]
    assert ward.told == []  # the stop was ours


@pytest.mark.parametrize("other_ids", [False, True])
async def test_what_the_webhook_brought_is_not_taken_again(ward: Ward, other_ids: bool) -> None:
    ward.line.zalo.account.other_ids = other_ids
    now = ward.line.clock.now()
    number = ward.misses(LAN, "một", 0)
    assert await ward.brings(LAN, number, "một", now) == 200
    ward.line.move(minutes=10)
    assert await ward.back.look() == 0
    assert await ward.heard(LAN) == ["một"]


@pytest.mark.parametrize("other_ids", [False, True])
async def test_a_late_webhook_of_what_was_read_back_is_a_repeat(
    ward: Ward, other_ids: bool
) -> None:
    ward.line.zalo.account.other_ids = other_ids
    at = ward.line.clock.now() - timedelta(minutes=10)
    number = ward.misses(LAN, "một", 10)
    assert await ward.back.look() == 1
    assert await ward.brings(LAN, number, "một", at) == 200
    assert await ward.heard(LAN) == ["một"]


async def test_the_webhook_has_a_start_of_some_minutes(ward: Ward) -> None:
    ward.misses(LAN, "một", 1)
    assert await ward.back.look() == 0
    ward.line.move(minutes=4)
    assert await ward.back.look() == 1


async def test_who_fails_to_call_us_while_we_are_there_is_told_of(ward: Ward) -> None:
    assert await ward.back.look() == 0
    ward.line.move(minutes=10)
    ward.misses(LAN, "một", 5)
    assert await ward.back.look() == 1
    assert ward.told == ["unheard"]


async def test_an_account_new_to_us_is_not_answered_for_its_past(
    store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    line = Line(store, zalo, tmp_path)
    line.log_in()
    ward = Ward(line)
    async with line.open():
        ward.misses(LAN, "hôm qua", 600)
        assert await ward.back.look() == 0
        line.move(minutes=10)
        assert await ward.back.look() == 0
        assert await ward.heard(LAN) == []


async def test_where_a_clerk_has_answered_meanwhile_the_bot_stays_silent(ward: Ward) -> None:
    ward.misses(LAN, "một", 30)
    ward.by_hand(LAN, 20)
    ward.misses(HOA, "hai", 30)
    assert await ward.back.look() == 1
    assert await ward.heard(LAN) == []
    assert await ward.heard(HOA) == ["hai"]
    # and the chat is the clerk's for the rest of the hour
    await ward.line.says(LAN, "cảm ơn", "n-later")
    assert await ward.heard(LAN) == []


async def test_a_question_after_the_clerks_answer_is_open_again(ward: Ward) -> None:
    ward.by_hand(LAN, 50)
    ward.misses(LAN, "còn lệ phí?", 30)
    ward.line.move(minutes=70)  # the clerk's hour is over
    assert await ward.back.look() == 1
    assert await ward.heard(LAN) == ["còn lệ phí?"]


async def test_an_automatic_greeting_of_the_account_is_no_clerk(ward: Ward) -> None:
    ward.misses(LAN, "một", 10)
    ward.by_hand(LAN, 10 - 2 / 60)  # two seconds later
    assert await ward.back.look() == 1
    assert await ward.heard(LAN) == ["một"]


async def test_our_own_answers_in_the_history_are_no_clerk(ward: Ward) -> None:
    now = ward.line.clock.now()
    assert await ward.brings(LAN, "n-first", "một", now) == 200
    ward.line.zalo.do(lambda: ward.line.zalo.account.acts(LAN))
    await ward.line.heard(LAN)
    ward.line.move(minutes=10)
    ward.misses(LAN, "hai", 9)
    await ward.brings(LAN, "n-third", "ba", ward.line.clock.now())
    await ward.line.heard(LAN, 2)
    assert await ward.back.look() == 1
    assert await ward.heard(LAN) == ["một", "ba", "hai"]


async def test_what_is_older_than_a_day_is_told_to_the_administrators(
    ward: Ward, store: Store
) -> None:
    ward.line.move(days=2)
    ward.misses(LAN, "hôm kia", 60 * 30)
    ward.misses(HOA, "sáng nay", 60)
    assert await ward.back.look() == 1
    assert ward.told == ["too_old:1"]
    assert await ward.heard(LAN) == []


async def test_more_than_one_page_is_read(ward: Ward) -> None:
    for number in range(37):
        ward.misses(f"10{number % 7}", f"câu {number}", 50 - number)
    assert await ward.back.look() == 37
    await ward.line.quiet()
    heard = ward.line.zalo.account.person("100").texts
    assert heard == [f"câu {number}" for number in range(0, 37, 7)]
    assert ward.line.zalo.account.calls["/v2.0/oa/listrecentchat"] == 4


async def test_beyond_the_list_each_persons_conversation_is_read(ward: Ward) -> None:
    for number in range(CALLS * 10 + 5):
        ward.misses("100" if number > 3 else "101", f"câu {number}", 59 - number / 10)
    ward.misses("101", "mới", 5)
    await ward.back.look()
    assert ward.line.zalo.account.calls["/v2.0/oa/conversation"] >= 2
    await ward.line.quiet()
    assert ward.line.zalo.account.person("101").texts == [
        "câu 0", "câu 1", "câu 2", "câu 3", "mới",
    ]  # fmt: skip


async def test_what_cannot_be_stored_is_found_by_the_next_look(ward: Ward) -> None:
    ward.misses(LAN, "một", 10)
    ward.line.zalo.account.faults["/v2.0/oa/listrecentchat"] = [-32]
    with pytest.raises(NotTold):
        await ward.back.look()
    assert await ward.back.look() == 1


async def test_a_missing_permission_is_told_and_stops_no_message(ward: Ward) -> None:
    ward.line.zalo.account.faults["/v2.0/oa/listrecentchat"] = [-224]
    await ward.back.look_when_due()
    assert ward.told == ["unread:-224"]
    assert ward.line.service.figures()["stopped"] == 0.0
    await ward.line.says(LAN, "vẫn trả lời", "n1")
    assert await ward.line.heard(LAN) == ["vẫn trả lời"]


async def test_it_looks_again_every_few_minutes_only(ward: Ward) -> None:
    calls = ward.line.zalo.account.calls
    await ward.back.look_when_due()
    await ward.back.look_when_due()
    assert calls["/v2.0/oa/listrecentchat"] == 1
    ward.line.move(minutes=EVERY.total_seconds() / 60)
    await ward.back.look_when_due()
    assert calls["/v2.0/oa/listrecentchat"] == 2


async def test_only_guests_of_a_sample_ward_are_answered(
    store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    line = Line(store, zalo, tmp_path, guests=frozenset({HOA}))
    line.log_in()
    with store.work() as work:
        hour_ago = line.clock.now() - timedelta(hours=1)
        read_back.set_read_until(work, line.service.endpoint, hour_ago)
        work.commit()
    ward = Ward(line)
    async with line.open():
        ward.misses(HOA, "một", 20)
        ward.misses(LAN, "hai", 20)
        await ward.back.look()
        assert await ward.heard(HOA) == ["một"]
        await line.heard(LAN)
        assert "hai" not in await ward.heard(LAN)


async def test_a_row_becomes_the_event_the_webhook_would_have_brought() -> None:
    told: dict[str, Any] = {
        "src": 1, "time": 1790000000747, "from_id": LAN, "to_id": rules.OA_ID,
        "message_id": "92a905608e14174c4e03", "type": "photo", "message": "",
        "url": "https://x.example/a.jpg", "thumb": "https://x.example/t.jpg",
        "description": "giấy hẹn",
    }  # fmt: skip
    row = row_of(told, rules.OA_ID)
    assert row is not None
    event = event_of(row, rules.APP_ID, rules.OA_ID)
    assert (event["event_name"], event["message"]["text"]) == ("user_send_image", "giấy hẹn")
    assert event["message"]["attachments"][0]["payload"]["url"] == "https://x.example/a.jpg"
    assert event["timestamp"] == "1790000000747"
    place = {**told, "type": "location", "location": '{"longitude":"106.7","latitude":"10.8"}'}
    row = row_of(place, rules.OA_ID)
    assert row is not None
    attachment = event_of(row, rules.APP_ID, rules.OA_ID)["message"]["attachments"][0]
    assert attachment["payload"]["coordinates"] == {"longitude": "106.7", "latitude": "10.8"}
    without: list[object] = [None, [], {**told, "time": "x"}, {**told, "message_id": ""}, {}]
    for broken in without:
        assert row_of(broken, rules.OA_ID) is None
