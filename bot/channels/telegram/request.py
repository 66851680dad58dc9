"""PTB's calls over aiohttp.

The library's own client looks through every connection of its pool at each call; with 16 of them
that is most of what a call costs, and each look lets another thread take the interpreter.
"""

import json
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from telegram import __version__
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

READ_SECONDS: Final = 15.0
CONNECT_SECONDS: Final = 10.0
POOL_SECONDS: Final = 30.0
PIECE: Final = 64 * 1024
"""Bytes of a file read at once."""
_AGENT: Final = {"User-Agent": f"motcua python-telegram-bot/{__version__}"}


class AioRequest(BaseRequest):
    """At most so many calls under way; the rest wait their turn."""

    def __init__(self, connections: int, proxy: str = "") -> None:
        self._connections = connections
        self.proxy = proxy or None
        """Without one in the settings, what HTTPS_PROXY and NO_PROXY say."""
        self._session: ClientSession | None = None
        self._environment: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds an answer may take."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Make the client; nothing is connected yet."""
        if self._session is None:
            connector = TCPConnector(limit=self._connections)
            self._session = ClientSession(connector=connector, headers=_AGENT)

    async def shutdown(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _proxy_to(self, url: str) -> str | None:
        """Aiohttp would ask the environment, and a file at home, at every call."""
        origin = url[: url.index("/", len("https://"))]
        if origin not in self._environment:
            self._environment[origin] = environment_proxy(origin)
        return self.proxy or self._environment[origin]

    async def do_request(  # noqa: PLR0913, PLR0917 - the signature is PTB's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """One call: status and body.

        Raises:
            TimedOut, NetworkError: with aiohttp's own error as cause.
        """
        del write_timeout  # whoever sends sets an end to the whole (`ChannelLimits.send_seconds`)
        if self._session is None:
            raise RuntimeError("not open")
        timeout = _timeout(pool_timeout, connect_timeout, read_timeout)
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=timeout, proxy=self._proxy_to(url)
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error

    async def pieces(self, url: str) -> AsyncGenerator[bytes]:
        """The body behind a link, in pieces of at most `PIECE` bytes.

        Raises:
            TelegramError: as PTB makes it of the status; with aiohttp's own error as cause.
        """
        if self._session is None:
            raise RuntimeError("not open")
        try:
            async with self._session.get(
                url, timeout=_timeout(), proxy=self._proxy_to(url)
            ) as answer:
                if answer.status != HTTPStatus.OK:
                    raise refusal(answer.status, await answer.content.read(PIECE))
                async for piece in answer.content.iter_chunked(PIECE):
                    yield piece
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error


def refusal(status: int, body: bytes) -> TelegramError:
    """What the answer to a link that hands nothing out means."""
    try:
        said = json.loads(body)
        description = str(said["description"])
        wait = int(said.get("parameters", {}).get("retry_after", 0))
    except (ValueError, KeyError, TypeError, AttributeError):
        description, wait = "", 0
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RetryAfter(wait)
    if status == HTTPStatus.BAD_REQUEST:
        return BadRequest(description)
    return NetworkError(f"status {status}")


def environment_proxy(origin: str) -> str | None:
    """The proxy HTTPS_PROXY, HTTP_PROXY and NO_PROXY name for an origin."""
    parts = urlsplit(origin)
    if proxy_bypass(parts.netloc):
        return None
    return getproxies().get(parts.scheme)


def _timeout(
    pool: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
    connect: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
    read: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
) -> ClientTimeout:
    return ClientTimeout(
        total=None,
        connect=_seconds(pool, POOL_SECONDS),
        sock_connect=_seconds(connect, CONNECT_SECONDS),
        sock_read=_seconds(read, READ_SECONDS),
    )


def _seconds(given: Any, otherwise: float) -> float | None:  # noqa: ANN401 - PTB's default object
    return given if given is None or isinstance(given, int | float) else otherwise


def _form(request_data: RequestData | None) -> FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    # As letters: quoted, "Tờ khai.pdf" reaches a person's phone as "T%E1%BB%9D%20khai.pdf".
    form = FormData(quote_fields=False)
    for name, text in request_data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
