"""Prepare: between receive and handle, the files of a message are fetched, checked and read.

A crash in here loses nothing and repeats harmlessly: the message stays stored, its files are
fetched again. Tries are counted before they are made, so that a file which ends the process
cannot end it for ever.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import IO, Final, TypeVar

import structlog

from bot.channels.base import FetchError, FileFetcher, Gone, Later, TooLarge
from bot.files.checked import Checked
from bot.files.kinds import MOST
from handlers.incoming import FileDesk
from handlers.messages import FileReason, FileState, IncomingFile
from handlers.store.attachments import Waiting
from handlers.store.files import FileStore

MOST_TRIES: Final = 3
"""How often a message's files are begun; more only after crashes."""
FETCH_PAUSES: Final = (1.0, 3.0, 8.0)
"""Seconds before fetching again while the channel does not hand a file out; a person waits."""
PATIENCE: Final = 15.0
"""A channel that asks for a longer pause is not waited for."""
FETCH_SECONDS: Final = 60.0
"""20 MB at 3 Mbit/s."""
FETCHES: Final = 4
"""Messages whose files are under way together; what comes in of them lies on the disk."""
CHECKS: Final = 2
"""Files looked at together: 2 of 20 MB in memory, and a picture decoded takes up to 250 MB more
for a moment and a whole core."""

log = structlog.get_logger(__name__)
T = TypeVar("T")
Pause = Callable[[float], Awaitable[None]]


class Preparing:
    """Prepares the messages dispatch hands over."""

    def __init__(
        self,
        desk: FileDesk,
        files: FileStore,
        fetchers: Mapping[str, FileFetcher],
        *,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._desk = desk
        self._files = files
        self._fetchers = fetchers
        self._pause = pause
        self._room = asyncio.Semaphore(FETCHES)
        self._threads = ThreadPoolExecutor(FETCHES, thread_name_prefix="files")
        self._checkers = ThreadPoolExecutor(CHECKS, thread_name_prefix="check")

    async def prepare(self, inbound_id: str) -> None:
        """See what the files of a message are, and write it down.

        Raises:
            StorageError: it could not be written; the message is still to be prepared.
        """
        async with self._room:
            waiting = await self._thread(partial(self._desk.begin, inbound_id))
            if waiting is None:
                return
            keep = waiting.tries <= MOST_TRIES and self._desk.keeps(waiting)
            looked = [await self._look(waiting, one, keep=keep) for one in waiting.inbound.files]
            await self._settle(waiting, looked)

    def close(self) -> None:
        """Wait for the threads."""
        self._threads.shutdown(wait=True)
        self._checkers.shutdown(wait=True)

    async def _settle(
        self, waiting: Waiting, looked: list[tuple[IncomingFile, tuple[str, ...]]]
    ) -> None:
        files = [file for file, _ in looked]
        codes = tuple(dict.fromkeys(code for _, found in looked for code in found))
        written = await self._thread(partial(self._desk.settle, waiting, files, codes))
        if not written:  # the person was erased meanwhile, or another process was faster
            unnamed = await self._thread(partial(self._desk.unnamed, waiting, files))
            await self._thread(partial(self._files.free, unnamed))
        fetcher = self._fetchers.get(waiting.inbound.address.endpoint)
        if fetcher is not None:
            for one in waiting.inbound.files:
                await fetcher.let_go(one)
        log.info("files.prepared", inbound=waiting.id, states=[str(one.state) for one in files])

    async def _look(
        self, waiting: Waiting, file: IncomingFile, *, keep: bool
    ) -> tuple[IncomingFile, tuple[str, ...]]:
        """What became of one file, and the codes it holds."""
        if waiting.tries > MOST_TRIES:
            log.error("files.given_up", inbound=waiting.id, tries=waiting.tries)
            return _end(file, FileState.LOST, FileReason.UNREACHABLE), ()
        try:
            with self._files.arriving() as into:
                await self._fetch(waiting, file, into)
                return await self._checked(waiting, file, into, keep=keep)
        except TooLarge:
            return _end(file, FileState.REFUSED, FileReason.TOO_LARGE), ()
        except Gone:
            return _end(file, FileState.LOST, FileReason.GONE), ()
        except FetchError:
            return _end(file, FileState.LOST, FileReason.UNREACHABLE), ()
        except OSError as error:
            log.error("files.not_fetched", inbound=waiting.id, error=type(error).__name__)  # noqa: TRY400
            return _end(file, FileState.LOST, FileReason.UNREACHABLE), ()

    async def _checked(
        self, waiting: Waiting, file: IncomingFile, came: IO[bytes], *, keep: bool
    ) -> tuple[IncomingFile, tuple[str, ...]]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._checkers, partial(_check, came, keep=keep))
        except Exception as error:  # noqa: BLE001 - whatever a hostile file raises stalls nobody
            # Its text may quote the file.
            log.error("files.defect", inbound=waiting.id, error=type(error).__name__)  # noqa: TRY400
            found = Checked(refused=FileReason.BROKEN)
        if found.refused is not None:
            return _end(file, FileState.REFUSED, found.refused), ()
        if found.kind is None or not found.data:
            return _end(file, FileState.READ, found.note), found.codes
        owner = waiting.inbound.address.contact
        try:
            key = await self._thread(partial(self._files.put, owner, found.data))
        except OSError as error:
            log.error("files.not_kept", inbound=waiting.id, error=type(error).__name__)  # noqa: TRY400
            return _end(file, FileState.LOST, FileReason.UNREACHABLE), found.codes
        name = f"{file.name.rpartition('.')[0] or file.name}.{found.kind.ending}"
        kept = replace(file, name=name, mime=found.kind.mime, size=len(found.data), key=key)
        return _end(kept, FileState.STORED, found.note), found.codes

    async def _fetch(self, waiting: Waiting, file: IncomingFile, into: IO[bytes]) -> None:
        """Bring the bytes in, tried again while the channel may yet hand them out."""
        fetcher = self._fetchers.get(waiting.inbound.address.endpoint)
        if fetcher is None:
            raise Gone
        if file.size > MOST:
            raise TooLarge
        for seconds in FETCH_PAUSES:
            try:
                return await self._bring(fetcher, file, into)
            except Later as later:
                log.warning("files.later", inbound=waiting.id, asked=later.seconds)
                if later.seconds > PATIENCE:
                    raise
                await self._pause(max(seconds, later.seconds))
        return await self._bring(fetcher, file, into)

    async def _bring(self, fetcher: FileFetcher, file: IncomingFile, into: IO[bytes]) -> None:
        """Piece by piece, never more than allowed; what an earlier try left is written over."""
        await self._thread(partial(_empty, into))
        size = 0
        try:
            async with (
                asyncio.timeout(FETCH_SECONDS),
                _closing(fetcher.fetch(file, MOST)) as source,
            ):
                async for piece in source:
                    size += len(piece)
                    if size > MOST:
                        raise TooLarge
                    await self._thread(partial(into.write, piece))
        except TimeoutError:
            raise Later from None

    async def _thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)


@asynccontextmanager
async def _closing(source: AsyncIterator[bytes]) -> AsyncIterator[AsyncIterator[bytes]]:
    """Let go of the connection at once, whatever ends the reading."""
    try:
        yield source
    finally:
        if isinstance(source, AsyncGenerator):
            await source.aclose()


def _empty(into: IO[bytes]) -> None:
    into.seek(0)
    into.truncate()


def _check(came: IO[bytes], *, keep: bool) -> Checked:
    from bot.files.checking import check  # what opens pictures loads with the first file

    came.seek(0)
    return check(came.read(), keep=keep)


def _end(file: IncomingFile, state: FileState, reason: FileReason | None) -> IncomingFile:
    return replace(file, state=state, reason=reason)
