"""Files people send through a gateway: fetched at once from the address in the event."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from bot.channels.fetching import PublicFiles
from handlers.messages import IncomingFile


class BridgeFiles:
    """Hands out the files of one gateway."""

    def __init__(self, gateway_url: str) -> None:
        """Files of the gateway's own origin are taken as they are; others from public machines."""
        parts = urlsplit(gateway_url)
        self._files = PublicFiles(frozenset({f"{parts.scheme}://{parts.netloc}"}))

    def fetch(self, file: IncomingFile, most: int) -> AsyncIterator[bytes]:
        """The bytes of a file.

        Raises:
            FetchError: none came, or no more.
        """
        return self._files.pieces(file.ref, most)

    async def let_go(self, file: IncomingFile) -> None:
        """The gateway keeps its own copy; nothing of it is ours."""
        del file
