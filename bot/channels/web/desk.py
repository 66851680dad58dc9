"""The conversation behind the web page: the page's forms in, its thread out.

An address here is the channel's own: its `contact` is the hash of the visitor's cookie.
"""

import asyncio
from typing import Any, Final, Protocol

from bot.channels.web.send import WebChannel
from bot.channels.web.thread import Entry, Said, SharedFile, Thread
from handlers.clock import Clock
from handlers.errors import StorageFullError
from handlers.inbox import Inbox
from handlers.messages import Address, Inbound
from handlers.store import contacts, transcript
from handlers.store import inbound as inbounds
from handlers.store.files import FileStore
from handlers.store.transcript import Line
from handlers.store.unit_of_work import Store

LOOK_SECONDS: Final = 1.0
"""How often a waiting page looks for lines another process added."""


class Submits(Protocol):
    """The part of `bot.dispatch.Dispatch` a page needs."""

    async def submit(self, inbound: Inbound) -> object:
        """Store one inbound and set it going; a repeat is dropped."""


class WebDesk:
    """Submits, reads threads, waits for news, forgets."""

    def __init__(
        self,
        store: Store,
        inbox: Inbox,
        dispatch: Submits,
        channel: WebChannel,
        clock: Clock,
        files: FileStore,
    ) -> None:
        self._store = store
        self._inbox = inbox
        self._dispatch = dispatch
        self._channel = channel
        self._clock = clock
        self._files = files

    async def submit(self, inbound: Inbound) -> None:
        """Store one message, drop a repeat, and set it going."""
        await self._dispatch.submit(inbound)
        self._channel.wake(inbound.address.contact)

    async def thread(self, address: Address, since: int = 0) -> Thread:
        """The lines after `since`, oldest first, and whether an answer is still to come."""
        return await asyncio.to_thread(self._thread, address, since)

    async def wait_for_news(self, address: Address, since: int, seconds: float) -> None:
        """Return once the thread may have changed after `since`, at the latest after `seconds`."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        # Another process's lines are seen by looking; the store of one process on SQLite is
        # looked at as well, so that a line added between look and wait is never missed.
        while (left := end - loop.time()) > 0:
            waiter = asyncio.ensure_future(
                self._channel.news(address.contact, min(left, LOOK_SECONDS))
            )
            if await asyncio.to_thread(self._newer, address, since):
                waiter.cancel()
                return
            await waiter

    async def arrive(self, data: bytes) -> str:
        """Keep an upload until it is looked at.

        Raises:
            StorageError: it was not kept.
        """
        try:
            return await asyncio.to_thread(self._files.arrive, data)
        except OSError as error:
            raise StorageFullError from error

    async def file(self, address: Address, line: int, number: int) -> SharedFile | None:
        """A file of the reply on a line of this thread."""
        return await asyncio.to_thread(self._file, address, line, number)

    def _file(self, address: Address, line: int, number: int) -> SharedFile | None:
        with self._store.read() as work:
            contact = contacts.find_contact(work, address.endpoint, address.contact)
            reply = None if contact is None else transcript.reply_at(work, contact, line)
        if reply is None or number >= len(reply.attachments):
            return None
        attachment = reply.attachments[number]
        data = self._files.read(attachment.key)
        return None if data is None else SharedFile(attachment.filename, data)

    async def forget(self, address: Address) -> None:
        """Erase the person's words, thread and state at once."""
        await asyncio.to_thread(
            self._inbox.forget, address.endpoint, address.contact, address.thread
        )
        self._channel.wake(address.contact)

    def _thread(self, address: Address, since: int) -> Thread:
        with self._store.read() as work:
            contact = contacts.find_contact(work, address.endpoint, address.contact)
            if contact is None:
                return Thread()
            lines = transcript.since(work, contact, since)
            waiting = inbounds.any_stored(work, contact) or transcript.reply_coming(work, contact)
        entries = tuple(_entry(line) for line in lines if line.said or line.reply or line.erased)
        return Thread(entries, waiting)

    def _newer(self, address: Address, since: int) -> bool:
        with self._store.read() as work:
            contact = contacts.find_contact(work, address.endpoint, address.contact)
            return contact is not None and transcript.last(work, contact) > since


def _entry(line: Line) -> Entry:
    said = _said(line.said) if line.said else None
    return Entry(line.seq, line.at, said, line.reply, line.erased)


def _said(fields: dict[str, Any]) -> Said:
    return Said(fields["kind"], fields.get("text", ""), fields.get("action", ""))
