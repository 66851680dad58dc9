"""Every exception PTB has, and what it means for a message."""

from datetime import timedelta

import httpx
import pytest
import telegram.error
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.base import (
    DeliveryError,
    Moved,
    Refused,
    TryAgain,
    Uncertain,
    Unreachable,
)
from bot.channels.telegram.client import guard_logs
from bot.channels.telegram.failures import Held, delivery_error

EXPECTED: dict[type[TelegramError], type[DeliveryError]] = {
    TelegramError: Uncertain,
    Forbidden: Unreachable,
    InvalidToken: TryAgain,
    EndPointNotFound: Refused,
    NetworkError: TryAgain,
    BadRequest: Refused,
    TimedOut: Uncertain,
    ChatMigrated: Moved,
    RetryAfter: TryAgain,
    Conflict: TryAgain,
    PassportDecryptionError: Refused,
}


@pytest.fixture(autouse=True)
def _as_in_the_program() -> None:
    guard_logs()


def _all(kind: type[TelegramError]) -> set[type[TelegramError]]:
    return {kind}.union(*(_all(one) for one in kind.__subclasses__()))


def test_ptb_has_no_exception_we_do_not_know() -> None:
    named = {getattr(telegram.error, name) for name in telegram.error.__all__}
    assert (_all(TelegramError) | named) - {Held} == EXPECTED.keys()


def _example(kind: type[TelegramError]) -> TelegramError:
    if issubclass(kind, ChatMigrated):
        return kind(-100555)
    return kind(3) if issubclass(kind, RetryAfter) else kind("something")


@pytest.mark.parametrize("kind", EXPECTED, ids=lambda kind: kind.__name__)
def test_each_exception_says_what_to_do(kind: type[TelegramError]) -> None:
    assert type(delivery_error(_example(kind))) is EXPECTED[kind]


@pytest.mark.parametrize(
    "text",
    [
        "Bad Request: chat not found",
        "Bad Request: PEER_ID_INVALID",
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: message thread not found",
        "Bad Request: TOPIC_CLOSED",
    ],
)
def test_where_nobody_can_be_written_to_we_stop(text: str) -> None:
    assert isinstance(delivery_error(BadRequest(text)), Unreachable)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Bad Request: can't parse entities: x", "markup"),
        ("Bad Request: BUTTON_DATA_INVALID", "buttons"),
        ("Bad Request: message is too long", "too_long"),
        ("Bad Request: whatever else", "bad_request"),
    ],
)
def test_our_own_mistakes_are_refused_with_a_word(text: str, reason: str) -> None:
    found = delivery_error(BadRequest(text))
    assert isinstance(found, Refused)
    assert found.reason == reason


def caused(error: TelegramError, cause: Exception) -> DeliveryError:
    error.__cause__ = cause
    return delivery_error(error)


@pytest.mark.parametrize("cause", [httpx.ConnectError("x"), httpx.ProxyError("x")])
def test_what_never_left_the_machine_is_tried_again(cause: Exception) -> None:
    assert isinstance(caused(NetworkError("x"), cause), TryAgain)


@pytest.mark.parametrize("cause", [httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")])
def test_a_timeout_before_anything_left_is_tried_again(cause: Exception) -> None:
    assert isinstance(caused(TimedOut(), cause), TryAgain)


@pytest.mark.parametrize(
    "cause", [httpx.ReadError("x"), httpx.RemoteProtocolError("x"), httpx.WriteError("x")]
)
def test_a_connection_that_broke_later_may_have_delivered(cause: Exception) -> None:
    assert isinstance(caused(NetworkError("x"), cause), Uncertain)


@pytest.mark.parametrize("cause", [httpx.ReadTimeout("x"), httpx.WriteTimeout("x")])
def test_a_timeout_after_sending_may_have_delivered(cause: Exception) -> None:
    assert isinstance(caused(TimedOut(), cause), Uncertain)


def test_a_wait_is_a_little_longer_than_telegram_asks_for() -> None:
    found = delivery_error(RetryAfter(30))
    assert isinstance(found, TryAgain)
    assert found.after == timedelta(seconds=31)


def test_a_token_nobody_knows_holds_back_the_whole_bot() -> None:
    found = delivery_error(InvalidToken())
    assert isinstance(found, TryAgain)
    assert found.whole


def test_a_moved_group_tells_its_new_id() -> None:
    found = delivery_error(ChatMigrated(-100555))
    assert isinstance(found, Moved)
    assert found.chat == "-100555"
