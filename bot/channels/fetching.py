"""Fetch a file from an address somebody else wrote: from the public network only.

An address in an update is a stranger's word. Names that lead into our own network, other schemes
than https, and redirects to such are refused before anything is asked there.
"""

import ipaddress
import socket
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.channels.base import FetchError, Gone, Later, TooLarge

HOPS: Final = 3
PIECE: Final = 64 * 1024
_GONE: Final = {400, 401, 403, 404, 410}


class _Refused(OSError):  # noqa: N818 - never leaves this module
    """The address leads where we do not go."""


class _PublicOnly(AbstractResolver):
    """Names of machines in the public network."""

    def __init__(self) -> None:
        self._names = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name; none of ours."""
        found = await self._names.resolve(host, port, family)
        if not all(_is_public(one["host"]) for one in found):
            raise _Refused
        return found

    async def close(self) -> None:
        """Nothing is held."""


class PublicFiles:
    """Fetches over https from public machines; `trusted` origins are taken as they are."""

    def __init__(self, trusted: frozenset[str] = frozenset(), proxy: str = "") -> None:
        """`trusted` are origins of our own settings, such as a server on this machine."""
        self._trusted = trusted
        self._proxy = proxy or None

    async def pieces(self, url: str, most: int) -> AsyncIterator[bytes]:
        """The bytes of an address in pieces.

        Raises:
            FetchError: none came, or no more.
        """
        try:
            async with self._session(url) as session:
                for _ in range(HOPS):
                    self._check(url)
                    async with session.get(url, allow_redirects=False, proxy=self._proxy) as answer:
                        if answer.status // 100 != 3:
                            async for piece in _body(answer, most):
                                yield piece
                            return
                        url = urljoin(url, answer.headers.get("Location", ""))
        except _Refused:
            raise Gone from None
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            if isinstance(error.__cause__, _Refused):
                raise Gone from None
            raise Later from None
        raise Gone

    def _session(self, url: str) -> ClientSession:
        own = _origin(url) in self._trusted or self._proxy
        connector = TCPConnector() if own else TCPConnector(resolver=_PublicOnly())
        timeout = ClientTimeout(total=60.0, sock_connect=10.0, sock_read=15.0)
        return ClientSession(connector=connector, timeout=timeout)

    def _check(self, url: str) -> None:
        """Raises `_Refused` for what we do not ask at all."""
        parts = urlsplit(url)
        if _origin(url) in self._trusted:
            return
        if parts.scheme != "https" or not parts.hostname or parts.username:
            raise _Refused
        if not _is_public(parts.hostname):
            raise _Refused


async def _body(answer: ClientResponse, most: int) -> AsyncIterator[bytes]:
    if answer.status in _GONE:
        raise Gone
    if answer.status != 200:
        raise Later
    if (answer.content_length or 0) > most:
        raise TooLarge
    async for piece in answer.content.iter_chunked(PIECE):
        yield piece


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_public(host: str) -> bool:
    """Whether a host is a public address, or a name that has yet to be resolved."""
    try:
        address = ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return host.lower() != "localhost"
    return address.is_global and not address.is_multicast


__all__ = ["FetchError", "PublicFiles"]
