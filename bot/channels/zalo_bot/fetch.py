"""Pictures people send: an address that needs no token and soon ends, so fetched at once."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from bot.channels.fetching import PublicFiles
from bot.channels.zalo_bot.client import ZaloBotSettings
from handlers.messages import IncomingFile


class ZaloBotFiles:
    """Hands out the files of one bot."""

    def __init__(self, settings: ZaloBotSettings) -> None:
        api = urlsplit(settings.api_url)
        self._public = PublicFiles(frozenset({f"{api.scheme}://{api.netloc}"}), settings.proxy)

    async def fetch(self, file: IncomingFile, most: int) -> AsyncIterator[bytes]:
        """The bytes of a file.

        Raises:
            FetchError: none came, or no more.
        """
        async for piece in self._public.pieces(file.ref, most):
            yield piece

    async def let_go(self, file: IncomingFile) -> None:
        """Zalo keeps its own copy; nothing of it is ours."""
        del file
