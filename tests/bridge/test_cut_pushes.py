"""What is left of a push that was cut off goes as a push: within the budget, told as such."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sending import attempt
from handlers.messages import Paragraph, Reply
from handlers.store.outbox import Claimed
from handlers.store.states import AfterCrash, OutboxKind
from handlers.store.unit_of_work import Store
from tests.bridge.line import GIVEN, Line, line
from tests.bridge.product import Gateway

LONG = Reply((Paragraph("Phần một " + "a" * 120), Paragraph("Phần hai " + "b" * 120)))


def rest_of(one: Line) -> Claimed:
    """Its first message has left."""
    end = one.ward.clock.now() + timedelta(days=1)
    kind, sent = OutboxKind.ALERT, ("7-1-2-00000000",)
    return Claimed(7, one.to, LONG, kind, AfterCrash.UNKNOWN, 2, 1, sent, end, "again")


async def recorded(ids: tuple[str, ...]) -> bool:
    return bool(ids)


@pytest.mark.asyncio
@pytest.mark.parametrize(("budget", "outcome"), [(800, "sent"), (799, "withheld")])
async def test_the_rest_is_told_as_a_push_and_paid_within_the_budget(
    sqlite_store: Store, gateway: Gateway, budget: int, outcome: str
) -> None:
    limits = replace(GIVEN, text=160, price=400, monthly_budget=budget)
    async with line(sqlite_store, gateway, limits) as one:
        await one.say(way="push", row=6)
        end = await attempt(one.channel, rest_of(one), one.ward.clock, recorded)

    heard = gateway.state["heard"][1:]
    assert (end.outcome, end.reason) == (outcome, None if outcome == "sent" else "budget")
    assert [each["push"] for each in heard] == ([True] if outcome == "sent" else [])
