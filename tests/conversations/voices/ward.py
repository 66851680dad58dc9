"""The same dialogues on every channel: what all voices have in common.

A dialogue says "taps Lệ phí" and "hears khai sinh"; a voice knows whether that is a tapped button,
a typed number or a posted form, and reads what the person has on their screen.
"""

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, TypeVar

import httpx
from fastapi import FastAPI

from bot.channels.base import Channel, FileFetcher
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.preparing import Preparing
from handlers.clock import Clock
from handlers.conversation import Sender
from handlers.inbox import Handled, Inbox, Responder
from handlers.incoming import FileDesk
from handlers.messages import Address, Button, ChannelName, Inbound, InboundKind, Reply
from handlers.store.contacts import ensure_commune, ensure_endpoint
from handlers.store.files import FileStore
from handlers.store.outgoing import OutgoingFiles
from handlers.store.unit_of_work import Store
from knowledge.commune import Commune
from knowledge.text.folding import fold

T = TypeVar("T")
GROUP: Final = "-group"
"""Ends the name of a chat that is a group."""
Act = tuple[InboundKind, str]
"""What somebody does to choose: a kind, and its words or action."""


class Voice(Protocol):
    """How a person on a channel acts, and what they read."""

    def speak(self, commune: Commune, router: Responder) -> None:
        """Let this router answer; once."""
        ...

    def does(self, chat: str, inbound: Inbound) -> tuple[Reply, ...]:
        """Bring in what a person of a chat did; the replies to it."""
        ...

    @property
    def said(self) -> str:
        """What they then had on their screen, choices with it."""
        ...

    def choosing(self, button: Button, heard: Sequence[Reply]) -> Act:
        """What they do to choose; fails where the choice cannot be seen."""
        ...


class Loop:
    """An event loop in a thread of its own, for all the wards of a test run."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Loop":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something there and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)


class Noting(Inbox):
    """The inbox, which notes what it said."""

    def __init__(self, store: Store, responder: Responder, clock: Clock) -> None:
        super().__init__(store, responder, clock)
        self.noted: list[Handled] = []

    def handle_together(
        self,
        ids: Sequence[str],
        sender: Sender | None = None,
        *,
        files_first: bool = False,
    ) -> list[tuple[Handled, ...] | Exception]:
        """The same."""
        done = super().handle_together(ids, sender, files_first=files_first)
        self.noted += [one for outcome in done if isinstance(outcome, tuple) for one in outcome]
        return done


class Service(Protocol):
    """What of a channel's service a ward needs."""

    async def open(self) -> None:
        """Before delivery starts."""

    async def start(self) -> None:
        """Begin to receive."""

    async def stop(self) -> None:
        """End receiving."""

    async def close(self) -> None:
        """Let the clients go."""


class WardVoice(ABC):
    """A ward on one channel: the real inbox, dispatch, delivery and channel."""

    channel: ClassVar[ChannelName]
    pictures: ClassVar[bool] = False
    """Whether people send pictures there."""
    quotes: ClassVar[bool] = False
    """Whether a picture there may answer a message."""

    def __init__(self, loop: Loop, folder: Path, store: Store, clock: Clock) -> None:
        self.loop, self.store, self.clock = loop, store, clock
        self.files = FileStore(folder / "voice-files")
        self.outgoing = OutgoingFiles(store, self.files, clock)
        self.channels: dict[str, Channel] = {}
        self.fetchers: dict[str, FileFetcher] = {}
        self.app = FastAPI()
        self.told = ""
        self._service: Service | None = None
        self._open = False

    @property
    def said(self) -> str:
        """What was read of the last answer."""
        return self.told

    def speak(self, commune: Commune, router: Responder) -> None:
        """Open the ward with this router, on the first call."""
        if self._open:
            return
        self._open = True
        self.commune = commune
        with self.store.work() as work:
            ensure_commune(work, commune.key, commune.name, self.clock.now())
            self.at = ensure_endpoint(work, commune.key, self.channel, "bot", self.clock.now())
            work.commit()
        self.inbox = Noting(self.store, router, self.clock)
        self.delivery = Delivery(self.store, self.channels, self.clock, sweep_seconds=0.05)
        self.store.free_files = self.files.free
        preparing = Preparing(FileDesk(self.store, self.clock), self.files, self.fetchers)
        self.dispatch = Dispatch(self.inbox, self.delivery, preparing=preparing, again_seconds=0.01)
        self.loop.run(self._begin())

    def does(self, chat: str, inbound: Inbound) -> tuple[Reply, ...]:
        """One act, seen through to what the person reads; in a group that is another chat."""
        return self.loop.run(self._does(chat + GROUP if inbound.group else chat, inbound))

    def brings(self, chat: str, inbound: Inbound) -> tuple[Reply, ...]:
        """What the test knows better than the channel: who spoke in a group."""
        return self.loop.run(self._does(chat, inbound, handed_over=True))

    def hears_by_itself(self, chat: str, words: str) -> str:
        """What came since the last act in this chat, once these words are among it."""
        return self.loop.run(self._waits(chat, words))

    def chat_of(self, chat: str) -> str:
        """What a chat is called at the provider, asked from outside."""

        async def asked() -> str:
            return self.contact(chat)

        return self.loop.run(asked())

    def choosing(self, button: Button, heard: Sequence[Reply]) -> Act:
        """The number in sight."""
        return InboundKind.TEXT, typed(button, heard, self.said)

    def close(self) -> None:
        """Stop in the order of the program."""
        if self._open:
            self.loop.run(self._end())

    @abstractmethod
    async def plug(self) -> Service | None:
        """Put the channel into `channels` and its route into `app`."""

    @abstractmethod
    async def act(self, chat: str, inbound: Inbound) -> bool:
        """Do it as people there do; whether it was stored, or the channel itself had an answer."""

    @abstractmethod
    async def read(self, chat: str) -> str:
        """What came since the last act in this chat."""

    @abstractmethod
    def contact(self, chat: str) -> str:
        """What a chat is called at the provider."""

    @abstractmethod
    async def mark(self, chat: str) -> None:
        """What is there now was read before."""

    async def ready(self) -> None:
        """Until messages can come in."""
        await asyncio.sleep(0)

    async def hand_over(self, chat: str, inbound: Inbound) -> bool:
        """What the channel has no such thing for, as if it had come in by it."""
        address = Address(self.at, self.contact(chat))
        number = f"{chat}-{inbound.external_id}"
        brought = replace(inbound, address=address, external_id=number)
        return await self.dispatch.submit(brought) is not None

    async def _begin(self) -> None:
        self._service = await self.plug()
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://testserver"
        )
        if self._service is not None:
            await self._service.open()
        await self.delivery.start()
        await self.dispatch.start()
        if self._service is not None:
            await self._service.start()
        await self.ready()

    async def _end(self) -> None:
        if self._service is not None:
            await self._service.stop()
        await self.dispatch.stop()
        await self.delivery.stop()
        if self._service is not None:
            await self._service.close()
        await self.http.aclose()

    async def _does(
        self, chat: str, inbound: Inbound, *, handed_over: bool = False
    ) -> tuple[Reply, ...]:
        before = len(self.inbox.noted)
        await self.mark(chat)
        act = self.hand_over if handed_over else self.act
        stored = await act(chat, inbound)
        if not stored:
            self.told = await self.read(chat)
            return ()
        await eventually(lambda: len(self.inbox.noted) > before and self.idle)
        self.told = await self.read(chat)
        last = self.inbox.noted[-1]
        assert not last.parked
        return last.replies

    async def _waits(self, chat: str, words: str) -> str:
        async with asyncio.timeout(30):
            while fold(words) not in fold(self.told):
                came = await self.read(chat)
                self.told = came if came.startswith(self.told) else f"{self.told}\n{came}"
                await asyncio.sleep(0.01)
        return self.told

    @property
    def idle(self) -> bool:
        """Whether everything taken in was answered, and the answers sent."""
        return not self.dispatch._done


def number_of(button: Button, heard: Sequence[Reply]) -> str:
    """The number a choice was last offered with; else its label, which works too."""
    offering = [reply.choices for reply in heard if reply.choices]
    last = offering[-1] if offering else ()
    return str(last.index(button) + 1) if button in last else button.label


def typed(button: Button, heard: Sequence[Reply], said: str) -> str:
    """What somebody types to choose; fails where the number cannot be seen."""
    number = number_of(button, heard)
    if not number.isdecimal():
        return number
    label = " ".join(button.label.split())
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert f"{number}. {label}" in lines, f"no line {number}. {label!r} in:\n{said}"
    return number


async def eventually(until: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something in another thread is so."""
    async with asyncio.timeout(seconds):
        while not until():  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.002)
