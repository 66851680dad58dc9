"""One gateway's life beside the web server. It calls us; nothing here fails a start."""

import asyncio
from functools import partial
from typing import Final

import structlog

from bot.channels.bridge.client import Gateway
from bot.channels.bridge.health import Health
from bot.channels.bridge.intake import Intake
from bot.channels.bridge.send import BridgeChannel
from bot.channels.bridge.webhook import Door
from bot.channels.receiving import Receiving
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.store import receipts
from handlers.store.unit_of_work import Store

SETTLE_SECONDS: Final = 5.0
"""Until reports that came before their message was known as sent are looked at again."""

log = structlog.get_logger(__name__)


class BridgeService(Receiving):
    """Everything of one gateway."""

    channel_name = "bridge"

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        name: str,
        gateway: Gateway,
        channel: BridgeChannel,
        door: Door,
        *,
        health: Health,
        store: Store,
        clock: Clock,
        settle_seconds: float = SETTLE_SECONDS,
    ) -> None:
        super().__init__()
        self.name = name
        self.endpoint = health.endpoint
        self.channel = channel
        self.door = door
        self.health = health
        self._gateway = gateway
        self._store = store
        self._clock = clock
        self._settle_seconds = settle_seconds

    @property
    def intake(self) -> Intake:
        """Who takes the calls in."""
        return self.door.intake

    async def open(self) -> None:
        """Make sending possible; no network."""
        await self._gateway.open()

    async def start(self) -> None:
        """Settle reports, in the background."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Settle nothing more. Sending still works until `close`."""
        self._stopping.set()
        if self._task is not None:
            await self._task
        self.health.stopped()

    async def close(self) -> None:
        """Close the HTTP client, after delivery has stopped."""
        await self._gateway.close()

    @property
    def broken(self) -> bool:
        """Whether the background work ended without being told to."""
        return self.ended

    def figures(self) -> dict[str, float]:
        """What a metrics page shows of this gateway; numbers since the start."""
        now, intake, results = self._clock.now(), self.intake, self.channel.results
        reached, last = self.health.reached_at, intake.last_at
        return {
            "seconds_since_answered": (now - reached).total_seconds() if reached else -1.0,
            "seconds_since_update": (now - last).total_seconds() if last else -1.0,
            "lag_seconds": intake.lag_seconds,
            "updates_taken": float(intake.taken),
            "updates_refused": float(self.door.refused.total()),
            "told_to_wait": float(self.channel.told_to_wait),
            "forbidden": float(results["Unreachable"]),
            "uncertain": float(results["Uncertain"]),
        }

    async def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(self._settle)
            except StorageError as error:
                log.warning("bridge.not_settled", error=type(error).__name__)
            await self._wait(self._settle_seconds)

    def _settle(self) -> None:
        with self._store.read() as work:
            rows = receipts.waiting(work, self.endpoint)
        if rows:
            self._store.write(partial(receipts.settle, rows=rows, now=self._clock.now()))
