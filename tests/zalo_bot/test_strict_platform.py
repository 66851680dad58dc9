"""The strict platform refuses what Zalo's documents say is refused: tests lean on that."""

from typing import Any

import pytest

from tests.fakes.zalo_bot.core import TOKEN, StrictZalo
from tests.fakes.zalo_bot.people import Person

pytestmark = pytest.mark.asyncio


class Caller:
    """Somebody who calls the platform with anything."""

    def __init__(self) -> None:
        self.api = StrictZalo()
        self.lan = Person(self.api)

    async def call(self, method: str, token: str = TOKEN, **body: Any) -> int:  # noqa: ANN401
        """200, or the error code."""
        _, said = await self.api.answer(token, method, body)
        assert isinstance(said, dict)
        return 200 if said["ok"] else int(said["error_code"])

    async def says(self, text: str, **more: Any) -> int:  # noqa: ANN401
        """A message to somebody who wrote."""
        return await self.call("sendMessage", chat_id=self.lan.id, text=text, **more)


@pytest.fixture
def caller() -> Caller:
    return Caller()


async def test_length_is_counted_in_utf16_units(caller: Caller) -> None:
    assert await caller.says("ă" * 2_000) == 200
    assert await caller.says("ă" * 2_001) == 400
    assert await caller.says("😀" * 1_001) == 400
    assert await caller.says("  ") == 400


async def test_a_wrong_token_method_field_or_chat_is_refused(caller: Caller) -> None:
    assert await caller.call("getMe", token="1:wrong-token") == 401  # noqa: S106
    assert await caller.call("editMessage") == 400
    assert await caller.says("x", reply_to_message_id="1") == 400
    assert await caller.call("sendMessage", chat_id="nobody", text="x") == 400
    assert await caller.call("sendChatAction", chat_id=caller.lan.id, action="dance") == 400


async def test_style_runs_must_lie_within_the_words(caller: Caller) -> None:
    assert await caller.says("ba từ", text_styles=[{"start": 0, "len": 5, "st": ["b"]}]) == 200
    assert await caller.says("ba từ", text_styles=[{"start": 1, "len": 5, "st": ["b"]}]) == 400
    assert await caller.says("ba từ", text_styles=[{"start": 0, "len": 5, "st": ["blink"]}]) == 400
    assert await caller.says("x", parse_mode="bbcode") == 400


async def test_the_months_messages_and_the_plans_people_run_out(caller: Caller) -> None:
    caller.api.month = 2
    assert await caller.says("một") == 200
    assert await caller.says("hai") == 200
    assert await caller.says("ba") == 429
    caller.lan.says("ai nghe không")
    assert not caller.api.queue
    caller.api.month, caller.api.people = 3_000, 1
    Person(caller.api, "the second").says("còn em")
    assert not caller.api.queue


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("http://phuong.example.vn/x", "long-enough"),
        ("https://127.0.0.1/x", "long-enough"),
        ("https://10.0.0.8/x", "long-enough"),
        ("https://localhost/x", "long-enough"),
        ("https://phuong.example.vn:8443/x", "long-enough"),
        ("https://phuong.example.vn/x", "short"),
        ("https://phuong.example.vn/x", "s" * 257),
    ],
)
async def test_a_webhook_is_public_https_with_a_secret(
    caller: Caller, url: str, secret: str
) -> None:
    assert await caller.call("setWebhook", url=url, secret_token=secret) == 400
    assert await caller.call("getWebhookInfo") == 404


async def test_polling_and_webhook_exclude_each_other_and_what_is_handed_out_is_gone(
    caller: Caller,
) -> None:
    caller.lan.says("chào")
    assert await caller.call("getUpdates", timeout=1) == 200
    assert await caller.call("getUpdates", timeout=0.01) == 408
    good = {"url": "https://phuong.example.vn/x", "secret_token": "long-enough"}
    assert await caller.call("setWebhook", **good) == 200
    assert await caller.call("getUpdates", timeout=1) == 400


async def test_a_picture_that_cannot_be_fetched_is_refused(caller: Caller) -> None:
    photo = {"chat_id": caller.lan.id, "photo": "https://phuong.example.vn/a.jpg"}
    assert await caller.call("sendPhoto", **photo) == 400
