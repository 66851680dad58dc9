"""What the account may push to a person now: the windows after their last word."""

import asyncio
from datetime import datetime

from bot.channels.base import Withheld
from bot.channels.zalo_oa.limits import MARGIN, PAID
from handlers.store.contacts import Destination
from handlers.store.interactions import last_word
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store


class Gate:
    """Asked before anything we start ourselves."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def check(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """Whether a message may go.

        Raises:
            Withheld: the window is over.
        """
        del kind
        last = await asyncio.to_thread(self._last, to.address.contact)
        if last is None or now - last > PAID - MARGIN:
            raise Withheld("window")

    def _last(self, contact: str) -> datetime | None:
        with self._store.read() as work:
            return last_word(work, contact)
