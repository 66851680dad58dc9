"""What becomes of a message when the gateway answers otherwise than agreed, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.base import DeliveryError, Refused, TryAgain, Uncertain, Unreachable, Withheld
from bot.channels.bridge import client
from handlers.store.unit_of_work import Store
from tests.bridge.line import GIVEN, LAN, Line, line
from tests.bridge.product import Gateway

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


def test_every_error_of_the_library_is_read() -> None:
    """An answer that is not the contract's is doubt, whatever its status says."""
    for body in (b"", b"[]", b"null", b"{", b'{"status": "queued"}', b"[" * 100_000):
        with pytest.raises(client.NoAnswer):
            client.check(200, {}, body)
    client.check(202, {}, b'{"status": "accepted"}')
    client.check(200, {}, b'{"status": "duplicate"}')
