"""What people send: fetched at once from the address in the event, which needs no token."""

from collections.abc import AsyncIterator

from bot.channels.fetching import PublicFiles
from handlers.messages import IncomingFile


class ZaloOaFiles:
    """Hands out the files of one account."""

    def __init__(self, api_url: str, proxy: str = "") -> None:
        """`api_url` is Zalo, or whatever the settings name in its place."""
        self._files = PublicFiles(frozenset({api_url}), proxy)

    def fetch(self, file: IncomingFile, most: int) -> AsyncIterator[bytes]:
        """The bytes of a file.

        Raises:
            FetchError: none came, or no more.
        """
        return self._files.pieces(file.ref, most)

    async def let_go(self, file: IncomingFile) -> None:
        """Zalo keeps its own copy; nothing of it is ours."""
        del file
