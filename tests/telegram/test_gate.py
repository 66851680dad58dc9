"""No call goes round the gate: pauses hold for all of them, by seconds that pass."""

import ast
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from telegram import BotCommand
from telegram.error import BadRequest, RetryAfter

from bot.channels.base import Part, TryAgain
from bot.channels.telegram.client import RawBot
from bot.channels.telegram.failures import Held
from bot.channels.telegram.gate import FREE
from bot.channels.telegram.limits import WHOLE_PER_SECOND
from handlers.store.unit_of_work import Store
from handlers.wording.messengers import GUESTS_ONLY
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.parsing import METHODS
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import SETTINGS, Line
from tests.telegram.test_send import LAN, ROOM, Sending, too_many

HOME = Path(__file__).resolve().parents[2] / "bot/channels/telegram"
HUNG = 1002
Calls = dict[str, Callable[[RawBot], Awaitable[object]]]

CALLS: Calls = {
    "sendMessage": lambda bot: bot.send_message(HUNG, "chào"),
    "say": lambda bot: bot.say(HUNG, "chào"),
    "editMessageText": lambda bot: bot.change(HUNG, 1, "chào"),
    "editMessageReplyMarkup": lambda bot: bot.strip(HUNG, 1),
    "sendPhoto": lambda bot: bot.send_photo(HUNG, "id"),
    "sendDocument": lambda bot: bot.send_document(HUNG, "id"),
    "sendChatAction": lambda bot: bot.send_chat_action(HUNG, "typing"),
    "answerCallbackQuery": lambda bot: bot.answer_callback_query("1"),
    "createForumTopic": lambda bot: bot.create_forum_topic(ROOM, "x"),
    "closeForumTopic": lambda bot: bot.close_forum_topic(ROOM, 4),
    "reopenForumTopic": lambda bot: bot.reopen_forum_topic(ROOM, 4),
    "deleteForumTopic": lambda bot: bot.delete_forum_topic(ROOM, 4),
    "setMyCommands": lambda bot: bot.set_my_commands([BotCommand("a", "b")]),
    "one nobody thought of": lambda bot: bot.send_dice(HUNG),
}


@pytest.fixture
def sending() -> Sending:
    found = Sending()
    found.api.chats.open(HUNG)
    return found


async def storm(sending: Sending, seconds: int = 60) -> None:
    """Telegram tells two chats to wait at once."""
    for chat in (LAN, ROOM):
        too_many(sending, chat, seconds)
        with pytest.raises(TryAgain):
            await sending.say(chat=chat)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.asyncio
async def test_while_the_bot_is_to_pause_no_call_leaves(
    sending: Sending, call: Callable[[RawBot], Awaitable[object]]
) -> None:
    await storm(sending)
    made = len(sending.api.calls)
    with pytest.raises(Held) as held:
        await call(sending.bot)
    assert (held.value.left, held.value.whole) == (timedelta(seconds=61), True)
    assert len(sending.api.calls) == made


@pytest.mark.asyncio
async def test_reception_does_not_wait_for_what_is_sent(sending: Sending) -> None:
    await storm(sending)
    assert (await sending.bot.get_me()).username == "motcua_bot"
    assert await sending.bot.raw_updates(None, 0) == []
    assert {one.__api_method__ for one in METHODS.values()} >= FREE


@pytest.mark.asyncio
async def test_a_message_held_back_is_tried_when_the_pause_is_over(sending: Sending) -> None:
    await storm(sending)
    sending.clock.move(seconds=20)
    with pytest.raises(TryAgain) as told:
        await sending.say(chat=HUNG)
    assert (told.value.after.total_seconds(), told.value.whole) == (41.0, True)
    assert sending.channel.told_to_wait == 2
    sending.clock.move(seconds=41)
    await sending.say(chat=HUNG)


@pytest.mark.parametrize("leap", [{"days": 400}, {"days": -400}])
@pytest.mark.asyncio
async def test_a_clock_that_is_set_neither_ends_nor_prolongs_the_pause_of_a_chat(
    sending: Sending, leap: dict[str, float]
) -> None:
    too_many(sending, LAN, 30)
    with pytest.raises(TryAgain):
        await sending.say()
    sending.clock.leap(**leap)
    with pytest.raises(TryAgain) as still:
        await sending.say()
    assert (still.value.after.total_seconds(), still.value.whole) == (31.0, False)
    sending.clock.move(seconds=31)
    assert await sending.say() == "1"


@pytest.mark.parametrize("leap", [{"days": 400}, {"days": -400}])
@pytest.mark.asyncio
async def test_a_clock_that_is_set_neither_ends_nor_prolongs_the_pause_of_the_bot(
    sending: Sending, leap: dict[str, float]
) -> None:
    await storm(sending)
    sending.clock.leap(**leap)
    with pytest.raises(TryAgain) as still:
        await sending.say(chat=HUNG)
    assert (still.value.after.total_seconds(), still.value.whole) == (61.0, True)
    sending.clock.move(seconds=61)
    assert await sending.say(chat=HUNG) == "1"


@pytest.mark.asyncio
async def test_a_pause_told_while_a_call_waited_for_its_place_holds_it_too(
    sending: Sending,
) -> None:
    pause = sending._pause
    waited: list[float] = []

    async def told_meanwhile(seconds: float) -> None:
        await pause(seconds)
        if not waited:
            waited.append(seconds)
            await storm(sending)

    sending.channel._gate._pause = told_meanwhile
    places = int(WHOLE_PER_SECOND)  # of a second
    for chat in range(7_000, 7_001 + places):
        sending.api.chats.open(chat)
    for chat in range(7_000, 7_000 + places):
        await sending.say(chat=chat)
    with pytest.raises(TryAgain) as held:
        await sending.say(chat=7_000 + places)
    assert waited
    assert held.value.whole


@pytest.mark.asyncio
async def test_words_sent_again_without_their_markup_keep_the_pace_of_the_chat(
    sending: Sending,
) -> None:
    sending.api.limits = replace(sending.api.limits, chat_per_second=3)
    for _ in range(4):
        await sending.send(Part("<b>chào &amp; hỏi"))
    calls = [call.at for call in sending.api.calls]
    assert len(calls) == 8
    assert (calls[-1] - calls[0]) == timedelta(seconds=5)  # three at once, then one a second


@pytest.mark.asyncio
async def test_an_edit_that_becomes_a_message_keeps_the_pace_of_the_chat(sending: Sending) -> None:
    for number in range(3):
        sending.trail.appeared(LAN, 90 + number)
        await sending.send(Part("Trang 2", edits=(str(90 + number),)))
    calls = [call.at for call in sending.api.calls]
    assert len(calls) == 6
    assert (calls[-1] - calls[0]) == timedelta(seconds=3)


@pytest.fixture
def sample(sqlite_store: Store, clock: FakeClock) -> Line:
    """A sample commune with one guest."""
    return Line(sqlite_store, clock, settings=replace(SETTINGS, guests=frozenset({"1001"})))


@pytest.mark.asyncio
async def test_who_is_no_guest_is_told_so_only_when_the_bot_may_speak(sample: Line) -> None:
    gate = sample.service.channel._gate
    strangers = [Person(sample.api, 2_002 + number) for number in range(3)]
    for one in strangers[:2]:
        sample.api.fail(
            status=429, description="Too Many Requests: retry after 60",
            parameters={"retry_after": 60}, chat=one.id,
        )  # fmt: skip
    async with sample.open():
        for one in strangers[:2]:
            one.says("khai sinh")
        await eventually(lambda: gate.pausing, 60)
        made = len(sample.api.calls)
        for one in strangers:
            one.says("khai sinh")
        await sample.quiet()
        sends = [call for call in sample.api.calls[made:] if call.method == "sendmessage"]
        assert sends == []
        sample.clock.move(seconds=61)
        for one in strangers:
            one.says("có ai không")
        await eventually(lambda: all(one.hears for one in strangers), 60)
    assert [one.hears for one in strangers] == [[GUESTS_ONLY]] * 3


def test_only_the_client_speaks_to_telegram() -> None:
    """Whatever else calls Telegram does so through the library's calls, which pass the gate."""
    below = {"_do_post", "do_request", "_request", "_request_wrapper"}
    homes = {"client.py": {"_do_post", "_request"}, "request.py": {"do_request"}}
    for path in sorted(HOME.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
        named |= {one.name for one in ast.walk(tree) if isinstance(one, ast.AsyncFunctionDef)}
        assert named & below <= homes.get(path.name, set()), path.name


def refuse(sending: Sending, method: str) -> None:
    sending.api.fail(
        status=429,
        description="Too Many Requests: retry after 7",
        parameters={"retry_after": 7},
        method=method,
    )


@pytest.mark.parametrize("name", ["answerCallbackQuery", "setMyCommands"])
@pytest.mark.asyncio
async def test_a_call_for_no_chat_that_was_told_to_wait_waits_alone(
    sending: Sending, name: str
) -> None:
    refuse(sending, name)
    with pytest.raises(RetryAfter):
        await CALLS[name](sending.bot)
    made = len(sending.api.calls)
    with pytest.raises(Held) as held:
        await CALLS[name](sending.bot)
    assert (held.value.left, held.value.whole) == (timedelta(seconds=8), False)
    assert len(sending.api.calls) == made
    await sending.say(chat=HUNG)
    sending.clock.move(seconds=8)
    with suppress(BadRequest):  # nobody tapped: what matters is that it left
        await CALLS[name](sending.bot)
    assert len(sending.api.calls) == made + 2


@pytest.mark.asyncio
async def test_a_chat_and_a_call_for_none_told_at_once_pause_the_bot(sending: Sending) -> None:
    refuse(sending, "answerCallbackQuery")
    with pytest.raises(RetryAfter):
        await CALLS["answerCallbackQuery"](sending.bot)
    too_many(sending, LAN)
    with pytest.raises(TryAgain):
        await sending.say(chat=LAN)
    with pytest.raises(Held) as held:
        await CALLS["sendPhoto"](sending.bot)
    assert held.value.whole
