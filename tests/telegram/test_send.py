"""Sending one message: markup, threads, edits, pace, and each answer of Telegram."""

from dataclasses import replace

import pytest

from bot.channels.base import Moved, Part, Refused, TryAgain, Uncertain, Unreachable
from bot.channels.telegram.client import TelegramSettings, make_bot
from bot.channels.telegram.send import TelegramChannel
from bot.channels.telegram.trail import Trail
from handlers.messages import Address, Button, Fact, Reply
from handlers.store.contacts import Destination
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.chats import BLOCKED, DEACTIVATED, KICKED, NOT_MEMBER
from tests.fakes.telegram.core import TOKEN, StrictApi
from tests.fakes.telegram.request import StrictRequest

LAN = 1001
ROOM = -100123


class Sending:
    """A channel in front of the strict server."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.api = StrictApi(self.clock)
        self.api.chats.open(LAN)
        self.room = self.api.chats.open(ROOM, "supergroup", "Tổ 5")
        self.request = StrictRequest(self.api)
        self.bot = make_bot(TelegramSettings(TOKEN), self.request, self.request)
        self.slept: list[float] = []
        self.trail = Trail()
        self.channel = TelegramChannel(self.bot, self.clock, trail=self.trail, pause=self._pause)

    async def _pause(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.move(seconds=seconds)

    async def send(self, part: Part, chat: int = LAN, thread: str = "") -> str:
        return await self.channel.send(to(chat, thread), part)

    async def say(self, text: str = "chào", chat: int = LAN) -> str:
        return await self.send(Part(text), chat)


def to(chat: int | None, thread: str = "") -> Destination:
    raw = None if chat is None else str(chat)
    return Destination(Address("telegram", "c1"), raw, thread)


@pytest.fixture
def sending() -> Sending:
    return Sending()


@pytest.mark.asyncio
async def test_a_reply_is_shown_with_its_buttons(sending: Sending) -> None:
    reply = Reply(
        (Fact("Lệ phí", "8.000đ & <miễn>"),),
        (Button("Giấy tờ", "p:1.001193:documents"), Button("Bao lâu", "p:1.001193:time")),
    )
    (part,) = sending.channel.render(reply)
    sent = await sending.send(part)
    (message,) = sending.api.sent(LAN)
    assert sent == str(message["message_id"])
    assert message["text"] == "Lệ phí: 8.000đ & <miễn>"
    assert [
        [one["callback_data"] for one in row] for row in message["reply_markup"]["inline_keyboard"]
    ] == [["p:1.001193:documents", "p:1.001193:time"]]


@pytest.mark.asyncio
async def test_links_bring_no_preview(sending: Sending) -> None:
    await sending.say()
    (call,) = sending.api.made("sendMessage")
    assert call.parameters["link_preview_options"] == {"is_disabled": True}


@pytest.mark.asyncio
async def test_a_topic_is_answered_in_the_topic(sending: Sending) -> None:
    sending.room.topics[42] = "x"
    await sending.send(Part("chào"), ROOM, "42")
    assert sending.api.sent(ROOM)[0]["message_thread_id"] == 42


@pytest.mark.asyncio
async def test_a_topic_that_is_gone_is_not_written_to_again(sending: Sending) -> None:
    with pytest.raises(Unreachable):
        await sending.send(Part("chào"), ROOM, "43")


@pytest.mark.asyncio
async def test_wrong_markup_goes_as_plain_words(sending: Sending) -> None:
    await sending.send(Part("<b>chào &amp; hỏi"))
    assert sending.api.texts(LAN) == ["chào & hỏi"]


@pytest.mark.asyncio
async def test_a_message_is_edited_in_place(sending: Sending) -> None:
    first = await sending.say("Trang 1")
    again = await sending.send(Part("Trang 2", edits=(first,)))
    assert again == first
    assert sending.api.texts(LAN) == ["Trang 2"]


@pytest.mark.asyncio
async def test_who_typed_meanwhile_gets_a_new_message(sending: Sending) -> None:
    first = await sending.say("Trang 1")
    sending.trail.said(LAN, int(first) + 1)
    await sending.send(Part("Trang 2", edits=(first,)))
    assert sending.api.texts(LAN) == ["Trang 1", "Trang 2"]


@pytest.mark.asyncio
async def test_a_page_further_up_that_was_tapped_is_turned_in_place(sending: Sending) -> None:
    first = await sending.say("Trang 1")
    await sending.say("khác")
    sending.trail.tapped(LAN, int(first))
    await sending.send(Part("Trang 2", edits=(first,)))
    assert sending.api.texts(LAN) == ["Trang 2", "khác"]


@pytest.mark.asyncio
async def test_an_edit_that_changes_nothing_is_done(sending: Sending) -> None:
    first = await sending.say("Trang 1")
    assert await sending.send(Part("Trang 1", edits=(first,))) == first


@pytest.mark.asyncio
async def test_a_message_that_cannot_be_edited_is_said_anew(sending: Sending) -> None:
    sending.trail.appeared(LAN, 99)
    sent = await sending.send(Part("Trang 2", edits=("99",)))
    assert sent == "1"
    assert sending.api.texts(LAN) == ["Trang 2"]


@pytest.mark.parametrize("why", [BLOCKED, DEACTIVATED, KICKED, NOT_MEMBER])
@pytest.mark.asyncio
async def test_who_shut_the_door_is_not_written_to_again(sending: Sending, why: str) -> None:
    sending.api.chats.open(LAN).forbidden = why
    with pytest.raises(Unreachable):
        await sending.say()


@pytest.mark.asyncio
async def test_who_never_wrote_cannot_be_written_to(sending: Sending) -> None:
    with pytest.raises(Unreachable):
        await sending.say(chat=4004)


@pytest.mark.asyncio
async def test_a_forgotten_chat_is_not_written_to(sending: Sending) -> None:
    with pytest.raises(Unreachable):
        await sending.channel.send(to(None), Part("chào"))


@pytest.mark.asyncio
async def test_a_migrated_group_is_followed(sending: Sending) -> None:
    sending.room.migrated_to = -100777
    with pytest.raises(Moved) as moved:
        await sending.say(chat=ROOM)
    assert moved.value.chat == "-100777"


@pytest.mark.asyncio
async def test_an_unknown_refusal_is_ours_to_look_at(sending: Sending) -> None:
    sending.api.fail(status=400, description="Bad Request: strange")
    with pytest.raises(Refused):
        await sending.say()


@pytest.mark.asyncio
async def test_a_bad_gateway_is_tried_again(sending: Sending) -> None:
    sending.api.fail(status=502)
    with pytest.raises(TryAgain):
        await sending.say()


@pytest.mark.asyncio
async def test_a_cut_answer_may_have_been_delivered(sending: Sending) -> None:
    sending.api.fail(after=True, cut=True)
    with pytest.raises(Uncertain):
        await sending.say()
    assert sending.api.texts(LAN) == ["chào"]


def too_many(sending: Sending, chat: int, seconds: int = 7) -> None:
    sending.api.fail(
        status=429,
        description=f"Too Many Requests: retry after {seconds}",
        parameters={"retry_after": seconds},
        chat=chat,
    )


@pytest.mark.asyncio
async def test_one_chat_told_to_wait_holds_back_no_other(sending: Sending) -> None:
    too_many(sending, LAN)
    with pytest.raises(TryAgain) as told:
        await sending.say()
    assert (told.value.after.total_seconds(), told.value.whole) == (8.0, False)
    await sending.say(chat=ROOM)


@pytest.mark.asyncio
async def test_the_chat_itself_is_left_alone_for_that_long(sending: Sending) -> None:
    too_many(sending, LAN)
    with pytest.raises(TryAgain):
        await sending.say()
    calls = len(sending.api.calls)
    with pytest.raises(TryAgain) as still:
        await sending.say()
    assert still.value.after.total_seconds() == 8.0
    assert len(sending.api.calls) == calls
    sending.clock.move(seconds=8)
    await sending.say()


@pytest.mark.asyncio
async def test_two_chats_told_to_wait_at_once_pause_the_whole_bot(sending: Sending) -> None:
    too_many(sending, LAN)
    too_many(sending, ROOM)
    with pytest.raises(TryAgain):
        await sending.say()
    with pytest.raises(TryAgain) as told:
        await sending.say(chat=ROOM)
    assert told.value.whole


@pytest.mark.asyncio
async def test_a_private_chat_gets_three_at_once_and_then_one_a_second(sending: Sending) -> None:
    for _ in range(6):
        await sending.say()
    assert sending.slept == [1.0, 1.0, 1.0]


@pytest.mark.asyncio
async def test_a_group_never_gets_more_than_twenty_in_any_minute(sending: Sending) -> None:
    sending.api.limits = replace(sending.api.limits, group_per_minute=20)
    for _ in range(80):
        await sending.say(chat=ROOM)
    assert len(sending.api.texts(ROOM)) == 80
    assert sum(sending.slept) == pytest.approx(78 * 60 / 18)
