"""Raw updates as what they mean; nothing a network can bring makes it raise."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.content import SERVICE
from bot.channels.telegram.receive import Arrived, Moved, Passed, SetAside, read
from bot.files.names import safe_name
from handlers.messages import InboundKind, IncomingFile
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.telegram.core import ME, StrictApi
from tests.fakes.telegram.people import Person
from tests.telegram.meaning import BOT, inbound, last

PHOTO = [
    {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 60, "file_size": 900},
    {
        "file_id": "large",
        "file_unique_id": "AQAD-1",
        "width": 900,
        "height": 600,
        "file_size": 9,
    },
]


@pytest.fixture
def lan(api: StrictApi) -> Person:
    return Person(api)


def test_words_arrive_as_they_were_written(api: StrictApi, lan: Person) -> None:
    number = lan.says("lam giay khai sinh <b>&")
    got = inbound(api)
    assert (got.kind, got.text, got.external_id) == (
        InboundKind.TEXT,
        "lam giay khai sinh <b>&",
        str(number),
    )
    assert (got.address.endpoint, got.address.contact, got.address.thread) == (
        "telegram",
        "1001",
        "",
    )
    assert not got.group


@pytest.mark.parametrize(
    ("text", "parameter"),
    [
        ("/start", ""),
        ("/start p_1-001193", "p_1-001193"),
        ("/start@motcua_bot p_1-001193", "p_1-001193"),
        ("/start xấu-lắm", ""),
        ("/start " + "x" * 65, ""),
    ],
)
def test_start_carries_the_parameter_of_a_deep_link(
    api: StrictApi, lan: Person, text: str, parameter: str
) -> None:
    lan.says(text)
    got = inbound(api)
    assert (got.kind, got.text) == (InboundKind.START, parameter)


def test_a_tap_carries_its_action_and_the_message_it_was_under(api: StrictApi, lan: Person) -> None:
    message = lan.chat.add(ME, api.clock.now(), text="Chọn:")
    lan.taps_data("p:1.001193:fee", message)
    found = last(api)
    assert isinstance(found, Arrived)
    assert (found.inbound.kind, found.inbound.action) == (InboundKind.TAP, "p:1.001193:fee")
    assert found.inbound.reply_to == str(message["message_id"])
    assert found.tap


def test_a_tap_under_a_message_too_old_to_be_shown_works_too(api: StrictApi, lan: Person) -> None:
    lan.taps_data("menu", {"chat": lan.chat.about(), "message_id": 7, "date": 0})
    assert inbound(api).action == "menu"


def test_an_edit_is_a_correction(api: StrictApi, lan: Person) -> None:
    lan.says("khai sinh")
    lan.edits("khai tử")
    got = inbound(api)
    assert [got.kind, got.text, got.message] == ["edit", "khai tử", str(*lan.chat.messages)]


def test_the_largest_photo_and_its_caption_arrive(api: StrictApi, lan: Person) -> None:
    lan.sends(photo=PHOTO, caption="đường hỏng")
    got = inbound(api)
    assert (got.kind, got.text) == (InboundKind.FILES, "đường hỏng")
    assert got.files == (IncomingFile("large", "anh-AQAD-1.jpg", "image/jpeg", 9),)


def test_a_document_arrives_with_a_safe_name(api: StrictApi, lan: Person) -> None:
    lan.sends(
        document={
            "file_id": "d1",
            "file_unique_id": "u1",
            "file_name": "../../Đơn xin.pdf",
            "mime_type": "application/pdf",
            "file_size": 12,
        }
    )
    assert inbound(api).files == (IncomingFile("d1", "Đơn xin.pdf", "application/pdf", 12),)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("C:\\Users\\x\\don.docx", "don.docx"),
        ("..", "tep"),
        ("a\x00b\n.pdf", "a_b_.pdf"),
        ("x" * 200 + ".pdf", "x" * 76 + ".pdf"),
        ("\u202egpj.exe", "gpj.exe"),
    ],
)
def test_file_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, "tep") == safe


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
        {"contact": {"phone_number": "0", "first_name": "x"}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
)
def test_what_we_cannot_read_arrives_saying_so(
    api: StrictApi, lan: Person, content: dict[str, Any]
) -> None:
    lan.sends(**content)
    assert inbound(api).kind is InboundKind.UNSUPPORTED


def test_a_kind_of_message_nobody_knows_yet_arrives_saying_so() -> None:
    raw = {
        "update_id": 1,
        "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "hologram": {"x": 1}},
    }
    found = read(raw, "telegram", BOT, MONDAY_MORNING)
    assert isinstance(found, Arrived)
    assert found.inbound.kind is InboundKind.UNSUPPORTED


def test_the_words_under_a_video_count(api: StrictApi, lan: Person) -> None:
    video = {"file_id": "v", "file_unique_id": "v", "duration": 3, "width": 9, "height": 9}
    lan.sends(video=video, caption="rác đổ đầy đường")
    got = inbound(api)
    assert (got.kind, got.text, got.words_only) == (InboundKind.TEXT, "rác đổ đầy đường", True)


def test_a_place_arrives_as_one(api: StrictApi, lan: Person) -> None:
    lan.sends(location={"latitude": 12.238791, "longitude": 109.196749})
    got = inbound(api)
    assert (got.kind, got.text) == (InboundKind.PLACE, "12.23879,109.19675")


def test_service_messages_are_passed_over(api: StrictApi, lan: Person) -> None:
    lan.sends(new_chat_title="Nhà mới")
    assert isinstance(last(api), Passed)


def test_every_service_message_telegram_has_is_known() -> None:
    from aiogram.enums import ContentType

    content = {
        "text", "animation", "audio", "checklist", "contact", "dice", "document", "game",
        "invoice", "live_photo", "location", "paid_media", "photo", "poll", "rich_message",
        "sticker", "story", "venue", "video", "video_note", "voice", "unknown", "any",
        "migrate_from_chat_id", "migrate_to_chat_id",
    }  # fmt: skip
    assert {one.value for one in ContentType} - content - SERVICE == set()


def test_blocking_the_bot_is_leaving(api: StrictApi, lan: Person) -> None:
    lan.blocks()
    assert inbound(api).kind is InboundKind.LEFT


def test_unblocking_it_is_coming_back(api: StrictApi, lan: Person) -> None:
    lan.comes_back()
    assert inbound(api).kind is InboundKind.RETURNED


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["update_id", "message", "edited_message", "callback_query", "my_chat_member", "chat",
             "id", "type", "text", "from", "data", "photo", "document", "location", "caption",
             "reply_to_message", "message_id", "old_chat_member", "new_chat_member", "status",
             "migrate_to_chat_id", "message_thread_id", "is_topic_message"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(json_values)
def test_no_json_makes_it_raise(raw: object) -> None:
    assert isinstance(
        read(raw, "telegram", BOT, MONDAY_MORNING), Arrived | Moved | Passed | SetAside
    )
    nested = {"update_id": 1, "message": raw}
    assert read(nested, "telegram", BOT, MONDAY_MORNING) is not None
    tapped = {"update_id": 1, "callback_query": raw}
    assert read(tapped, "telegram", BOT, MONDAY_MORNING) is not None


def test_alone_nobody_else_can_be_speaking(api: StrictApi, lan: Person) -> None:
    lan.says("việc của tôi")
    assert inbound(api).by is None
