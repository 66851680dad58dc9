"""What a gateway is told with each message."""

from dataclasses import replace

import pytest

from bot.channels.bridge.limits import Unit
from handlers.messages import Attachment, Button, Item, Paragraph, Reply
from handlers.store.unit_of_work import Store
from tests.bridge.line import GIVEN, LAN, line
from tests.bridge.product import Gateway


@pytest.mark.asyncio
async def test_a_message_says_what_a_gateway_needs_to_know(
    sqlite_store: Store, gateway: Gateway
) -> None:
    limits = replace(GIVEN, buttons=True, text=200, marks=False)
    reply = Reply(
        tuple(Item(f"Giấy tờ số {number}, bản sao có chứng thực") for number in range(12)),
        choices=(Button("Lệ phí", "fee"), Button("Thời hạn", "time")),
    )
    async with line(sqlite_store, gateway, limits) as one:
        ids = await one.say(reply, way="push")
    heard = gateway.state["heard"]
    assert [message["id"] for message in heard] == ids
    assert [(one["part"], one["parts"]) for one in heard] == [
        (number, len(heard)) for number in range(1, len(heard) + 1)
    ]
    assert all(message["push"] and "segments" not in message for message in heard)
    assert heard[-1]["choices"][1] == {"number": 2, "label": "Thời hạn", "action": "time"}
    assert "choices" not in heard[0] or heard[0]["choices"] == []
    assert any("1. Le phi" in message["text"] for message in heard)


@pytest.mark.asyncio
async def test_a_text_message_says_its_segments(sqlite_store: Store, gateway: Gateway) -> None:
    sms = replace(GIVEN, unit=Unit.SMS, segments=2, marks=False)
    async with line(sqlite_store, gateway, sms) as one:
        await one.say(Reply(tuple(Item(f"Giấy tờ số {number}") for number in range(30))))
    (message,) = gateway.state["heard"]
    assert (message["part"], message["parts"], message["segments"]) == (1, 1, 2)


@pytest.mark.asyncio
async def test_keys_stay_the_same_for_a_message_and_differ_for_another_of_the_same_number(
    sqlite_store: Store, gateway: Gateway
) -> None:
    async with line(sqlite_store, gateway) as one:
        first, again = await one.say(), await one.say()
        other = await one.say(Reply((Paragraph("Việc khác"),)))
    assert first == again
    assert first[0].rpartition("-")[0] == other[0].rpartition("-")[0]
    assert first != other


@pytest.mark.asyncio
async def test_a_file_is_told_of_in_words(sqlite_store: Store, gateway: Gateway) -> None:
    async with line(sqlite_store, gateway) as one:
        await one.say(Reply((), attachments=(Attachment("k", "to-khai.docx"),)))
    assert "to-khai.docx" in gateway.hears(LAN)[0]
