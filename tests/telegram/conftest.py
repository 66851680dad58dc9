"""A ward on Telegram in one process: the real inbox, outbox and channel, the strict Bot API."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.channels.telegram.client import TelegramSettings
from bot.channels.telegram.paces import PATIENCE
from bot.channels.telegram.service import TelegramService
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.preparing import Preparing
from handlers.inbox import Responder
from handlers.incoming import FileDesk
from handlers.sent_files import KEEPS_FILES
from handlers.spent_menus import SpentMenus
from handlers.store.contacts import move_chat
from handlers.store.files import FileStore
from handlers.store.group_topics import GroupTopics
from handlers.store.outgoing import OutgoingFiles
from handlers.store.staff_menus import StaffMenus
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.responder import FakeResponder
from tests.fakes.telegram.core import TOKEN, StrictApi, eventually
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.request import StrictRequest
from tests.fakes.ward import Ward

SETTINGS = TelegramSettings(
    TOKEN,
    api_url="http://127.0.0.1:1",
    per_second=1_000,  # the clock stands still: a burst of 200 must do for a test
    poll_seconds=1,
)


class Line:
    """The ward, its bot and Telegram."""

    def __init__(
        self,
        store: Store,
        clock: FakeClock,
        responder: Responder | None = None,
        settings: TelegramSettings = SETTINGS,
        api: StrictApi | None = None,
        keeps: frozenset[str] = KEEPS_FILES,
    ) -> None:
        """With an `api` given, the bot reaches it over HTTP; otherwise without sockets."""
        self.clock = clock
        self.api = api or StrictApi(clock)
        self.responder = FakeResponder()
        self.ward = Ward(store, clock, responder or self.responder)  # type: ignore[arg-type]
        self.request = StrictRequest(self.api)
        self.polls = StrictRequest(self.api)
        self.slept: list[float] = []
        self.files = FileStore(Path(str(store.engine.url.database)).parent / "files")
        self.service = TelegramService(
            settings,
            self.ward.endpoint,
            clock,
            outgoing=OutgoingFiles(store, self.files, clock),
            topics=GroupTopics(store),
            menus=StaffMenus(store, self.ward.endpoint),
            history=SpentMenus(store),
            request=None if api else self.request,
            get_updates_request=None if api else self.polls,
            pause=self._pause,
        )
        channels = {self.ward.endpoint: self.service.channel}
        self.delivery = Delivery(store, channels, clock, sweep_seconds=0.02)
        store.free_files = self.files.free
        fetchers = {self.ward.endpoint: self.service.files}
        desk = FileDesk(store, clock, keeps)
        self.preparing = Preparing(desk, self.files, fetchers, pause=self._pause)
        self.dispatch = Dispatch(
            self.ward.inbox, self.delivery, preparing=self.preparing, again_seconds=0.01
        )
        self.route = self.service.receive_through(self.dispatch, self._moved)

    def take_over(self, api: StrictApi) -> None:
        """Talk to a Telegram that was there before: the program was started anew."""
        self.api = api
        self.request._api = self.polls._api = api

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

    async def _moved(self, endpoint: str, old: str, new: str) -> None:
        await asyncio.to_thread(
            self.ward.store.write, lambda work: move_chat(work, endpoint, old, new)
        )

    async def _pause(self, seconds: float) -> None:
        """Waits are noted and cut short; a chat's pace goes by the clock."""
        self.slept.append(seconds)
        if seconds <= PATIENCE.total_seconds():
            self.clock.move(seconds=seconds)
        await asyncio.sleep(0.001)

    async def heard(self, person: Person, number: int = 1) -> list[str]:
        """What the bot said to a person, once it is that much."""
        await eventually(lambda: len(person.hears) >= number)
        return person.hears

    async def quiet(self) -> None:
        """Everything queued at Telegram was taken in and answered."""
        await eventually(lambda: self.api.updates.waiting == 0)
        await self.dispatch_idle()

    async def dispatch_idle(self) -> None:
        """No lane has anything left."""
        await eventually(lambda: not self.dispatch._done)


@pytest.fixture
def api() -> StrictApi:
    """A Bot API by itself."""
    return StrictApi()


@pytest.fixture
def line(sqlite_store: Store, clock: FakeClock) -> Line:
    """A ward that echoes."""
    return Line(sqlite_store, clock)


@pytest.fixture
def lan(line: Line) -> Person:
    """A citizen."""
    return Person(line.api)
