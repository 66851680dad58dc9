"""Events that are Zalo's, and those that only look like it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.zalo_oa.signature import Doubt, Key, checked
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.server import sign

KEY = Key(rules.APP_ID, rules.OA_KEY)
NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp() * 1000))


def body(**changed: object) -> bytes:
    event = {"app_id": rules.APP_ID, "event_name": "user_send_text", "timestamp": STAMP}
    return json.dumps(event | changed, ensure_ascii=False).encode()


def signed(text: bytes, stamp: str = STAMP, **given: str) -> dict[str, str]:
    return {"X-ZEvent-Signature": sign(text, stamp, **given)}


def test_a_signed_event_of_now_is_taken() -> None:
    assert not isinstance(checked(KEY, body(), signed(body()), NOW), Doubt)


def test_the_bytes_as_received_are_signed_not_what_they_say() -> None:
    spaced = body().replace(b'": "', b'":  "')

    assert not isinstance(checked(KEY, spaced, signed(spaced), NOW), Doubt)
    assert checked(KEY, spaced, signed(body()), NOW) is Doubt.FORGED


def test_a_bare_hex_signature_in_capitals_is_the_same() -> None:
    given = signed(body())["X-ZEvent-Signature"].removeprefix("mac=").upper()

    assert not isinstance(checked(KEY, body(), {"X-ZEvent-Signature": given}, NOW), Doubt)


def test_the_timestamp_of_the_header_counts_where_the_body_has_none() -> None:
    text = body(timestamp="")
    headers = signed(text) | {"X-ZEvent-Timestamp": STAMP}

    assert not isinstance(checked(KEY, text, headers, NOW), Doubt)


@pytest.mark.parametrize(
    ("headers", "doubt"),
    [
        ({}, Doubt.UNSIGNED),
        ({"X-ZEvent-Signature": ""}, Doubt.UNSIGNED),
        ({"X-ZEvent-Signature": "mac="}, Doubt.UNSIGNED),
        ({"X-ZEvent-Signature": "mac=00"}, Doubt.FORGED),
        ({"X-ZEvent-Signature": "mác=é"}, Doubt.FORGED),
        (signed(body(), key="another"), Doubt.FORGED),
        (signed(body(), key=rules.APP_SECRET), Doubt.FORGED),
        (signed(body(), app_id=rules.OA_ID), Doubt.FORGED),
        (signed(body(event_name="follow")), Doubt.FORGED),
    ],
)
def test_what_is_not_zalos_is_not_taken(headers: dict[str, str], doubt: Doubt) -> None:
    assert checked(KEY, body(), headers, NOW) is doubt


def test_without_a_key_of_ours_nothing_is_taken() -> None:
    assert checked(Key(rules.APP_ID, ""), body(), signed(body(), key=""), NOW) is Doubt.UNSIGNED


@pytest.mark.parametrize("text", [b"{", b"[]", b"null", b'"x"', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_event_is_not_taken(text: bytes) -> None:
    assert checked(KEY, text, signed(text), NOW) is Doubt.UNREADABLE


@pytest.mark.parametrize(
    ("later", "doubt"),
    [(timedelta(hours=4), Doubt.OLD), (-timedelta(minutes=10), Doubt.AHEAD)],
)
def test_a_signed_event_is_good_for_its_time_only(later: timedelta, doubt: Doubt) -> None:
    assert checked(KEY, body(), signed(body()), NOW + later) is doubt


def test_the_last_of_zalos_own_repeats_is_in_time() -> None:
    late = NOW + timedelta(hours=1, minutes=50, seconds=30)

    assert not isinstance(checked(KEY, body(), signed(body()), late), Doubt)


def test_another_app_of_the_same_key_is_not_ours() -> None:
    text = body(app_id="1")

    assert checked(KEY, text, signed(text), NOW) is Doubt.OTHER_APP


@pytest.mark.parametrize("stamp", ["9" * 400, "-5", "1e9", "٣٤٥"])
def test_a_timestamp_that_is_none_is_old(stamp: str) -> None:
    text = body(timestamp=stamp)

    assert checked(KEY, text, signed(text, stamp), NOW) is Doubt.OLD
