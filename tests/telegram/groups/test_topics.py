"""A topic for each case where the group has topics, and the menus of officers."""

import json

import pytest

from handlers.commands import AddToCase, ReopenCase
from handlers.store import staff
from knowledge.feedback.states import CaseState
from tests.fakes.casework import GOOD
from tests.fakes.telegram.core import eventually
from tests.telegram.groups.line import GROUP, NUMBERS, GroupLine


@pytest.fixture
def office(office: GroupLine) -> GroupLine:
    """A group that has topics."""
    office.room.forum = True
    return office


@pytest.mark.asyncio
async def test_each_case_has_a_topic_that_is_closed_with_it_and_opened_again(
    office: GroupLine,
) -> None:
    async with office.line.open():
        await office.joined()
        one, two = await office.posted(), await office.posted()
        names = dict(office.room.topics)
        assert sorted(str(one) in name or str(two) in name for name in names.values()) == [True] * 2
        thread = next(number for number, name in names.items() if str(one) in name)
        assert office.card(one)["message_thread_id"] == thread
        officer = office.person("Bạch Mẫu")
        officer.sends(text=GOOD, thread=thread, reply_to_message=_quoted(office.card(one)))
        await office.until("sẽ đọc")
        assert office.last("sẽ đọc")["message_thread_id"] == thread
        officer.taps("Gửi")
        await eventually(lambda: thread in office.room.closed)
        row = office.ward.row(one)
        due = office.clock.now()
        await office.told("citizen", "đã có trả lời")
        office.ward.sends(ReopenCase(row.id, "vẫn tắt", due))
        await office.until(f"Người gửi {one} báo chưa xong")
        assert thread not in office.room.closed
        assert office.last("báo chưa xong")["message_thread_id"] == thread
    assert office.line.api.refused() == []


@pytest.mark.asyncio
async def test_in_a_topic_the_case_need_not_be_named(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        thread = next(iter(office.room.topics))
        office.person("Bạch Mẫu").sends(text="@motcua_bot 1", thread=thread)
        await office.until(f"Bạch Mẫu đã nhận {code}")
    assert office.state(code) == CaseState.ASSIGNED


@pytest.mark.asyncio
async def test_without_the_right_cases_stand_in_the_group_and_an_hour_later_in_topics(
    office: GroupLine,
) -> None:
    office.room.manages_topics = False
    async with office.line.open():
        await office.joined()
        first, second = await office.posted(), await office.posted()
        assert "message_thread_id" not in office.card(first)
        tried = [one for one in office.api.calls if one.method == "createforumtopic"]
        assert len(tried) == 1
        office.room.manages_topics = True
        office.clock.move(hours=1, minutes=1)
        third = await office.posted()
        assert "message_thread_id" in office.card(third)
        office.person("Bạch Mẫu").taps_data(f"case:claim:{second}", office.card(second))
        await office.until(f"đã nhận {second}")


@pytest.mark.asyncio
async def test_a_topic_somebody_deleted_is_made_anew(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        office.room.topics.clear()
        office.ward.sends(AddToCase(office.ward.row(code).id, "nhánh bên trái"))
        await office.until(f"Người gửi {code} vừa bổ sung")
        assert [str(code) in name for name in office.room.topics.values()] == [True]


@pytest.mark.asyncio
async def test_a_case_that_turns_out_about_a_person_takes_its_topic_along(
    office: GroupLine,
) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        office.ward.sends(AddToCase(office.ward.row(code).id, "cô Cường Mẫu bảo không làm"))
        await eventually(lambda: not office.room.topics)
    assert not any(str(code) in text for text in office.said)


def menus(office: GroupLine) -> dict[int, list[str]]:
    """Commands by chat, of menus of one chat."""
    return {
        json.loads(scope)["chat_id"]: [one["command"] for one in commands]
        for (scope, _), commands in office.api.commands.items()
        if json.loads(scope)["type"] == "chat"
    }


@pytest.mark.asyncio
async def test_officers_and_their_group_have_menus_that_follow_who_is_in_office(
    office: GroupLine,
) -> None:
    async with office.line.open():
        await eventually(lambda: len(menus(office)) == 7)
        assert menus(office)[int(NUMBERS["Bạch Mẫu"])][:2] == ["viec", "sansang"]
        assert "phieu" in menus(office)[int(NUMBERS["Đầu Mẫu"])]
        assert "viec" not in menus(office)[int(NUMBERS["Quản Mẫu"])]
    again = GroupLine(office.store, office.clock, office.base, before=office)
    with office.store.work() as work:
        staff.leave(work, office.ward.officers["Bạch Mẫu"].id, office.clock.now())
        work.commit()
    before = len(office.api.made("setMyCommands"))
    async with again.line.open():
        await eventually(lambda: int(NUMBERS["Bạch Mẫu"]) not in menus(office))
    assert len(office.api.made("setMyCommands")) == before


@pytest.mark.asyncio
async def test_a_group_that_joined_shows_its_own_commands(office: GroupLine) -> None:
    async with office.line.open():
        office.person("Cường Mẫu").says(f"/nhom {office.code()}")
        await office.until("Đã đăng ký")
    again = GroupLine(office.store, office.clock, office.base, before=office)
    async with again.line.open():
        await eventually(lambda: menus(office).get(GROUP, [])[:1] == ["viec"])


def _quoted(message: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in message.items() if key != "reply_to_message"}
