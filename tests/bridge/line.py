"""A channel of a ward and the gateway it talks to over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.channels.base import DeliveryError
from bot.channels.bridge.client import Gateway as Client
from bot.channels.bridge.health import Health
from bot.channels.bridge.limits import GatewayLimits
from bot.channels.bridge.purse import Purse
from bot.channels.bridge.send import BridgeChannel
from bot.channels.bridge.signature import Keys
from handlers.clock import SystemClock
from handlers.messages import Address, ChannelName, Paragraph, Reply
from handlers.store.contacts import Destination
from handlers.store.unit_of_work import Store
from tests.bridge.product import SECRET, Gateway
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

LAN = "+84900000001"
GIVEN = GatewayLimits()
HELLO = Reply((Paragraph("Chào anh/chị"),))


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
