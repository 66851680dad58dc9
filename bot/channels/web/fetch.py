"""Uploads of the web page: they lie in the file store already, until they were looked at."""

import asyncio
from collections.abc import AsyncIterator

from bot.channels.base import Gone
from handlers.messages import IncomingFile
from handlers.store.files import FileStore


class WebFiles:
    """Hands out what browsers sent."""

    def __init__(self, files: FileStore) -> None:
        self._files = files

    async def fetch(self, file: IncomingFile, most: int) -> AsyncIterator[bytes]:
        """The bytes of an upload.

        Raises:
            Gone: it was looked at before, or swept.
        """
        del most  # the form was limited as it came in
        data = await asyncio.to_thread(self._files.read, file.ref)
        if data is None:
            raise Gone
        yield data

    async def let_go(self, file: IncomingFile) -> None:
        """Remove the upload; what is kept has a key of its own."""
        await asyncio.to_thread(self._files.free, [file.ref])
