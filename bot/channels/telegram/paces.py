"""The pace of a chat, kept below Telegram's limits; that of the whole bot is in `call_places`.

One process keeps the chats' paces in memory; several keep them in the database, where a place is
reserved before it is used (`handlers.store.paces`).
"""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol, TypeVar

from bot.channels.telegram.limits import GROUP, PRIVATE
from handlers.store import paces
from handlers.store.contacts import Destination
from handlers.store.paces import Pace
from handlers.store.unit_of_work import Store

PATIENCE: Final = timedelta(seconds=5)
"""A wait for a chat's pace this short is done at once; a longer one goes back to the outbox."""
CHATS_KEPT: Final = 4_096
"""Chats whose pace is remembered; an older one has long filled up again."""

K = TypeVar("K")
V = TypeVar("V")


class Paces(Protocol):
    """When each chat may get its next message."""

    async def reserve(self, to: Destination, chat: int, now: datetime) -> timedelta:
        """How long the next message must wait; up to `PATIENCE` its place is then taken."""
        ...

    async def pause(self, to: Destination, chat: int, until: datetime, now: datetime) -> None:
        """Telegram asked us to leave this chat alone: tell the other processes."""
        ...


class ChatPaces:
    """Of the one process there is."""

    def __init__(self, private: Pace = PRIVATE, group: Pace = GROUP) -> None:
        self._private = private
        self._group = group
        self._full_at: OrderedDict[int, datetime] = OrderedDict()
        """The moment a chat's bucket is full again."""

    async def reserve(self, to: Destination, chat: int, now: datetime) -> timedelta:
        """How long the next message must wait; up to `PATIENCE` its place is then taken."""
        del to
        pace = self._group if chat < 0 else self._private
        full_at = paces.as_now(pace, self._full_at.get(chat, now), now)
        wait = paces.waiting_time(pace, full_at, None, now)
        if wait <= PATIENCE:
            _keep(self._full_at, chat, max(full_at, now + wait) + pace.every)
        return wait

    async def pause(self, to: Destination, chat: int, until: datetime, now: datetime) -> None:
        """There is nobody to tell: the gate of this process knows."""


class SharedPaces:
    """Of all processes on one database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: OrderedDict[tuple[str, int], str] = OrderedDict()
        """Of groups: the contact whose row all topics share."""

    async def reserve(self, to: Destination, chat: int, now: datetime) -> timedelta:
        """How long the next message must wait; up to `PATIENCE` its place is then taken."""
        return await asyncio.to_thread(partial(self._reserve, to, chat, now))

    async def pause(self, to: Destination, chat: int, until: datetime, now: datetime) -> None:
        """Telegram asked us to leave this chat alone."""
        await asyncio.to_thread(partial(self._pause, to, chat, until, now))

    def _reserve(self, to: Destination, chat: int, now: datetime) -> timedelta:
        with self._store.work() as work:
            row = self._row_of(to, chat)
            pace = GROUP if chat < 0 else PRIVATE
            wait = paces.reserve(work, row, pace, now, PATIENCE)
            work.commit()
        return wait

    def _pause(self, to: Destination, chat: int, until: datetime, now: datetime) -> None:
        with self._store.work() as work:
            paces.pause(work, self._row_of(to, chat), until, now)
            work.commit()

    def _row_of(self, to: Destination, chat: int) -> str:
        if chat > 0:
            return to.address.contact
        key = (to.address.endpoint, chat)
        if (known := self._rows.get(key)) is not None:
            return known
        with self._store.read() as work:
            found = paces.first_contact(work, to.address.endpoint, str(chat))
        _keep(self._rows, key, found or to.address.contact)
        return self._rows[key]


def _keep(held: OrderedDict[K, V], key: K, value: V) -> None:
    held[key] = value
    held.move_to_end(key)
    while len(held) > CHATS_KEPT:
        held.popitem(last=False)
