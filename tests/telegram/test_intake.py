"""Taps answered once and de-duplicated, typing shown when it takes long, guests of a sample."""

import threading
from dataclasses import replace
from datetime import datetime

import pytest

from handlers.messages import Button, Inbound, InboundKind, Paragraph, Reply
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from handlers.wording.messengers import GUESTS_ONLY
from tests.fakes.clock import FakeClock
from tests.fakes.responder import say
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import SETTINGS, Line


def offers(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
    """Two buttons, and what was tapped."""
    if inbound.kind is InboundKind.TAP:
        return say(f"bấm {inbound.action}")
    buttons = (Button("Lệ phí", "p:1:fee"), Button("Giấy tờ", "p:1:documents"))
    return Turn((Reply((Paragraph("Chọn giúp em:"),), buttons),))


def silent_when_left(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
    """As the router does."""
    return Turn() if inbound.kind is InboundKind.LEFT else say("chào")


@pytest.mark.asyncio
async def test_a_tap_is_answered_and_its_button_stops_spinning(line: Line, lan: Person) -> None:
    line.responder.decide = offers
    async with line.open():
        lan.says("khai sinh")
        await line.heard(lan)
        lan.taps("Lệ phí")
        assert (await line.heard(lan, 2))[-1] == "bấm p:1:fee"
        await eventually(lambda: len(line.api.made("answerCallbackQuery")) == 1)
    assert line.api.refused() == []


@pytest.mark.asyncio
async def test_the_same_tap_under_another_update_id_has_one_effect(line: Line, lan: Person) -> None:
    line.responder.decide = offers
    async with line.open():
        lan.says("khai sinh")
        await line.heard(lan)
        lan.taps("Lệ phí")
        lan.taps("Lệ phí")
        await line.quiet()
        await eventually(lambda: len(line.api.made("answerCallbackQuery")) == 2)
    assert lan.hears[1:] == ["bấm p:1:fee"]


@pytest.mark.asyncio
async def test_the_same_tap_after_a_restart_has_one_effect(
    line: Line, lan: Person, sqlite_store: Store
) -> None:
    line.responder.decide = offers
    async with line.open():
        lan.says("khai sinh")
        await line.heard(lan)
        lan.taps("Lệ phí")
        await line.heard(lan, 2)
    lan.taps("Lệ phí")
    line.clock.move(seconds=60)  # as long as a machine takes to come up again
    again = Line(sqlite_store, line.clock)
    again.take_over(line.api)
    again.responder.decide = offers
    async with again.open():
        await eventually(lambda: len(line.api.made("answerCallbackQuery")) == 2, 60)
        await again.quiet()
        lan.taps("Giấy tờ")
        await again.heard(lan, 3)
    assert lan.hears[1:] == ["bấm p:1:fee", "bấm p:1:documents"]


@pytest.mark.asyncio
async def test_tapping_back_and_forth_is_meant(line: Line, lan: Person) -> None:
    line.responder.decide = offers
    async with line.open():
        lan.says("khai sinh")
        await line.heard(lan)
        for label in ("Lệ phí", "Giấy tờ", "Lệ phí"):
            lan.taps(label)
        await line.heard(lan, 4)
    assert lan.hears[1:] == ["bấm p:1:fee", "bấm p:1:documents", "bấm p:1:fee"]


@pytest.mark.asyncio
async def test_the_same_button_later_is_a_new_wish(line: Line, lan: Person) -> None:
    line.responder.decide = offers
    async with line.open():
        lan.says("khai sinh")
        await line.heard(lan)
        lan.taps("Lệ phí")
        await line.heard(lan, 2)
        line.clock.move(seconds=11)
        lan.taps("Lệ phí")
        await line.heard(lan, 3)


@pytest.mark.asyncio
async def test_a_tap_too_old_to_be_answered_still_has_its_effect(line: Line, lan: Person) -> None:
    line.responder.decide = offers
    lan.chat.add({"id": 700000001, "is_bot": True, "first_name": "x"}, line.clock.now(), text="?")
    lan.taps_data("p:1:fee", next(iter(lan.chat.messages.values())))
    line.clock.move(minutes=5)
    async with line.open():
        assert await line.heard(lan, 2) == ["?", "bấm p:1:fee"]


@pytest.mark.asyncio
async def test_typing_is_shown_while_an_answer_takes_long(line: Line, lan: Person) -> None:
    go = threading.Event()

    def slow(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        go.wait(10)
        return say("xong")

    line.responder.decide = slow
    assert line.service.intake is not None
    line.service.intake._typing_after = 0.01
    async with line.open():
        lan.says("câu khó")
        await eventually(lambda: len(line.api.made("sendChatAction")) == 1)
        go.set()
        assert await line.heard(lan) == ["xong"]


@pytest.mark.asyncio
async def test_no_typing_is_shown_for_a_quick_answer(line: Line, lan: Person) -> None:
    async with line.open():
        lan.says("câu dễ")
        await line.heard(lan)
    assert line.api.made("sendChatAction") == []


@pytest.mark.asyncio
async def test_who_blocked_the_bot_gets_no_answer_to_that(line: Line, lan: Person) -> None:
    line.responder.decide = silent_when_left
    async with line.open():
        lan.says("chào em")
        await line.heard(lan)
        lan.blocks()
        await line.quiet()
    done = [inbound.kind for inbound, _ in line.responder.asked]
    assert done == [InboundKind.TEXT, InboundKind.LEFT]
    assert lan.hears == ["chào"]


@pytest.fixture
def sample(sqlite_store: Store, clock: FakeClock) -> Line:
    """A sample commune with one guest."""
    settings = replace(SETTINGS, guests=frozenset({"1001"}))
    return Line(sqlite_store, clock, settings=settings)


@pytest.mark.asyncio
async def test_a_sample_commune_answers_its_guests(sample: Line) -> None:
    guest = Person(sample.api, 1001)
    async with sample.open():
        guest.says("khai sinh")
        assert await sample.heard(guest) == ["bạn nói: khai sinh"]


@pytest.mark.asyncio
async def test_others_hear_one_kind_word_and_nothing_of_theirs_is_kept(sample: Line) -> None:
    stranger = Person(sample.api, 2002)
    async with sample.open():
        stranger.says("khai sinh")
        stranger.says("sao không trả lời")
        stranger.blocks()
        stranger.comes_back()
        assert await sample.heard(stranger) == [GUESTS_ONLY]
        await sample.quiet()
    assert stranger.hears == [GUESTS_ONLY]
    assert sample.responder.asked == []
    assert sample.api.refused() == []


@pytest.mark.asyncio
async def test_a_tap_again_at_once_works_where_the_first_failed(line: Line, lan: Person) -> None:
    failing = [True]

    def fails_first(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        if inbound.kind is InboundKind.TAP and failing:
            raise ZeroDivisionError
        return offers(inbound, state, now)

    line.responder.decide = fails_first
    async with line.open():
        lan.says("khai sinh")
        await line.heard(lan)
        tapped = lan.chat.messages[max(lan.chat.messages)]
        lan.taps_data("p:1:fee", tapped)
        assert "xin lỗi" in (await line.heard(lan, 2))[-1]
        failing.clear()
        lan.taps_data("p:1:fee", tapped)
        assert (await line.heard(lan, 3))[-1] == "bấm p:1:fee"
