"""Calls to a gateway over aiohttp: signed, never redirected, the answer read to a limit.

CallError
├── NotSent     nothing can have left the machine
├── NoAnswer    it left, and nothing readable came back: it may have been done
└── Declined    the gateway, or something before it, said no
"""

import json
from collections.abc import Mapping
from typing import Final

import aiohttp
from pydantic import ValidationError

from bot.channels.bridge.contract import OutboundAnswer, OutboundMessage
from bot.channels.bridge.limits import ANSWER_BYTES, ANSWER_SECONDS, CONNECT_SECONDS
from bot.channels.bridge.signature import Keys, Kind, headers_of
from handlers.clock import Clock

IDEMPOTENCY: Final = "Idempotency-Key"
_CONNECTIONS: Final = 8
_NOT_SENT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


class CallError(Exception):
    """A call came to nothing. Never holds an address or a body."""


class NotSent(CallError):  # noqa: N818 - says what it means for the message
    """Nothing left the machine."""


class NoAnswer(CallError):  # noqa: N818
    """It left, and no readable answer came."""


class Declined(CallError):  # noqa: N818
    """A status other than 2xx."""

    def __init__(self, status: int, code: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"http {status} {code}".strip())
        self.status = status
        self.code = code
        """The word of the contract's error body; empty where there was none."""
        self.retry_after = retry_after
        """Seconds, where the answer named some."""


class Gateway:
    """One gateway's client."""

    def __init__(
        self, url: str, keys: Keys, clock: Clock, *, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._url = url
        self._keys = keys
        self._clock = clock
        self._answer_seconds = answer_seconds
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make the client; nothing is connected yet."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=5.0)
            self._session = aiohttp.ClientSession(connector=connector, trust_env=True)

    async def close(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def send(self, message: OutboundMessage) -> None:
        """Hand one message over; returns once the gateway has taken it.

        Raises:
            CallError: it has not, or may not have.
        """
        if self._session is None:
            raise NotSent("not open")
        body = message.model_dump_json(exclude_none=True).encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "motcua",
            IDEMPOTENCY: message.id,
            **headers_of(self._keys, Kind.OUTBOUND, body, self._clock.now()),
        }
        timeout = aiohttp.ClientTimeout(
            total=CONNECT_SECONDS + self._answer_seconds, sock_connect=CONNECT_SECONDS
        )
        try:
            async with self._session.post(
                self._url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                check(answer.status, answer.headers, await _whole(answer))
        except _NOT_SENT as error:
            raise NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__) from None


def check(status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Whether an answer says that the message was taken.

    Raises:
        CallError: it does not.
    """
    if 200 <= status < 300:
        try:
            OutboundAnswer.model_validate_json(body)
        except ValidationError:  # a portal's page is no gateway's word
            raise NoAnswer("not the contract's answer") from None
        return
    error = _read(body).get("error")
    code = error.get("code") if isinstance(error, dict) else ""
    raise Declined(status, code if isinstance(code, str) else "", _seconds(headers))


def _read(body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _seconds(headers: Mapping[str, str]) -> float | None:
    text = headers.get("Retry-After", "").strip()
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


async def _whole(answer: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for piece in answer.content.iter_chunked(16_384):
        body += piece
        if len(body) > ANSWER_BYTES:
            raise NoAnswer("too long an answer")
    return body
