"""From verified calls to dispatch and outbox: stored, then confirmed; a repeat changes nothing."""

import asyncio
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from bot.channels.aside import Helped
from bot.channels.bridge.contract import DeliveryReport, InboundEvent
from bot.channels.bridge.health import Health
from bot.channels.bridge.limits import HELP_EVERY
from bot.channels.bridge.receive import inbound_of
from bot.channels.taking import Submits, Taking
from handlers.clock import Clock
from handlers.messages import InboundKind
from handlers.store import receipts
from handlers.store.receipts import Receipt
from handlers.store.unit_of_work import Store, Work

PEOPLE_KEPT: Final = 1_024

log = structlog.get_logger(__name__)


class Intake(Taking):
    """Takes the calls of one gateway in."""

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        endpoint: str,
        dispatch: Submits,
        store: Store,
        health: Health,
        clock: Clock,
        *,
        guests: frozenset[str] | None = None,
        paged: bool = False,
    ) -> None:
        """`guests`: the only ones a sample commune talks to; `paged`: long answers go by pages."""
        super().__init__()
        self.endpoint = endpoint
        self.reports = 0
        self._dispatch = dispatch
        self._store = store
        self._health = health
        self._clock = clock
        self._guests = guests
        self._paged = paged
        self._helped = Helped(HELP_EVERY, PEOPLE_KEPT)

    async def event(self, event: InboundEvent) -> str:
        """Take an event in; the word of the answer.

        Raises:
            StorageError: it is not stored and must come again.
        """
        now, said = self._clock.now(), event.root
        if self._guests is not None and said.sender not in self._guests:
            log.info("bridge.no_guest", endpoint=self.endpoint)
            return "ignored"
        inbound = inbound_of(event, self.endpoint, now, paged=self._paged)
        wordless = inbound.kind is InboundKind.UNSUPPORTED
        if wordless and not self._helped.begin(said.sender, now):
            return "ignored"
        with self._helped.undone(said.sender, begun=wordless):
            stored = await self._dispatch.submit(inbound)
        self._took(now)
        if said.sent_at is not None:
            self.lag_seconds = max(0.0, now.timestamp() - said.sent_at)
        return "duplicate" if stored is None else "stored"

    async def report(self, report: DeliveryReport) -> str | None:
        """Take a report in; None for a message that is not of this gateway.

        Raises:
            StorageError: it is not kept and must come again.
        """
        now, receipt = self._clock.now(), receipt_of(report)
        if not 0 < receipt.part <= receipt.parts:
            return None

        def note(work: Work) -> bool:
            return receipts.note(work, self.endpoint, receipt, now)

        known = await asyncio.to_thread(partial(self._store.write, note))
        self._took(now)
        self.reports += 1
        return "noted" if known else None

    def _took(self, now: datetime) -> None:
        self.taken += 1
        self.last_at = now
        self._health.called()


def receipt_of(report: DeliveryReport) -> Receipt:
    """A report by the number of our row, which the message's id begins with."""
    row, part, parts, _ = report.message.split("-")
    arrived = report.status == "delivered"
    reason = "" if arrived else report.reason
    return Receipt(report.message, int(row), int(part), int(parts), arrived, reason)
