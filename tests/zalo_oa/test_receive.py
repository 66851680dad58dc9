"""Every event of the account and what it means."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.zalo_oa.receive import (
    Arrived,
    ByHand,
    Delivered,
    Details,
    Passed,
    SetAside,
    Update,
    read,
)
from handlers.messages import Inbound, InboundKind
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.zalo_oa import rules

USER = "246845883529197922"


def event(name: str, message: object = None, **changed: object) -> dict[str, Any]:
    found: dict[str, Any] = {
        "app_id": rules.APP_ID,
        "event_name": name,
        "sender": {"id": USER},
        "recipient": {"id": rules.OA_ID},
        "message": message if message is not None else {"msg_id": "m1", "text": "chào"},
        "timestamp": "1790000000747",
    }
    return found | changed


def meant(raw: object) -> Update:
    assert isinstance(raw, dict)
    return read(raw, "zalo_oa", rules.OA_ID, MONDAY_MORNING)


def arrived(raw: object) -> Inbound:
    update = meant(raw)
    assert isinstance(update, Arrived), update
    return update.inbound


def media(kind: str, **payload: object) -> dict[str, Any]:
    return {"msg_id": "m1", "attachments": [{"type": kind, "payload": payload}]}


def test_words_are_taken_as_written() -> None:
    inbound = arrived(event("user_send_text", {"msg_id": "m1", "text": " ho so den dau roi "}))

    assert (inbound.kind, inbound.text) == (InboundKind.TEXT, " ho so den dau roi ")
    assert (inbound.address.contact, inbound.external_id) == (USER, "m1")


def test_the_query_of_a_button_or_of_the_accounts_menu_is_a_tap() -> None:
    inbound = arrived(event("user_send_text", {"msg_id": "m1", "text": "#p:1.001193"}))

    assert (inbound.kind, inbound.action) == (InboundKind.TAP, "p:1.001193")


def test_a_number_sign_of_a_persons_own_is_words() -> None:
    old = arrived(event("user_send_text", {"msg_id": "m1", "text": "#gone:1"}))
    assert (old.kind, old.action) == (InboundKind.TAP, "gone:1")
    assert arrived(event("user_send_text", {"msg_id": "m1", "text": "#vui qua"})).text == "#vui qua"


def test_a_picture_is_fetched_from_its_address() -> None:
    found = event("user_send_image", media("image", url="https://x.vn/a.jpg", thumbnail="t"))

    (file,) = arrived(found).files
    assert (file.ref, file.mime) == ("https://x.vn/a.jpg", "image/jpeg")


def test_a_file_keeps_a_safe_name() -> None:
    found = event("user_send_file", media("file", url="u", name="../đơn.pdf", size="12"))

    (file,) = arrived(found).files
    assert "/" not in file.name
    assert file.size == 12


def test_a_place_is_two_numbers() -> None:
    place = {"latitude": "10.77", "longitude": "106.69"}

    inbound = arrived(event("user_send_location", media("location", coordinates=place)))

    assert (inbound.kind, inbound.text) == (InboundKind.PLACE, "10.77000,106.69000")


@pytest.mark.parametrize("kind", ["sticker", "audio", "video", "business_card", "hologram"])
def test_what_cannot_be_read_is_told_so(kind: str) -> None:
    update = meant(event(f"user_send_{kind}", media(kind, url="https://x.vn/1")))

    assert isinstance(update, Arrived)
    assert update.wordless
    assert update.inbound.kind is InboundKind.UNSUPPORTED


def test_an_answer_to_a_message_names_it() -> None:
    message = {"msg_id": "m2", "text": "ok", "quote_msg_id": "m1"}

    assert arrived(event("user_send_text", message)).reply_to == "m1"


def following(name: str) -> dict[str, Any]:
    return {
        "oa_id": rules.OA_ID,
        "follower": {"id": USER},
        "event_name": name,
        "app_id": rules.APP_ID,
        "timestamp": "1790000000747",
    }


def test_following_opens_the_chat_and_unfollowing_leaves_it() -> None:
    follow, unfollow = arrived(following("follow")), arrived(following("unfollow"))

    assert (follow.kind, unfollow.kind) == (InboundKind.START, InboundKind.LEFT)
    assert follow.external_id == arrived(following("follow")).external_id
    assert follow.external_id != unfollow.external_id
    assert USER not in follow.external_id


def test_our_own_message_that_comes_back_is_nothing() -> None:
    echo = event("oa_send_text", sender={"id": rules.OA_ID}, recipient={"id": USER})

    assert isinstance(meant(echo), Passed)


@pytest.mark.parametrize("kind", ["text", "image", "file", "list", "sticker", "gif"])
def test_a_clerks_answer_by_hand_is_seen(kind: str) -> None:
    sender = {"id": rules.OA_ID, "admin_id": "a1"}
    echo = event(f"oa_send_{kind}", sender=sender, recipient={"id": USER})

    update = meant(echo)

    assert isinstance(update, ByHand)
    assert update.user == USER


def test_receipts_name_our_messages() -> None:
    whose = {"sender": {"id": rules.OA_ID}, "recipient": {"id": USER}}

    assert meant(event("user_received_message", {"msg_id": "m1"}, **whose)) == Delivered(
        USER, ("m1",)
    )
    assert meant(event("user_seen_message", {"msg_ids": ["m1", "m2"]}, **whose)) == Delivered(
        USER, ("m1", "m2")
    )


@pytest.mark.parametrize(
    ("phone", "kept"),
    [("0901 234 567", "84901234567"), ("+84901234567", "84901234567"), ("", ""), ("911", "")],
)
def test_details_handed_over_give_a_number_or_none(phone: str, kept: str) -> None:
    info = {"name": "Nguyen Van A", "phone": phone}

    update = meant(event("user_submit_info", info=info))

    assert isinstance(update, Details)
    assert (update.user, update.phone) == (USER, kept)


@pytest.mark.parametrize("name", ["change_template_status", "anonymous_send_text", "", "x" * 999])
def test_an_event_of_another_kind_is_nothing(name: str) -> None:
    assert isinstance(meant(event(name)), Passed)


def test_another_account_of_the_same_app_is_not_ours() -> None:
    assert isinstance(meant(event("user_send_text", recipient={"id": "1"})), Passed)
    assert isinstance(meant(following("follow") | {"oa_id": "1"}), Passed)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "msg_id", "text", "attachments", "payload", "info", "url"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "user_send_text",
        "user_send_image",
        "user_send_location",
        "user_send_file",
        "follow",
        "oa_send_text",
        "user_received_message",
        "user_seen_message",
        "user_submit_info",
    ]
)


@settings(max_examples=300, deadline=None)
@given(NAMES, ANYTHING, ANYTHING, ANYTHING)
def test_no_event_whatever_it_holds_raises(
    name: str, message: object, sender: object, info: object
) -> None:
    update = meant(event(name, message, sender=sender, info=info))

    assert isinstance(update, Arrived | ByHand | Delivered | Details | Passed | SetAside)


@pytest.mark.parametrize("what", ["video", "audio", "voice"])
def test_the_words_beside_a_film_are_read_and_marked(what: str) -> None:
    event = {
        "event_name": f"user_send_{what}",
        "timestamp": "1795651200000",
        "sender": {"id": "77"},
        "recipient": {"id": "31"},
        "message": {"msg_id": "m2", "text": "rác đổ đầy đường", "attachments": []},
    }
    found = read(event, "zalo_oa", "31", MONDAY_MORNING)
    assert isinstance(found, Arrived)
    assert (found.inbound.kind, found.inbound.text) == (InboundKind.TEXT, "rác đổ đầy đường")
    assert found.inbound.words_only
    assert not found.wordless
