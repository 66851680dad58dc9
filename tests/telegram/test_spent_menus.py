"""A chat does not fill with dead menus: what an answer leaves behind loses its buttons."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.channels.telegram.failures import Held
from handlers.router import Router
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from tests.conversations.conftest import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.refusing import Body
from tests.telegram.conftest import Line
from tests.telegram.test_dialogues import Citizen

STRIP = "editMessageReplyMarkup"
CARD = "xin giấy độc thân mất bao lâu"
BASE = shipped_base()


def router(store: Store) -> Router:
    """The shipped records' answers."""
    return Router(lambda _: BASE, StoredPersonalRecords(store))


@pytest_asyncio.fixture
async def line(sqlite_store: Store) -> AsyncIterator[Line]:
    async with Line(sqlite_store, FakeClock(NOON), router(sqlite_store)).open() as opened:
        yield opened


@pytest.fixture
def citizen(line: Line) -> Citizen:
    return Citizen(line, Person(line.api))


def live(citizen: Citizen) -> list[Body]:
    return citizen.line.api.live_keyboards(citizen.person.chat.id)


async def one_live(citizen: Citizen) -> Body:
    """The one message left with buttons, which is the newest of the bot's."""
    await eventually(lambda: len(live(citizen)) == 1)
    (message,) = live(citizen)
    assert message is citizen.line.api.sent(citizen.person.chat.id)[-1]
    return message


@pytest.mark.asyncio
async def test_a_tap_answered_by_a_menu_takes_the_buttons_off_the_card(citizen: Citizen) -> None:
    await citizen.says(CARD)
    await citizen.taps("Lệ phí")
    await one_live(citizen)
    assert len(citizen.person.hears) == 2, "the card itself stays readable"
    assert len(citizen.line.api.made(STRIP)) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("typed", ["1", "Trẻ mới sinh", "xin giấy độc thân mất bao lâu"])
async def test_a_choice_answered_by_typing_loses_its_buttons_too(
    citizen: Citizen, typed: str
) -> None:
    await citizen.says("khai sinh")
    await citizen.says(typed)
    await one_live(citizen)


@pytest.mark.asyncio
async def test_options_turn_their_pages_in_place_and_back_again(citizen: Citizen) -> None:
    await citizen.says("khai sinh")
    first = citizen.person.labels()
    citizen.person.taps("Việc khác")
    await eventually(lambda: citizen.offers("Các việc trước"))
    citizen.person.taps("Các việc trước")
    await eventually(lambda: citizen.person.labels() == first)
    assert len(citizen.person.hears) == 1
    assert citizen.line.api.made(STRIP) == []


@pytest.mark.asyncio
async def test_words_without_choices_leave_a_card_usable(citizen: Citizen) -> None:
    await citizen.says(CARD)
    await citizen.says("x" * 4_001)
    await citizen.line.quiet()
    assert len(live(citizen)) == 1
    await citizen.taps("Lệ phí")
    await one_live(citizen)


@pytest.mark.asyncio
async def test_words_without_choices_spend_a_question_back(citizen: Citizen) -> None:
    await citizen.says("khai sinh")
    citizen.hears("việc nào", buttons=("Tôi không rõ",))
    await citizen.says("x" * 4_001)
    await eventually(lambda: not live(citizen))


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 400, "description": "Bad Request: message can't be edited"},
        {"status": 400, "description": "Bad Request: message to edit not found"},
        {"status": 400, "description": "Bad Request: message is not modified"},
        {"status": 403, "description": "Forbidden: bot was blocked by the user"},
        {"status": 502, "description": "Bad Gateway"},
        {"cut": True},
    ],
)
async def test_a_tap_whose_buttons_cannot_be_taken_off_gets_its_answer(
    citizen: Citizen, trouble: Body
) -> None:
    await citizen.says(CARD)
    fault = citizen.line.api.fail(method=STRIP, times=1, **trouble)
    citizen.person.taps("Lệ phí")
    await citizen.line.heard(citizen.person, 2)
    await eventually(lambda: fault.times == 0)
    await citizen.line.quiet()
    assert len(citizen.person.hears) == 2


@pytest.mark.asyncio
async def test_a_slow_strip_keeps_nobody_waiting(citizen: Citizen) -> None:
    await citizen.says(CARD)
    citizen.line.api.fail(method=STRIP, status=200, delay=1.0)
    await citizen.taps("Lệ phí")
    await citizen.says("khai sinh")
    await citizen.says("1")
    await one_live(citizen)


@pytest.mark.asyncio
async def test_told_to_wait_the_bot_takes_no_more_buttons_off_this_chat(
    citizen: Citizen,
) -> None:
    await citizen.says(CARD)
    api, gate = citizen.line.api, citizen.line.service.channel._gate
    wait = {"retry_after": 60}
    api.fail(method=STRIP, status=429, description="Too Many Requests", parameters=wait)
    await citizen.taps("Lệ phí")
    await eventually(lambda: gate.left(citizen.person.id).total_seconds() > 0)
    bot = citizen.line.service.bot
    with pytest.raises(Held):
        await bot.strip(citizen.person.id, 1)
    assert [one.status for one in api.calls if one.method == STRIP.lower()] == [429]


@pytest.mark.asyncio
async def test_nothing_is_stripped_twice_after_a_restart_or_for_a_repeated_tap(
    sqlite_store: Store,
) -> None:
    clock = FakeClock(NOON)
    before = Line(sqlite_store, clock, router(sqlite_store))
    async with before.open():
        citizen = Citizen(before, Person(before.api))
        await citizen.says(CARD)
        card = before.api.sent(citizen.person.chat.id)[-1]
        await citizen.taps("Lệ phí")
        fee = await one_live(citizen)
    after = Line(sqlite_store, clock, router(sqlite_store))
    after.take_over(before.api)
    async with after.open():
        citizen.line = after
        tapped = card["message_id"]
        citizen.person.taps_data("p:1.004873:fee", card)
        await after.quiet()
        await citizen.says("khai sinh")
        await one_live(citizen)
    stripped = [one.parameters["message_id"] for one in after.api.made(STRIP)]
    assert stripped == [tapped, fee["message_id"]]
    assert after.api.refused() == []
