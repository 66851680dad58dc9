"""Delivery: due outbox rows to their channel; records each part, retries, gives up.

A reply to a waiting person is sent at once by the process that handled the message
(`deliver`); a sweep per endpoint takes what is due, left over, or left by a dead process.
No transaction is open while a channel talks to the network.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

import structlog

from bot.channels.base import Channel
from bot.gathering import Gathering
from bot.leaving import Guard, Noted, Unguarded
from bot.sending import Attempt, attempt
from bot.sweeping import Claims, Sweep
from bot.taking_over import TakingOver
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.messages import Address
from handlers.store import outbox, rates
from handlers.store.outbox import Claimed
from handlers.store.unit_of_work import Store, Work
from knowledge.calendar import Span

SWEEP_SECONDS: Final = 1.0
"""How long something due may wait when nobody woke its delivery."""
RECORD_PAUSES: Final = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between tries to record what was sent while storage is busy or full: 16 s in all,
within the lease, after which the part would be sent again."""

log = structlog.get_logger(__name__)
T = TypeVar("T")
Pause = Callable[[float], Awaitable[None]]


class Delivery:
    """Sends for the endpoints it has channels for."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Clock,
        *,
        sweep_seconds: float = SWEEP_SECONDS,
        pause: Pause = asyncio.sleep,
        results: Counter[tuple[str, str]] | None = None,
    ) -> None:
        self.results: Counter[tuple[str, str]] = Counter() if results is None else results
        """Messages tried, by endpoint and what came of them."""
        self._store = store
        self._channels = channels
        self._clock = clock
        self._sweep_seconds = sweep_seconds
        self._pause = pause
        self.guard: Guard = Unguarded()
        self.taking_over = TakingOver()
        self.sender = "s" + secrets.token_hex(6)
        """Names this process on the rows it is sending."""
        self.threads: Executor = ThreadPoolExecutor(4, thread_name_prefix="delivery")
        self._closing = Gathering(self._close_together)
        self._contacts: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._sweeps: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()
        self.hours: dict[str, Span] = {}  # when citizens are written to first, by endpoint
        self._under_way: Counter[str] = Counter()
        """Messages being sent, by endpoint."""

    async def start(self) -> None:
        """Take over what a crash left, then sweep until stopped."""
        for endpoint in self._channels:
            await self._run(partial(self._prepare, endpoint))
        self._sweeps = [asyncio.create_task(self._sweep(one)) for one in self._channels]

    @property
    def running(self) -> bool:
        """Whether every sweep lives; without one, what waits would wait for ever."""
        return all(not task.done() for task in self._sweeps)

    async def stop(self) -> None:
        """Finish what is being sent; the rest stays queued."""
        self._stopping.set()
        await asyncio.gather(*self._sweeps, *self._contacts.values(), return_exceptions=True)
        self.threads.shutdown(wait=True)

    def claims(self, work: Work, endpoint: str) -> bool:
        """Whether a reply on this endpoint may be claimed for us as it is written."""
        channel = self._channels.get(endpoint)
        if channel is None or not self._has_room(endpoint, channel):
            return False
        free = channel.limits.per_second is None
        return free or rates.take(work, endpoint, 1, self._clock.now()) == 1

    def _has_room(self, endpoint: str, channel: Channel) -> bool:
        """As many again as the sweep's: claimed, they would wait for a connection till late."""
        if self._stopping.is_set():
            return False
        return channel.limits.per_second is None or self._under_way[endpoint] < (
            2 * channel.limits.at_once
        )

    async def send(self, claimed: list[Claimed]) -> None:
        """Send what was claimed for us when it was written.

        On PostgreSQL the transaction that closes one message and the one that writes the next may
        not see each other, and both leave the next one to the sweep: one more look finds it.
        """
        await self._send_all(claimed)
        if not self._store.sqlite:
            for address in {one.to.address for one in claimed}:
                await self.deliver(address)

    async def deliver(self, address: Address) -> None:
        """Send now whatever this contact may be sent; returns when it has gone."""
        contact = address.contact
        running = self._contacts.get(contact)
        if running is not None and not running.done():
            self._again.add(contact)
            await asyncio.shield(running)
            return
        task = asyncio.create_task(self._deliver(address))
        self._contacts[contact] = task
        task.add_done_callback(partial(self._forget, contact))
        await asyncio.shield(task)

    def _forget(self, contact: str, task: asyncio.Task[None]) -> None:
        if self._contacts.get(contact) is task:
            del self._contacts[contact]

    async def sweep(self, endpoint: str) -> int:
        """Send what is due on an endpoint, as many at once as its channel bears; the number."""
        limit = self._channels[endpoint].limits.at_once
        claims = await self._run(lambda: self._claim_endpoint(endpoint, limit))
        await asyncio.gather(*(self._send_all([one]) for one in claims.messages))
        return len(claims.messages)

    async def _deliver(self, address: Address) -> None:
        contact = address.contact
        while True:
            self._again.discard(contact)
            claimed = await self._run(lambda: self._claim_now(address))
            await self._send_all(claimed)
            if contact not in self._again or self._stopping.is_set():
                return

    async def _send_all(self, claimed: list[Claimed]) -> None:
        """Send, and then whatever of the same contact that lets go."""
        while claimed:
            following: list[Claimed] = []
            for one in claimed:
                following += await self._send(one)
            claimed = following

    async def _send(self, claimed: Claimed) -> list[Claimed]:
        """Send one message; returns what may be sent to its contact next."""
        address = claimed.to.address
        channel = self._channels[address.endpoint]
        self._under_way[address.endpoint] += 1
        try:
            record = self._part_recorder(claimed)
            end = await attempt(channel, claimed, self._clock, record, self.hours)
        finally:
            self._under_way[address.endpoint] -= 1
        self.results[address.endpoint, end.outcome] += 1
        log.info("outbox.tried", outbox=claimed.id, contact=address.contact, outcome=end.outcome)
        return await self._closing.put((claimed, end))

    def _part_recorder(self, claimed: Claimed) -> Callable[[tuple[str, ...]], Awaitable[bool]]:
        async def record(provider_ids: tuple[str, ...]) -> bool:
            def change() -> bool:
                now = self._clock.now()
                with self._store.work() as work:
                    mine = outbox.record_part(work, claimed.id, self.sender, provider_ids, now)
                    work.commit()
                return mine

            return await self._recorded(change)

        return record

    async def _close_together(self, ends: Sequence[tuple[Claimed, Attempt]]) -> list[list[Claimed]]:
        return await self._recorded(partial(self._close_all, ends))

    def _close_all(self, ends: Sequence[tuple[Claimed, Attempt]]) -> list[list[Claimed]]:
        """Write how messages ended; for each what may be sent to its contact next."""
        noted: Noted = []

        def close(work: Work) -> list[list[Claimed]]:
            return [self._close(work, one, end, noted) for one, end in ends]

        closed = self._store.write(close)
        self.guard.confirm(noted)
        return closed

    def _close(self, work: Work, claimed: Claimed, end: Attempt, noted: Noted) -> list[Claimed]:
        closed = end.apply(work, claimed, self.sender, self._clock.now())
        if not closed.mine:
            log.warning("outbox.lease_lost", outbox=claimed.id)
        more = closed.mine and closed.more
        return self._claim_in(work, claimed.to.address, noted) if more else []

    def _claim_now(self, address: Address) -> list[Claimed]:
        noted: Noted = []
        with self._store.work() as work:
            claimed = self._claim_in(work, address, noted)
            work.commit()
        self.guard.confirm(noted)
        return claimed

    def _claim_in(self, work: Work, address: Address, noted: Noted) -> list[Claimed]:
        """Claim for one contact within the endpoint's rate."""
        channel = self._channels.get(address.endpoint)
        if channel is None or not self._has_room(address.endpoint, channel):
            return []
        if not self.guard.beat(work, noted):
            return []
        now = self._clock.now()
        if channel.limits.per_second is None:
            return outbox.claim_contact(work, address.contact, self.sender, now)
        granted = rates.take(work, address.endpoint, 1, now)
        if granted == 0:
            return []
        claimed = outbox.claim_contact(work, address.contact, self.sender, now, granted)
        if len(claimed) < granted:
            rates.take_more(work, address.endpoint, len(claimed) - granted)
        return claimed

    def _claim_endpoint(self, endpoint: str, limit: int) -> Claims:
        now = self._clock.now()
        limits = self._channels[endpoint].limits
        limited = limits.per_second is not None
        noted: Noted = []
        with self._store.work() as work:
            if not self.guard.beat(work, noted):
                return Claims()
            self.taking_over.put_right(work, endpoint, now, repeatable=limits.repeatable)
            granted = rates.take(work, endpoint, limit, now) if limited else limit
            claimed = []
            if granted:
                claimed = outbox.claim_endpoint(work, endpoint, self.sender, now, granted)
            if limited and len(claimed) < granted:
                rates.take_more(work, endpoint, len(claimed) - granted)
            # All of what the limit let through was wanted: it is the limit that stands in the way.
            short = granted < limit and len(claimed) == granted
            token_in = rates.token_in(work, endpoint, now) if short else None
            work.commit()
        self.guard.confirm(noted)
        return Claims(claimed, token_in.total_seconds() if token_in is not None else None)

    def _prepare(self, endpoint: str) -> None:
        limits, now = self._channels[endpoint].limits, self._clock.now()
        again = limits.repeatable
        with self._store.work() as work:
            if limits.per_second is not None:
                rates.set_rate(work, endpoint, limits.per_second, limits.burst, now)
            if self._store.sqlite:  # one process serves a SQLite file: whoever was sending died
                freed = outbox.free_others(work, endpoint, self.sender, now, repeatable=again)
            else:
                freed = outbox.free_late(work, endpoint, now, repeatable=again)
            work.commit()
        if freed:
            log.warning("outbox.freed", endpoint=endpoint, number=freed)

    async def _sweep(self, endpoint: str) -> None:
        places = self._channels[endpoint].limits.at_once
        sweep = Sweep(endpoint, places, self._claim_due, self._send_all, self._sweep_seconds)
        await sweep.run(self._stopping)

    async def _claim_due(self, endpoint: str, limit: int) -> Claims:
        if not await self._run(lambda: self._anything_due(endpoint)):
            return Claims()
        return await self._run(lambda: self._claim_endpoint(endpoint, limit))

    def _anything_due(self, endpoint: str) -> bool:
        """An idle ward writes nothing."""
        if self.taking_over.just_leapt():
            return True
        with self._store.read() as work:
            return outbox.anything_due(work, endpoint, self._clock.now())

    async def _run(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.threads, call)

    async def _recorded(self, call: Callable[[], T]) -> T:
        """What was sent must be written down: keep trying while the lease holds."""
        for seconds in RECORD_PAUSES:
            try:
                return await self._run(call)
            except StorageError as error:
                log.warning("outbox.record_again", error=type(error).__name__)
                await self._pause(seconds)
        return await self._run(call)
