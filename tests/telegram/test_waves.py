"""Which updates are stored together."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.waves import MOST, chat_of, waves
from handlers.errors import StorageFullError
from handlers.messages import Inbound
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import Line


def _words(number: int, chat: int, **more: object) -> dict[str, object]:
    return {"update_id": number, "message": {"chat": {"id": chat}, **more}}


def _tap(number: int, chat: int) -> dict[str, object]:
    return {"update_id": number, "callback_query": {"id": "1", "message": {"chat": {"id": chat}}}}


@given(st.lists(st.integers(1, 6), max_size=60))
def test_the_order_is_kept_and_no_chat_comes_twice_in_a_wave(chats: list[int]) -> None:
    updates = [_words(number, chat) for number, chat in enumerate(chats)]

    found = list(waves(updates))

    assert [raw for wave in found for raw in wave] == updates
    for wave in found:
        assert 0 < len({chat_of(raw) for raw in wave}) == len(wave) <= MOST


def test_people_who_write_at_once_are_stored_together() -> None:
    updates = [_words(number, 100 + number) for number in range(MOST + 3)]
    assert [len(wave) for wave in waves(updates)] == [MOST, 3]


def test_a_tap_is_of_the_chat_of_its_message() -> None:
    assert [len(wave) for wave in waves([_words(1, 5), _tap(2, 5), _tap(3, 6)])] == [1, 2]


@pytest.mark.parametrize(
    "odd",
    [
        5,
        None,
        {},
        {"update_id": 2},
        {"update_id": 2, "message": None},
        {"update_id": 2, "message": {"chat": "nowhere"}},
        {"update_id": 2, "message": {"chat": {"id": "7"}}},
        {"update_id": 2, "callback_query": {"id": 1, "message": 5}},
        _words(2, 7, migrate_to_chat_id=8),
        _words(2, 8, migrate_from_chat_id=7),
    ],
)
def test_what_is_not_plain_stands_alone(odd: object) -> None:
    updates = [_words(1, 1), odd, _words(3, 3)]
    assert list(waves(updates)) == [[one] for one in updates]


@pytest.mark.asyncio
async def test_people_who_write_at_once_share_a_commit(line: Line) -> None:
    people = [Person(line.api, 7_000 + number) for number in range(10)]
    batches: list[int] = []
    receive = line.ward.inbox.receive_all

    def counted(arrived: list[Inbound]) -> object:
        batches.append(len(arrived))
        return receive(arrived)

    line.ward.inbox.receive_all = counted  # type: ignore[assignment, method-assign]
    for person in people:
        person.says("một")
    async with line.open():
        heard = await asyncio.gather(*(line.heard(person) for person in people))
    assert heard == [["bạn nói: một"]] * len(people)
    assert batches == [len(people)]


@pytest.mark.asyncio
async def test_only_what_was_not_stored_is_tried_again(line: Line, lan: Person) -> None:
    minh = Person(line.api, 7_001)
    submit, tried = line.dispatch.submit, []

    async def full_for_lan(inbound: Inbound) -> str | None:
        tried.append(inbound.text)
        if tried.count("một") == 1 and inbound.text == "một":
            raise StorageFullError
        return await submit(inbound)

    line.dispatch.submit = full_for_lan  # type: ignore[method-assign]
    lan.says("một")
    minh.says("hai")
    async with line.open():
        assert await line.heard(minh) == ["bạn nói: hai"]
        assert await line.heard(lan) == ["bạn nói: một"]
    assert sorted(tried) == ["hai", "một", "một"]
