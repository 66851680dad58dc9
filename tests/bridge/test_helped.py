"""What only a person can read is answered once in a while, also when much of it comes at once."""

import asyncio

import pytest

from bot.channels.bridge.contract import InboundEvent
from bot.channels.bridge.health import Health
from bot.channels.bridge.intake import Intake
from handlers.errors import StorageBusyError
from handlers.messages import Inbound
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock

pytestmark = pytest.mark.asyncio


class SlowInbox:
    """Takes a moment to store; the first `fails` find the storage busy."""

    def __init__(self, fails: int = 0) -> None:
        self.fails = fails
        self.stored: list[Inbound] = []

    async def submit(self, inbound: Inbound) -> str | None:
        """As the dispatch does."""
        await asyncio.sleep(0)
        if self.fails:
            self.fails -= 1
            raise StorageBusyError
        self.stored.append(inbound)
        return "1"

    async def set_aside(self, unread: object) -> None:
        """Nothing is."""


def event(number: int) -> InboundEvent:
    told = {"id": f"e{number}", "from": "+84900000001", "kind": "unsupported"}
    return InboundEvent.model_validate(told)


async def test_six_that_come_together_are_one_and_a_failed_one_is_none(
    sqlite_store: Store,
) -> None:
    clock, inbox = FakeClock(), SlowInbox(fails=1)
    intake = Intake("bridge.sms", inbox, sqlite_store, Health("bridge.sms", clock), clock)

    with pytest.raises(StorageBusyError):
        await intake.event(event(0))
    words = await asyncio.gather(*(intake.event(event(number)) for number in range(6)))

    assert sorted(words) == ["ignored"] * 5 + ["stored"]
    assert len(inbox.stored) == 1
    clock.move(minutes=11)
    assert await intake.event(event(7)) == "stored"
