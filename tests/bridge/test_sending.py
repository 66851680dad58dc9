"""What becomes of a message when the gateway answers otherwise than agreed, or not at all."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.base import (
    DeliveryError,
    Refused,
    TryAgain,
    Uncertain,
    Unreachable,
    Withheld,
)
from bot.channels.bridge import client
from bot.channels.bridge.client import Gateway as Client
from bot.channels.bridge.health import Health
from bot.channels.bridge.limits import GatewayLimits, Push, Unit
from bot.channels.bridge.purse import Purse
from bot.channels.bridge.send import BridgeChannel
from bot.channels.bridge.signature import Keys
from handlers.clock import SystemClock
from handlers.messages import Address, Attachment, Button, ChannelName, Item, Paragraph, Reply
from handlers.quotas import next_month
from handlers.reaching import Reach
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store
from tests.bridge.product import SECRET, Gateway
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

LAN = "+84900000001"
GIVEN = GatewayLimits()
HELLO = Reply((Paragraph("Chào anh/chị"),))


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    gateway.start("http://127.0.0.1:9")
    gateway.set(reports="")
    yield gateway
    gateway.stop()


class Line:
    """A channel of a ward, and the gateway it talks to."""

    def __init__(self, store: Store, url: str, limits: GatewayLimits, secret: str = SECRET) -> None:
        self.ward = Ward(store, FakeClock(), channel=ChannelName.BRIDGE)
        self.ward.receive(chat=LAN)
        self.told = 0
        self.health = Health(self.ward.endpoint, self.ward.clock)
        self.client = Client(url, Keys(secret), SystemClock(), answer_seconds=0.5)
        self.to = Destination(Address(self.ward.endpoint, self.ward.contact(LAN)), LAN)
        self.channel = BridgeChannel(
            self.client,
            limits,
            Purse(store, self.ward.endpoint, self.ward.clock, limits),
            self.health,
            self.ward.clock,
            alarm=self._alarm,
        )

    async def _alarm(self) -> None:
        self.told += 1

    async def say(self, reply: Reply = HELLO, way: str = "", row: int = 7) -> list[str]:
        parts = self.channel.render(reply)
        return [
            await self.channel.send(self.to, replace(part, key=f"{row}:{number}", way=way))
            for number, part in enumerate(parts)
        ]

    async def fails(self) -> DeliveryError:
        with pytest.raises(DeliveryError) as caught:
            await self.say()
        return caught.value


@asynccontextmanager
async def line(
    store: Store, gateway: Gateway, limits: GatewayLimits = GIVEN, secret: str = SECRET
) -> AsyncIterator[Line]:
    made = Line(store, f"{gateway.url}/gui", limits, secret)
    await made.client.open()
    try:
        yield made
    finally:
        await made.client.close()


MEANS: dict[str, type[DeliveryError]] = {
    "500": Uncertain,
    "!500": Uncertain,
    "502:broken": Uncertain,
    "408": Uncertain,
    "503": Uncertain,
    "cut": Uncertain,
    "!cut": Uncertain,
    "slow": Uncertain,
    "html": Uncertain,
    "422:unreachable": Unreachable,
    "409:withheld": Withheld,
    "422:too_long": Refused,
    "400:Wrong Word": TryAgain,
    "404": TryAgain,
    "302": TryAgain,
}
"""What each answer means where no key is honoured; `!`: the message was handed over first."""


@pytest.mark.asyncio
async def test_each_answer_says_what_to_do(sqlite_store: Store, gateway: Gateway) -> None:
    async with line(sqlite_store, gateway) as one:
        for fault, expected in MEANS.items():
            before = len(gateway.hears(LAN))
            gateway.faults(fault)
            assert type(await one.fails()) is expected, fault
            assert len(gateway.hears(LAN)) == before + fault.startswith("!"), fault
        await one.say()
        assert one.health.well


@pytest.mark.asyncio
async def test_where_keys_are_honoured_what_is_in_doubt_goes_again_and_arrives_once(
    sqlite_store: Store,
) -> None:
    gateway = Gateway(honours=True)
    gateway.start("http://127.0.0.1:9")
    try:
        async with line(sqlite_store, gateway, replace(GIVEN, idempotent=True)) as one:
            for row, fault in enumerate(("500", "!500", "cut", "!cut", "slow", "!slow", "html")):
                gateway.faults(fault)
                with pytest.raises(TryAgain):
                    await one.say(row=row)
                first = await one.say(row=row)
                assert await one.say(row=row) == first
                assert len(gateway.hears(LAN)) == row + 1, fault
    finally:
        gateway.stop()


@pytest.mark.asyncio
async def test_a_gateway_that_asks_for_time_gets_it_for_everybody(
    sqlite_store: Store, gateway: Gateway
) -> None:
    gateway.faults("429:7", "429:", "429:", "503:x")
    async with line(sqlite_store, gateway) as one:
        waits = [await one.fails() for _ in range(3)]
        assert all(isinstance(wait, TryAgain) and wait.whole for wait in waits)
        assert [wait.after for wait in waits if isinstance(wait, TryAgain)] == [
            timedelta(seconds=seconds) for seconds in (7, 10, 20)
        ]
        assert one.channel.told_to_wait == 3
    assert gateway.hears(LAN) == []


@pytest.mark.asyncio
async def test_a_secret_the_gateway_does_not_take_stops_the_channel_and_is_told(
    sqlite_store: Store, gateway: Gateway
) -> None:
    async with line(sqlite_store, gateway, secret="x" * 40) as one:
        error = await one.fails()
        assert isinstance(error, TryAgain)
        assert error.whole
        assert one.told == 1
        assert one.health.state == "token_refused"
    assert gateway.state["refused"] == ["forged"]


@pytest.mark.asyncio
async def test_a_gateway_that_is_away_is_tried_again(sqlite_store: Store) -> None:
    one = Line(sqlite_store, "http://127.0.0.1:9/gui", GIVEN)
    await one.client.open()
    assert type(await one.fails()) is TryAgain
    await one.client.close()
    assert type(await one.fails()) is TryAgain


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


@pytest.mark.asyncio
async def test_money_is_for_the_budget_and_who_asks_is_answered_all_the_same(
    sqlite_store: Store, gateway: Gateway
) -> None:
    limits = replace(GIVEN, price=400, monthly_budget=1_000)
    async with line(sqlite_store, gateway, limits) as one:
        now = one.ward.clock.now()
        for _ in range(2):
            await one.channel.may_push(one.to, OutboxKind.NOTICE, now)
            await one.say(way="push")
        with pytest.raises(Withheld, match="budget"):
            await one.say(way="push")
        await one.say()
        with pytest.raises(Withheld, match="budget"):
            await one.channel.may_push(one.to, OutboxKind.NOTICE, now)
        assert len(gateway.hears(LAN)) == 3


@pytest.mark.asyncio
async def test_a_budget_nearly_spent_is_not_promised(sqlite_store: Store, gateway: Gateway) -> None:
    limits = replace(GIVEN, price=400, monthly_budget=1_000)
    async with line(sqlite_store, gateway, limits) as one:
        now = one.ward.clock.now()
        first = next_month(now)
        await one.say(way="push")
        assert one.channel.reach(now, None) == (Reach.ALWAYS, None)
        await one.say(way="push")
        assert one.channel.reach(now, None) == (Reach.SCARCE, first)
        assert one.channel.reach(now, first - timedelta(seconds=1)) == (Reach.SCARCE, first)
        assert one.channel.reach(now, first) == (Reach.ALWAYS, None)


@pytest.mark.asyncio
async def test_what_surely_did_not_go_costs_nothing(sqlite_store: Store, gateway: Gateway) -> None:
    gateway.faults("422:too_long", "500")
    async with line(sqlite_store, gateway, replace(GIVEN, price=400, monthly_budget=800)) as one:
        await one.fails()
        await one.fails()
        await one.say(way="push")
        with pytest.raises(Withheld):
            await one.say(way="push")


@pytest.mark.asyncio
async def test_the_window_of_the_settings_is_kept(sqlite_store: Store, gateway: Gateway) -> None:
    window = replace(GIVEN, push=Push.WINDOW, window=timedelta(hours=24))
    async with line(sqlite_store, gateway, window) as one:
        now = one.ward.clock.now()
        await one.channel.may_push(one.to, OutboxKind.NOTICE, now + timedelta(hours=23))
        with pytest.raises(Withheld, match="window"):
            await one.channel.may_push(one.to, OutboxKind.NOTICE, now + timedelta(hours=25))
        assert one.channel.reach(now, None) == (Reach.UNTIL, now + timedelta(hours=24))
        assert one.channel.reach(now, now)[0] is Reach.ALWAYS


@pytest.mark.asyncio
async def test_a_gateway_that_only_answers_says_so(sqlite_store: Store, gateway: Gateway) -> None:
    async with line(sqlite_store, gateway, replace(GIVEN, push=Push.NEVER)) as one:
        now = one.ward.clock.now()
        with pytest.raises(Withheld, match="no_push"):
            await one.channel.may_push(one.to, OutboxKind.NOTICE, now)
        assert one.channel.reach(now, None) == (Reach.NEVER, None)


def test_every_error_of_the_library_is_read() -> None:
    """An answer that is not the contract's is doubt, whatever its status says."""
    for body in (b"", b"[]", b"null", b"{", b'{"status": "queued"}', b"[" * 100_000):
        with pytest.raises(client.NoAnswer):
            client.check(200, {}, body)
    client.check(202, {}, b'{"status": "accepted"}')
    client.check(200, {}, b'{"status": "duplicate"}')
