"""Every answer and every break of a call: what it means for a message."""

from datetime import timedelta

import aiohttp
import pytest

from bot.channels.base import DeliveryError, Refused, TryAgain, Uncertain
from bot.channels.zalo_bot import client, failures
from bot.channels.zalo_bot.client import (
    ApiError,
    CallError,
    NoAnswer,
    NotSent,
    Unreadable,
    result_of,
)


@pytest.mark.parametrize(
    ("error", "meaning", "reason"),
    [
        (NotSent("x"), TryAgain, None),
        (NoAnswer("x"), Uncertain, None),
        (ApiError(400), Refused, "bad_request"),
        (ApiError(401), TryAgain, None),
        (ApiError(403), Refused, "forbidden"),
        (ApiError(404), Refused, "request"),
        (ApiError(408), Uncertain, None),
        (ApiError(426), Refused, "cap"),
        (ApiError(429), TryAgain, None),
        (ApiError(500), Uncertain, None),
        (ApiError(503), Uncertain, None),
        (ApiError(-1), Uncertain, None),
        (Unreadable(200), Uncertain, None),
        (Unreadable(403), TryAgain, None),
        (Unreadable(408), Uncertain, None),
        (Unreadable(429), TryAgain, None),
        (Unreadable(502), Uncertain, None),
    ],
)
def test_each_has_one_meaning(
    error: CallError, meaning: type[DeliveryError], reason: str | None
) -> None:
    found = failures.delivery_error(error)
    assert type(found) is meaning
    assert getattr(found, "reason", None) == reason
    assert failures.surely_not_sent(error) is (meaning is not Uncertain)


def test_every_kind_of_call_error_is_mapped() -> None:
    assert set(CallError.__subclasses__()) == {NotSent, NoAnswer, Unreadable, ApiError}


def test_a_refused_token_rests_the_whole_bot() -> None:
    found = failures.delivery_error(ApiError(401))
    assert isinstance(found, TryAgain)
    assert found.whole


def test_a_setting_decides_what_403_means() -> None:
    assert not failures.is_token(ApiError(403))
    assert failures.is_token(ApiError(403), forbidden_stops=True)
    assert isinstance(failures.delivery_error(ApiError(403), forbidden_stops=True), TryAgain)


def test_a_pause_after_429_doubles_up_to_an_hour_and_honours_what_is_asked() -> None:
    pauses = [failures.quota_pause(ApiError(429), n).total_seconds() for n in range(1, 12)]
    assert pauses[:4] == [60, 120, 240, 480]
    assert pauses[-1] == 3600
    assert failures.quota_pause(ApiError(429, retry_after=900), 1) == timedelta(minutes=15)


def test_errors_after_which_nothing_left_exist_in_the_library() -> None:
    assert all(issubclass(one, aiohttp.ClientError) for one in client._NOT_SENT)


@pytest.mark.parametrize(
    ("status", "raw", "code"),
    [
        (200, b'{"ok": false, "error_code": 429, "description": "Quota"}', 429),
        (403, b'{"ok": false, "description": "x"}', 403),
        (200, b'{"ok": false, "error_code": "x"}', 200),
    ],
)
def test_two_hundred_is_not_success(status: int, raw: bytes, code: int) -> None:
    with pytest.raises(ApiError) as raised:
        result_of(status, raw)
    assert raised.value.code == code


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[]", b'{"ok": 1}', b'{"result": {}}', b"[" * 9000]
)
def test_what_is_no_answer_of_the_api_is_told_as_such(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        result_of(200, raw)


def test_an_answer_without_a_result_is_success() -> None:
    assert result_of(200, b'{"ok": true}') is None
