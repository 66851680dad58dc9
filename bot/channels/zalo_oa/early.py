"""Receipts that came before their message was written down as sent: Zalo is at times that quick."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from bot.channels.zalo_oa.receive import Delivered

HOLDS: Final = timedelta(minutes=3)
"""A message is written down within its lease of half a minute; after that nobody waits for it."""
MOST: Final = 1_000


class Early:
    """The newest of them; of this process alone, since only a mark is lost with one."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._since: OrderedDict[Delivered, datetime] = OrderedDict()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._since)

    def keep(self, receipt: Delivered, now: datetime) -> None:
        """Hold one; the oldest makes room."""
        self._since.setdefault(receipt, now)
        while len(self._since) > self._most:
            self._since.popitem(last=False)

    def waiting(self, now: datetime) -> tuple[Delivered, ...]:
        """Those to be tried again; what is too old is given up."""
        for receipt, since in tuple(self._since.items()):
            if not timedelta(0) <= now - since < HOLDS:
                del self._since[receipt]
        return tuple(self._since)

    def drop(self, receipt: Delivered) -> None:
        """Its message is known."""
        self._since.pop(receipt, None)
