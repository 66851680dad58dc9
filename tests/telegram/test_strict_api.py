"""The strict server refuses what Telegram refuses, and what could only be our mistake."""

import asyncio
import json
from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.telegram.core import ME, TOKEN, StrictApi
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.refusing import ApiError

LAN = 1001


@pytest.fixture
def api() -> StrictApi:
    api = StrictApi(FakeClock())
    api.chats.open(LAN)
    return api


async def call(api: StrictApi, method: str, **parameters: object) -> tuple[int, str]:
    """Status and description, parameters as forms carry them."""
    raw = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in parameters.items()
    }
    status, body = await api.answer(TOKEN, method, raw)
    return status, body.get("description", "")


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


TAP = {"text": "Lệ phí", "callback_data": "p:1"}


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"text": ""}, "text is empty"),
        ({"text": " \n"}, "text is empty"),
        ({"text": "x" * 4_097}, "too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "a < b", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "a<br>b", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "x", "colour": "red"}, "unknown parameters"),
        ({"text": "x", "link_preview_options": {"is_disable": True}}, "unknown field"),
        ({"text": "x", "message_thread_id": 5}, "thread not found"),
        ({"text": "x", "reply_markup": keyboard(TAP | {"callback_data": "x" * 65})}, "DATA"),
        ({"text": "x", "reply_markup": keyboard(TAP | {"url": "https://x.vn"})}, "exactly"),
        ({"text": "x", "reply_markup": keyboard(TAP | {"text": " "})}, "button is empty"),
        ({"text": "x", "reply_markup": keyboard(*[TAP] * 9)}, "too long"),
        ({"text": "x", "reply_markup": "{not json"}, "can't parse reply_markup"),
    ],
)
@pytest.mark.asyncio
async def test_a_wrong_message_is_refused(
    api: StrictApi, parameters: dict[str, Any], says: str
) -> None:
    status, description = await call(api, "sendMessage", chat_id=LAN, **parameters)
    assert status == 400
    assert says in description
    assert api.texts(LAN) == []


@pytest.mark.asyncio
async def test_a_right_message_is_taken(api: StrictApi) -> None:
    status, _ = await call(
        api, "sendMessage", chat_id=LAN, text="<b>chào</b> &amp; hỏi", parse_mode="HTML",
        reply_markup=keyboard(TAP), link_preview_options={"is_disabled": True},
    )  # fmt: skip
    assert status == 200
    assert api.texts(LAN) == ["chào & hỏi"]


@pytest.mark.asyncio
async def test_strangers_tokens_and_methods_are_refused(api: StrictApi) -> None:
    assert (await api.answer("1:x", "getMe", {}))[0] == 401
    assert (await call(api, "getMee"))[0] == 404
    assert await call(api, "sendMessage", chat_id=9, text="x") == (
        400,
        "Bad Request: chat not found",
    )


@pytest.mark.asyncio
async def test_a_tap_can_be_answered_once_and_not_late(api: StrictApi) -> None:
    lan = Person(api)
    message = lan.chat.add(ME, api.clock.now(), text="?")
    lan.taps_data("p:1", message)
    (query,) = api.queries
    assert (await call(api, "answerCallbackQuery", callback_query_id=query))[0] == 200
    assert (await call(api, "answerCallbackQuery", callback_query_id=query))[0] == 400


def test_no_test_can_feed_the_bot_what_telegram_never_sends(api: StrictApi) -> None:
    lan = Person(api)
    with pytest.raises(ApiError):
        lan.sends(text="x", mood="good")


@pytest.mark.asyncio
async def test_a_newer_poll_ends_the_older_with_a_conflict(api: StrictApi) -> None:
    older = asyncio.create_task(call(api, "getUpdates", timeout=20))
    await asyncio.sleep(0)
    newer = asyncio.create_task(call(api, "getUpdates", timeout=20))
    status, description = await older
    assert (status, "terminated by other" in description) == (409, True)
    Person(api).says("x")
    assert (await newer)[0] == 200


@pytest.mark.asyncio
async def test_updates_come_again_until_they_are_confirmed(api: StrictApi) -> None:
    number = Person(api).says("x")
    assert number is not None
    for offset, found in ((0, 1), (number, 1), (number + 1, 0)):
        _, body = await api.answer(TOKEN, "getUpdates", {"offset": str(offset)})
        assert len(body["result"]) == found


@pytest.mark.asyncio
async def test_kinds_the_bot_did_not_ask_for_are_not_kept(api: StrictApi) -> None:
    await call(api, "getUpdates", allowed_updates=["callback_query"])
    await call(api, "getUpdates")  # the setting stays
    assert Person(api).says("x") is None


@pytest.mark.asyncio
async def test_limits_answer_429_with_the_time_to_wait(api: StrictApi) -> None:
    api.limits = Limits(chat_per_second=1)
    assert (await call(api, "sendMessage", chat_id=LAN, text="x"))[0] == 200
    status, body = await api.answer(TOKEN, "sendMessage", {"chat_id": str(LAN), "text": "x"})
    assert (status, body["parameters"]) == (429, {"retry_after": 1})
