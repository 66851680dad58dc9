"""What the budget and the window of the settings let us push, and what reach is promised of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.base import Withheld
from bot.channels.bridge.limits import Push
from handlers.quotas import next_month
from handlers.reaching import Reach
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store
from tests.bridge.line import GIVEN, LAN, line
from tests.bridge.product import Gateway


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
