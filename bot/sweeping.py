"""The sweep of one endpoint: keeps the channel's places filled as fast as its limit allows.

Nothing waits for a batch: a message that takes long holds one place, the others go on. When the
limit is reached, the sweep sleeps until the next token and not longer, or a broadcast would fall
behind its pace.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog

from handlers.store.outbox import Claimed

TOKEN_SECONDS: Final = 0.02
"""The shortest wait for a token: at 1,000 a second, 20 are taken in one transaction."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Claims:
    """What may be sent now, and when to look again if the limit stood in the way."""

    messages: Sequence[Claimed] = ()
    token_in: float | None = None
    """Seconds until the limit lets another one leave; None: the limit is not reached."""


class Sweep:
    """Runs until stopped; trouble is told and outlived."""

    def __init__(
        self,
        endpoint: str,
        places: int,
        claim: Callable[[str, int], Awaitable[Claims]],
        send: Callable[[list[Claimed]], Awaitable[None]],
        every: float,
    ) -> None:
        self._endpoint = endpoint
        self._places = places
        self._claim = claim
        self._send = send
        self._every = every
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Claim and send; at the end, finish what is under way."""
        while not stopping.is_set():
            claims = await self._claims()
            for one in claims.messages:
                self._under_way.add(asyncio.create_task(self._one(one)))
            await self._rest(claims, stopping)
        await asyncio.gather(*self._under_way)

    async def _claims(self) -> Claims:
        free = self._places - len(self._under_way)
        if free <= 0:
            return Claims()
        try:
            return await self._claim(self._endpoint, free)
        except Exception as error:  # noqa: BLE001 - the sweep must outlive any trouble
            log.warning("outbox.sweep_failed", endpoint=self._endpoint, error=type(error).__name__)
            return Claims(token_in=self._every)

    async def _one(self, claimed: Claimed) -> None:
        try:
            await self._send([claimed])
        except Exception as error:  # noqa: BLE001 - its lease ends, and another takes it up
            log.warning("outbox.sweep_failed", endpoint=self._endpoint, error=type(error).__name__)

    async def _rest(self, claims: Claims, stopping: asyncio.Event) -> None:
        """Until a token is there, or a place is free, or it is time to look."""
        stop: asyncio.Task[Any] = asyncio.create_task(stopping.wait())
        ends = {stop}
        if claims.token_in is not None:
            seconds = max(TOKEN_SECONDS, min(claims.token_in, self._every))
        else:
            seconds = self._every
            ends |= self._under_way
        await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        self._under_way = {task for task in self._under_way if not task.done()}
