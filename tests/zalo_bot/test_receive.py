"""What an update means, in every shape sources have seen; nothing raises."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.zalo_bot.receive import Arrived, Passed, SetAside, is_probe, read
from handlers.messages import Inbound, InboundKind
from tests.fakes.zalo_bot.core import StrictZalo
from tests.fakes.zalo_bot.people import Person

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
NAMES = frozenset({"Bot Một Cửa"})


@pytest.fixture
def lan() -> Person:
    return Person(StrictZalo())


def arrived(raw: object) -> Arrived:
    found = read(raw, "zalo_bot", NAMES, NOW)
    assert isinstance(found, Arrived), found
    return found


def inbound(raw: object) -> Inbound:
    return arrived(raw).inbound


def test_words_come_with_and_without_the_wrapper(lan: Person) -> None:
    update = lan.update("message.text.received", text="khai sinh")
    bare, wrapped = inbound(update), inbound({"ok": True, "result": update})
    assert bare == wrapped
    assert (bare.kind, bare.text, bare.group) == (InboundKind.TEXT, "khai sinh", False)
    assert bare.address.contact == lan.id


def test_the_same_message_has_the_same_id_which_tells_no_chat(lan: Person) -> None:
    update = lan.update("message.text.received", text="khai sinh")
    first = inbound(update).external_id
    assert first == inbound({"result": update}).external_id
    assert lan.id not in first
    other = Person(lan.api, 7).update("message.text.received", text="khai sinh")
    other["message"]["message_id"] = update["message"]["message_id"]
    assert inbound(other).external_id != first


def test_a_message_without_a_number_is_told_apart_by_what_it_holds(lan: Person) -> None:
    first, second = (lan.update("message.text.received", text=text) for text in ("a", "b"))
    for update in (first, second):
        del update["message"]["message_id"]
    assert inbound(first).external_id != inbound(second).external_id
    assert inbound(first).external_id == inbound(first).external_id


@pytest.mark.parametrize("documented", [True, False])
def test_a_picture_is_read_from_either_field(lan: Person, documented: bool) -> None:
    found = inbound(lan.shows("https://photo.example.vn/1.jpg", "giấy hẹn", documented=documented))
    assert (found.kind, found.text) == (InboundKind.FILES, "giấy hẹn")
    assert [one.ref for one in found.files] == ["https://photo.example.vn/1.jpg"]


@pytest.mark.parametrize(
    ("event", "content"),
    [
        ("message.sticker.received", {"sticker": "abc", "url": "https://s.example.vn/1"}),
        ("message.voice.received", {"voice_url": "https://v.example.vn/1.aac"}),
        ("message.unsupported.received", {}),
        ("message.dance.received", {"dance": {}}),
        ("message.image.received", {}),
    ],
)
def test_what_cannot_be_read_says_so(lan: Person, event: str, content: dict[str, Any]) -> None:
    found = arrived(lan.update(event, **content))
    assert found.wordless
    assert found.inbound.kind is InboundKind.UNSUPPORTED


def test_an_unknown_event_with_words_is_read_by_its_words(lan: Person) -> None:
    assert inbound(lan.update("message.reply.received", text="khai sinh")).text == "khai sinh"


def test_blank_and_missing_text_are_words_without_letters(lan: Person) -> None:
    assert inbound(lan.update("message.text.received", text="  ")).text == "  "
    assert inbound(lan.update("message.text.received")).text == ""


@pytest.mark.parametrize(
    ("text", "parameter"), [("/start", ""), ("/start p_1-001193", "p_1-001193")]
)
def test_a_start_opens_the_chat(lan: Person, text: str, parameter: str) -> None:
    found = inbound(lan.update("message.text.received", text=text))
    assert (found.kind, found.text) == (InboundKind.START, parameter)


def test_a_group_says_who_spoke_and_the_name_of_the_bot_is_left_out(lan: Person) -> None:
    update = lan.update("message.text.received", text="@Bot Một Cửa giờ làm việc")
    update["message"]["chat"] = {"id": "99aa", "chat_type": "GROUP"}
    found = inbound(update)
    assert (found.group, found.by, found.text) == (True, lan.id, "giờ làm việc")


def test_another_bot_is_not_answered(lan: Person) -> None:
    update = lan.update("message.text.received", text="x")
    update["message"]["from"]["is_bot"] = True
    assert isinstance(read(update, "zalo_bot", NAMES, NOW), Passed)


def test_the_moment_is_in_milliseconds(lan: Person) -> None:
    update = lan.update("message.text.received", text="x")
    update["message"]["date"] = 1790000000123
    assert arrived(update).said_at == 1790000000.123
    del update["message"]["date"]
    assert arrived(update).said_at == 0


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        "x",
        {"result": None},
        {"message": {"chat": {}}},
        {"message": {"chat": {"id": ""}, "from": {}}},
        {"event_name": "message.text.received", "message": {"chat": {"id": "a"}, "text": 7}},
        {"event_name": 7, "message": {"chat": "x"}},
    ],
)
def test_what_is_malformed_is_set_aside(broken: object) -> None:
    assert isinstance(read(broken, "zalo_bot", NAMES, NOW), SetAside)


def test_only_an_empty_object_is_a_probe() -> None:
    assert is_probe({})
    assert not is_probe([])
    assert not is_probe({"ok": True})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(anything, anything, anything)
def test_nothing_raises(chat: object, text: object, sender: object) -> None:
    message = {"chat": {"id": chat}, "text": text, "from": sender, "photo": text, "date": chat}
    for event in ("message.text.received", "message.image.received", "other"):
        read({"event_name": event, "message": message}, "zalo_bot", NAMES, NOW)
    read(chat, "zalo_bot", NAMES, NOW)
