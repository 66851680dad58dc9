"""A ward on Zalo's Bot Platform: the real inbox, outbox and channel, real HTTP, a strict peer."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.zalo_bot.client import ZaloBotSettings
from bot.channels.zalo_bot.quota import Quota
from bot.channels.zalo_bot.service import Watch, ZaloBotService
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.links import FileLinks
from bot.preparing import Preparing
from bot.zalo_bot import LinkedFiles
from handlers.inbox import Responder
from handlers.incoming import FileDesk
from handlers.messages import ChannelName
from handlers.quotas import Plan
from handlers.store.files import FileStore
from handlers.store.outgoing import OutgoingFiles
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.responder import FakeResponder
from tests.fakes.ward import Ward
from tests.fakes.zalo_bot.core import TOKEN
from tests.fakes.zalo_bot.people import Person
from tests.fakes.zalo_bot.server import PUBLIC, ZaloServer

SETTINGS = ZaloBotSettings(TOKEN, per_second=1_000, poll_seconds=1, public_url=PUBLIC)
PLAN = Plan(3_000, 50)


class Line:
    """The ward, its bot and Zalo."""

    def __init__(  # noqa: PLR0917 - as tests read best
        self,
        store: Store,
        clock: FakeClock,
        server: ZaloServer,
        responder: Responder | None = None,
        settings: ZaloBotSettings = SETTINGS,
        plan: Plan = PLAN,
        alarm: Callable[[], Any] | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.clock, self.server, self.api, self.store = clock, server, server.api, store
        self.responder = FakeResponder()
        asked = responder or self.responder
        self.ward = Ward(store, clock, asked, ChannelName.ZALO_BOT)  # type: ignore[arg-type]
        self.slept: list[float] = []
        self.files = FileStore(Path(str(store.engine.url.database)).parent / "files")
        self.links = FileLinks(b"k" * 32, settings.public_url, clock)
        outgoing = OutgoingFiles(store, self.files, clock)
        self.service = ZaloBotService(
            replace(settings, api_url=server.url),
            self.ward.endpoint,
            clock,
            Quota(store, self.ward.endpoint, clock, plan),
            outgoing=LinkedFiles(self.links, outgoing),
            pause=self._pause,
            alarm=alarm,
            watch=watch,
        )
        channels = {self.ward.endpoint: self.service.channel}
        self.delivery = Delivery(store, channels, clock, sweep_seconds=0.02)
        store.free_files = self.files.free
        fetchers = {self.ward.endpoint: self.service.files}
        preparing = Preparing(FileDesk(store, clock), self.files, fetchers, pause=self._pause)
        self.dispatch = Dispatch(
            self.ward.inbox, self.delivery, preparing=preparing, again_seconds=0.01
        )
        self.route = self.service.receive_through(self.dispatch)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Line"]:
        """Start and stop in the order of the program."""
        await self.service.open()
        await self.delivery.start()
        await self.dispatch.start()
        await self.service.start()
        try:
            yield self
        finally:
            await self.service.stop()
            await self.dispatch.stop()
            await self.delivery.stop()
            await self.service.close()

    async def _pause(self, seconds: float) -> None:
        """Waits are noted and cut short."""
        self.slept.append(seconds)
        await asyncio.sleep(0.01)

    def person(self, number: int | str = 1001) -> Person:
        """Somebody on Zalo."""
        return self.server.do(lambda: Person(self.api, number))

    async def says(self, person: Person, text: str) -> None:
        """Somebody writes."""
        await asyncio.to_thread(self.server.do, lambda: person.says(text))

    async def heard(self, person: Person, number: int = 1) -> list[str]:
        """What the bot said to a person, once it is that much."""
        await eventually(lambda: len(person.hears) >= number)
        return person.hears

    async def quiet(self) -> None:
        """Everything at Zalo was taken in and answered."""
        await eventually(lambda: not self.api.queue)
        await eventually(lambda: not self.dispatch._done)


async def eventually(until: Callable[[], Any], seconds: float = 60.0) -> None:
    """Wait until something has happened elsewhere."""
    async with asyncio.timeout(seconds):
        while not until():  # noqa: ASYNC110 - it happens in another thread
            await asyncio.sleep(0.005)


@pytest.fixture
def server() -> Iterator[ZaloServer]:
    """The platform, on loopback."""
    with ZaloServer() as server:
        yield server


@pytest.fixture
def line(sqlite_store: Store, clock: FakeClock, server: ZaloServer) -> Line:
    """A ward that echoes, and polls."""
    return Line(sqlite_store, clock, server)
