"""Dispatch: stores at once, handles one chat in order, chats in turn, off the event loop.

A channel awaits `submit` and may then confirm to its peer. Handling goes on in lanes, one per
contact, at most `at_once` together; what is left after a crash is taken up at the start.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any, Final, Protocol, TypeVar

import structlog

from bot.delivery import Delivery
from bot.gathering import Gathering
from handlers.errors import LostRaceError, StorageError
from handlers.inbox import Handled, Inbox
from handlers.messages import Inbound
from handlers.set_aside import Unread
from handlers.store.inbound import Stored

AT_ONCE: Final = 16
"""Chats handled together: more only makes all of them wait (telegram measurements: 16)."""
LANES: Final = 2
"""Threads that handle on SQLite, each a batch in one commit: while one's reaches the disk the other
decides, more only fight for the interpreter. It divides AT_ONCE: with three, every other batch was
of one, and a message cost 0.68 commits instead of 0.39 and 6 % more of the processor.
On PostgreSQL each message has a thread and a transaction: there they wait for the network."""
AGAIN_SECONDS: Final = 2.0
"""Pause of a lane whose message could not be handled for want of storage."""
LEFT_OVER: Final = timedelta(seconds=25)
"""Stored and untouched for so long on PostgreSQL: its process died, another takes it up. If that
one was only slow, whoever is first handles it: the other finds it done."""
LOOK_SECONDS: Final = 4.0
"""Between two looks for such: what a dead process had stored is taken up within 30 s."""

log = structlog.get_logger(__name__)
T = TypeVar("T")


class Prepares(Protocol):
    """The part of `bot.preparing.Preparing` dispatch needs."""

    async def prepare(self, inbound_id: str) -> None:
        """See what the files of a message are. Raises StorageError when it is to be repeated."""

    def close(self) -> None:
        """Wait for its threads."""


class Dispatch:
    """Takes messages from channels and sees each through to its replies."""

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        inbox: Inbox,
        delivery: Delivery,
        *,
        preparing: Prepares | None = None,
        at_once: int = AT_ONCE,
        again_seconds: float = AGAIN_SECONDS,
        look_seconds: float = LOOK_SECONDS,
        handled_in: Callable[[float], None] | None = None,
    ) -> None:
        """`handled_in` hears how many seconds each message took to be handled."""
        self._handled_in = handled_in
        self._inbox = inbox
        self._delivery = delivery
        self._preparing = preparing
        self._at_once = at_once
        self._again_seconds = again_seconds
        self._look_seconds = look_seconds
        self._receivers = ThreadPoolExecutor(2, thread_name_prefix="receive")
        lanes, most = (LANES, at_once // LANES or 1) if inbox.alone else (at_once, 1)
        self._handlers = ThreadPoolExecutor(lanes, thread_name_prefix="handle")
        self._receiving = Gathering(self._receive)
        self._handling = Gathering(self._handle, lanes=lanes, most=most)
        self._lanes: dict[str, deque[str]] = {}
        """Ids waiting, by contact; a contact is here while anything of it is under way."""
        self._ready: deque[str] = deque()
        self._done: dict[str, asyncio.Future[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = 0
        self._stopping = asyncio.Event()
        self._recovery: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up what was stored and not handled, and keep looking for such."""
        self._inbox.begin()
        await self.recover(timedelta(0) if self._inbox.alone else LEFT_OVER)
        self._recovery = asyncio.create_task(self._keep_recovering())

    @property
    def running(self) -> bool:
        """Whether what a dead process left would be found."""
        return self._recovery is not None and not self._recovery.done()

    async def stop(self) -> None:
        """Finish what is being handled; the rest stays stored."""
        self._stopping.set()
        if self._recovery is not None:
            await self._recovery
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._preparing is not None:
            await asyncio.to_thread(self._preparing.close)
        self._receivers.shutdown(wait=True)
        self._handlers.shutdown(wait=True)

    async def submit(self, inbound: Inbound) -> str | None:
        """Store a message and set it going; its id, or None for a repeat.

        A caller who is cancelled meanwhile (a webhook whose peer hung up) hears nothing more; the
        message is stored and answered all the same.

        Raises:
            StorageError: it was not stored; the channel must not confirm it.
        """
        stored = await self._receiving.put(inbound)
        return None if stored is None else stored.id

    async def set_aside(self, unread: Unread) -> None:
        """Keep what could not be read.

        Raises:
            StorageError: it was not kept; the channel must not confirm it.
        """
        await self._thread(self._receivers, partial(self._inbox.set_aside, unread))

    async def _receive(self, inbounds: Sequence[Inbound]) -> Sequence[Stored | None]:
        """In a task of its own: what was stored gets its lane whoever still waits for it."""
        arrived = await self._thread(self._receivers, partial(self._inbox.receive_all, inbounds))
        for stored in arrived:
            if stored is not None:
                self._enqueue(stored)
        return arrived

    async def _handle(self, ids: Sequence[str]) -> Sequence[tuple[Handled, ...] | Exception]:
        files_first = self._preparing is not None
        call = partial(self._inbox.handle_together, ids, self._delivery, files_first=files_first)
        return await self._thread(self._handlers, call)

    async def settle(self, inbound_id: str) -> None:
        """Wait until this message was handled and its replies were tried."""
        if (done := self._done.get(inbound_id)) is not None:
            await asyncio.shield(done)

    async def recover(self, older_than: timedelta = timedelta(0)) -> int:
        """Take up stored messages that no lane of ours has; their number."""
        left = await self._thread(self._receivers, partial(self._inbox.waiting, older_than))
        found = [stored for stored in left if stored.id not in self._done]
        for stored in found:
            self._enqueue(stored)
        if found:
            log.info("inbound.recovered", number=len(found))
        return len(found)

    def _enqueue(self, stored: Stored) -> None:
        if stored.id in self._done:
            return
        self._done[stored.id] = asyncio.get_running_loop().create_future()
        lane = self._lanes.get(stored.contact)
        if lane is None:
            self._lanes[stored.contact] = deque([stored.id])
            self._ready.append(stored.contact)
            self._pump()
        else:
            lane.append(stored.id)

    def _pump(self) -> None:
        while self._ready and self._running < self._at_once and not self._stopping.is_set():
            contact = self._ready.popleft()
            self._running += 1
            self._task(self._take_turn(contact))

    async def _take_turn(self, contact: str) -> None:
        """Handle the first message of a lane, then let the other chats have theirs."""
        lane = self._lanes[contact]
        inbound_id = lane[0]
        pause, unprepared = 0.0, ""
        try:
            handled = _raised(await self._handling.put(inbound_id))
        except (StorageError, LostRaceError) as error:
            log.warning("inbound.waits", inbound=inbound_id, error=type(error).__name__)
            pause = self._again_seconds
        except Exception as error:
            log.exception("inbound.defect", inbound=inbound_id, error=type(error).__name__)
            lane.popleft()
            self._settled(inbound_id)
        else:
            if handled and handled[-1].unprepared:
                unprepared = handled[-1].id
                self._task(self._send(inbound_id, handled[:-1]))
            else:
                lane.popleft()
                self._task(self._finish(inbound_id, handled))
        finally:
            self._running -= 1
        await self._next_turn(contact, pause, unprepared)

    async def _next_turn(self, contact: str, pause: float, unprepared: str) -> None:
        """Let the lane go on, after its files were looked at, or after a pause."""
        self._pump()
        if unprepared and not await self._prepared(unprepared):
            pause = self._again_seconds
        if pause:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
        if self._lanes[contact]:
            self._ready.append(contact)
        else:
            del self._lanes[contact]
        self._pump()

    async def _prepared(self, inbound_id: str) -> bool:
        """Have the files of a message looked at, no longer than until we stop."""
        if self._preparing is None:
            return False
        work = asyncio.create_task(self._preparing.prepare(inbound_id))
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not work.done():
            work.cancel()
        ended = (await asyncio.gather(work, return_exceptions=True))[0]
        if ended is None:
            return True
        log.warning("inbound.unprepared", inbound=inbound_id, error=type(ended).__name__)
        return False

    async def _finish(self, inbound_id: str, handled: tuple[Handled, ...]) -> None:
        try:
            await self._send(inbound_id, handled)
        finally:
            self._settled(inbound_id)

    async def _send(self, inbound_id: str, handled: tuple[Handled, ...]) -> None:
        """Send the replies now; the sweep would only find them a second later."""
        try:
            for one in handled:
                await self._delivery.send(list(one.claimed))
            for address in {one.address for one in handled if one.replies and not one.claimed}:
                await self._delivery.deliver(address)
        except StorageError as error:
            log.warning("outbox.storage", inbound=inbound_id, error=type(error).__name__)

    def _settled(self, inbound_id: str) -> None:
        done = self._done.pop(inbound_id, None)
        if done is not None and not done.done():
            done.set_result(None)

    async def _keep_recovering(self) -> None:
        """Of a dead process (PostgreSQL), or stored when a lane could not be made."""
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._look_seconds)
            if self._stopping.is_set():
                return
            try:
                await self.recover(LEFT_OVER)
            except StorageError as error:
                log.warning("inbound.recovery_failed", error=type(error).__name__)

    def _task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @staticmethod
    async def _thread(pool: ThreadPoolExecutor, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, call)


def _raised(outcome: tuple[Handled, ...] | Exception) -> tuple[Handled, ...]:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
