"""Processes that fetch files for messages and end, one after the other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bot.channels.base import FetchError
from bot.channels.null import NullChannel
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.preparing import Preparing
from handlers.incoming import FileDesk
from handlers.messages import Inbound, InboundKind, IncomingFile
from handlers.store.files import FileStore
from tests.fakes.ward import Ward

CODE = "H32.12.05-260923-0007"
LATER = 40
"""Seconds after which any process takes up what another left."""


class FakeFetcher:
    """Hands out what it holds, after the failures it was told."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data
        self.failures: list[FetchError] = []
        self.asked = 0
        self.gone: list[str] = []
        self.before: Callable[[], object] = lambda: None

    async def fetch(self, file: IncomingFile, most: int) -> AsyncIterator[bytes]:
        """In pieces of 64 kB."""
        del file, most
        self.asked += 1
        self.before()
        if self.failures:
            raise self.failures.pop(0)
        for start in range(0, len(self.data), 65_536):
            yield self.data[start : start + 65_536]

    async def let_go(self, file: IncomingFile) -> None:
        """Note it."""
        self.gone.append(file.ref)


class Life:
    """One life of a process on a database: dispatch, delivery, preparing."""

    def __init__(self, ward: Ward, folder: Path, fetcher: FakeFetcher) -> None:
        self.files = FileStore(folder / "files")
        self.slept: list[float] = []
        self.desk = FileDesk(ward.store, ward.clock, frozenset({"feedback.describe"}))
        self.preparing = Preparing(
            self.desk, self.files, {ward.endpoint: fetcher}, pause=self._pause
        )
        delivery = Delivery(ward.store, {ward.endpoint: NullChannel()}, ward.clock)
        self.dispatch = Dispatch(ward.inbox, delivery, preparing=self.preparing, again_seconds=0.01)
        self.delivery = delivery

    async def _pause(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def live(self, *arriving: Inbound) -> None:
        """Take up what is left, take in what arrives, answer all of it."""
        await self.delivery.start()
        await self.dispatch.start()
        for one in arriving:
            await self.dispatch.submit(one)
        async with asyncio.timeout(20):
            while self.dispatch._done:  # noqa: ASYNC110 - looks from outside
                await asyncio.sleep(0.005)
        await self.dispatch.stop()
        await self.delivery.stop()


def picture(ward: Ward, external_id: str = "picture-1", size: int = 9) -> Inbound:
    """A message with one file."""
    plain = ward.inbound(external_id=external_id)
    file = IncomingFile("ref", "anh.jpg", "image/jpeg", size)
    return Inbound(plain.address, external_id, plain.received_at, InboundKind.FILES, files=(file,))


def seen(ward: Ward) -> list[IncomingFile]:
    """The files as the flow saw them."""
    return [one for inbound, _ in ward.responder.asked for one in inbound.files]
