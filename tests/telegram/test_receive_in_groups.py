"""Raw updates of a group as what they mean: who is spoken to, who spoke, where the group went."""

import pytest

from bot.channels.telegram.receive import Moved, Passed
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.core import ME, StrictApi
from tests.fakes.telegram.people import Person
from tests.telegram.meaning import inbound, last


@pytest.fixture
def room(api: StrictApi) -> Chat:
    return api.chats.open(-100123, "supergroup", "Tổ dân phố 5")


def test_mere_talk_in_a_group_is_none_of_our_business(api: StrictApi, room: Chat) -> None:
    Person(api, room=room).says("mai họp tổ nhé")
    assert isinstance(last(api), Passed)


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ("@motcua_bot làm khai sinh cần gì", "làm khai sinh cần gì"),
        ("làm khai sinh cần gì @MotCua_Bot ơi", "làm khai sinh cần gì ơi"),
        ("/thutuc", "/thutuc"),
        ("/thutuc@motcua_bot", "/thutuc@motcua_bot"),
    ],
)
def test_in_a_group_the_bot_is_called_by_name_or_command(
    api: StrictApi, room: Chat, said: str, read_as: str
) -> None:
    Person(api, room=room).says(said)
    got = inbound(api)
    assert (got.text, got.group, got.address.contact) == (read_as, True, "-100123")


@pytest.mark.parametrize("said", ["/thutuc@other_bot", "@motcua_bot2 ơi", "@motcua_botx"])
def test_a_call_to_another_bot_is_not_for_us(api: StrictApi, room: Chat, said: str) -> None:
    Person(api, room=room).says(said)
    assert isinstance(last(api), Passed)


def test_a_reply_to_the_bots_message_is_for_it(api: StrictApi, room: Chat) -> None:
    ours = room.add(ME, api.clock.now(), text="Việc nào ạ?")
    Person(api, room=room).answers(ours, "việc số 2")
    got = inbound(api)
    assert (got.text, got.reply_to, got.group) == ("việc số 2", str(ours["message_id"]), True)


def test_a_topic_is_a_chat_of_its_own(api: StrictApi, room: Chat) -> None:
    Person(api, room=room).says("/thutuc", thread=42)
    assert inbound(api).address.thread == "42"


def test_another_bot_is_not_answered(api: StrictApi, room: Chat) -> None:
    message = room.add(
        {"id": 9, "is_bot": True, "first_name": "Bot khác"}, api.clock.now(), text="/thutuc"
    )
    api.updates.add("message", message)
    assert isinstance(last(api), Passed)


def test_a_group_that_became_a_supergroup_is_followed(api: StrictApi) -> None:
    group = api.chats.open(-55, "group", "Tổ 5")
    Person(api, room=group).sends(migrate_to_chat_id=-100555)
    found = last(api)
    assert isinstance(found, Moved)
    assert (found.old, found.new) == (-55, -100555)


def test_in_a_group_who_spoke_comes_with_the_message(api: StrictApi, room: Chat) -> None:
    Person(api, room=room).says(f"@{ME['username']} việc của tôi")
    got = inbound(api)
    assert (got.address.contact, got.by) == ("-100123", "1001")


def test_a_tap_in_a_group_is_of_who_tapped(api: StrictApi, room: Chat) -> None:
    message = room.add(ME, api.clock.now(), text="Chọn:")
    Person(api, room=room).taps_data("menu", message)
    assert inbound(api).by == "1001"
