"""Calls to Zalo over aiohttp: one JSON answer, or an error that says whether it may have gone.

WireError
├── NotSent    nothing left the machine
└── NoAnswer   it left, and nothing readable came back
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 15.0
ANSWER_BYTES: Final = 1_000_000
"""An answer is a few kilobytes."""
CONNECTIONS: Final = 16
NOT_SENT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""After these nothing can have left the machine."""
_AGENT: Final = {"User-Agent": "motcua", "Accept": "application/json"}


class WireError(Exception):
    """No answer to read. Never holds an address or a body: both may hold secrets."""


class NotSent(WireError):  # noqa: N818 - says what it means for the message
    """Nothing left the machine."""


class NoAnswer(WireError):  # noqa: N818
    """It left, and no readable answer came: what was asked for may have been done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Zalo said; with HTTP 200 it may still be an error."""

    error: int
    message: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    whole: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The whole body; of the token calls it holds secrets."""
    remain: int | None = None
    """Calls left in this minute, as the header says."""


class Wire:
    """One HTTP client; it follows no redirect, so that a token never leaves for another host."""

    def __init__(self, proxy: str = "", *, read_seconds: float = READ_SECONDS) -> None:
        self._proxy = proxy or None
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make the client; nothing is connected yet."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(
                connector=connector, headers=_AGENT, trust_env=True
            )

    async def close(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def get(self, url: str, token: str, data: Mapping[str, Any] | None = None) -> Answer:
        """A reading call; parameters travel as one JSON string.

        Raises:
            WireError: no answer to read.
        """
        params = {"data": _compact(data)} if data is not None else None
        return await self._call("GET", url, headers={"access_token": token}, params=params)

    async def post(self, url: str, token: str, body: Mapping[str, Any]) -> Answer:
        """A call with a JSON body.

        Raises:
            WireError: no answer to read.
        """
        headers = {"access_token": token, "Content-Type": "application/json"}
        return await self._call("POST", url, headers=headers, data=_compact(body).encode())

    async def upload(self, url: str, token: str, name: str, data: bytes, kind: str) -> Answer:
        """Send a file as a form.

        Raises:
            WireError: no answer to read.
        """
        form = aiohttp.FormData(quote_fields=False)
        # Read in pieces: whole, a megabyte and more would stand in the way of all else.
        form.add_field("file", BytesIO(data), filename=name, content_type=kind)
        return await self._call("POST", url, headers={"access_token": token}, data=form)

    async def form(self, url: str, secret: str, fields: Mapping[str, str]) -> Answer:
        """A call of the token service: form-encoded, with the app secret in a header.

        Raises:
            WireError: no answer to read.
        """
        form = aiohttp.FormData(dict(fields))
        return await self._call("POST", url, bare=True, headers={"secret_key": secret}, data=form)

    async def _call(
        self,
        method: str,
        url: str,
        *,
        bare: bool = False,
        **given: Any,  # noqa: ANN401
    ) -> Answer:
        """`bare`: success is told without an error number, as the token service does."""
        if self._session is None:
            raise NotSent("not open")
        timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=CONNECT_SECONDS, sock_read=self._read_seconds
        )
        try:
            async with self._session.request(
                method, url, timeout=timeout, proxy=self._proxy, allow_redirects=False, **given
            ) as answer:
                body = await answer.content.read(ANSWER_BYTES)
                return _read(answer.status, answer.headers, body, bare=bare)
        except NOT_SENT as error:
            raise NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__) from None


def _compact(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _read(status: int, headers: Mapping[str, str], body: bytes, *, bare: bool) -> Answer:
    if status >= 500:
        raise NoAnswer(f"http {status}")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise NoAnswer("no json") from None
    if not isinstance(told, dict):
        raise NoAnswer("no object")
    data = told.get("data")
    return Answer(
        error=_code(told, status, bare=bare),
        message=str(told.get("message") or told.get("error_description") or ""),
        data=data if isinstance(data, dict) else {},
        whole=told,
        remain=_number(headers.get("X-RateLimit-Remain")),
    )


def _code(told: Mapping[str, Any], status: int, *, bare: bool) -> int:
    """The error number; what has none is not Zalo's answer, unless such is told `bare`.

    Nor is a success that comes with another status than 200: somebody between us says it.
    """
    found = told.get("error", 0 if bare else None)
    if isinstance(found, bool) or not isinstance(found, int | str):
        raise NoAnswer("no error code")
    try:
        code = int(found)
    except ValueError:
        raise NoAnswer("no error code") from None
    if code == 0 and not 200 <= status < 300:
        raise NoAnswer(f"http {status}")
    return code


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None


def host_of(url: str) -> str:
    """Host of an address, lower case; empty for what is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
