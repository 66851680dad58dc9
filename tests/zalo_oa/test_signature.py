"""Events that are Zalo's, and those that only look like it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.zalo_oa.signature import Doubt, Key, checked
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.events import sign

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
    assert checked(KEY, text, signed(text), NOW) is Doubt.FORGED
    stamped = signed(text) | {"X-ZEvent-Timestamp": STAMP}
    assert checked(KEY, text, stamped, NOW) is Doubt.UNREADABLE


def test_nothing_is_parsed_before_it_is_known_to_be_zalos(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed, loads = [], json.loads

    def noted(text: bytes) -> object:
        parsed.append(text)
        return loads(text)

    monkeypatch.setattr(json, "loads", noted)
    forged = body(message={"text": "[" * 1_000})
    assert checked(KEY, forged, signed(forged, key="another"), NOW) is Doubt.FORGED
    assert parsed == []
    assert not isinstance(checked(KEY, forged, signed(forged), NOW), Doubt)
    assert parsed == [forged]


def test_a_timestamp_within_what_somebody_wrote_is_not_the_events() -> None:
    written = {"text": '"timestamp": "1"', "timestamp": "2", "quoted": {"timestamp": 3}}
    for text in (body(message=written), json.dumps({"message": written} | json.loads(body()))):
        raw = text.encode() if isinstance(text, str) else text
        assert not isinstance(checked(KEY, raw, signed(raw), NOW), Doubt)


def test_a_timestamp_given_as_a_number_is_the_same() -> None:
    text = body(timestamp=int(STAMP))

    assert not isinstance(checked(KEY, text, signed(text), NOW), Doubt)


@pytest.mark.parametrize(
    ("later", "doubt"),
    [(timedelta(hours=4), Doubt.OLD), (-timedelta(minutes=10), Doubt.AHEAD)],
)
def test_a_signed_event_is_good_for_its_time_only(later: timedelta, doubt: Doubt) -> None:
    assert checked(KEY, body(), signed(body()), NOW + later) is doubt


def test_the_last_of_zalos_own_repeats_is_in_time() -> None:
    late = NOW + timedelta(hours=1, minutes=50, seconds=30)

    assert not isinstance(checked(KEY, body(), signed(body()), late), Doubt)


@pytest.mark.parametrize("other", ["1", 1, rules.APP_ID + "0"])
def test_another_app_of_the_same_key_is_not_ours(other: object) -> None:
    text = body(app_id=other)

    assert checked(KEY, text, signed(text), NOW) is Doubt.OTHER_APP


def test_an_event_that_does_not_name_the_app_is_ours_by_the_signature_alone() -> None:
    event = json.loads(body())
    del event["app_id"]
    text = json.dumps(event).encode()

    assert not isinstance(checked(KEY, text, signed(text), NOW), Doubt)
    assert checked(KEY, text, signed(text, app_id="1"), NOW) is Doubt.FORGED


@pytest.mark.parametrize("stamp", ["9" * 40, "-5", "1e9", "٣٤٥"])
def test_a_timestamp_that_is_none_is_old(stamp: str) -> None:
    text = body(timestamp=stamp)

    assert checked(KEY, text, signed(text, stamp), NOW) is Doubt.OLD
