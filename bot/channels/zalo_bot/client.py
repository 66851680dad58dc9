"""Calls to the Bot API. The token is in every address: no error of ours carries one.

CallError
├── NotSent       nothing can have left the machine
├── NoAnswer      it left and no answer came: Zalo may have acted on it
├── Unreadable    an answer that is none of the API's: a proxy's page, half a body
└── ApiError      the API said no, with its number
"""

import json
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector

from bot.channels.zalo_bot.limits import ANSWER_BYTES, PER_SECOND

CALLS: Final = 8
CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 15.0
POLL_MARGIN: Final = 10.0
"""Seconds an idle poll's answer may come after the time asked for."""
KEEP_SECONDS: Final = 5.0
"""An idle connection is given up early: one that the other side has closed loses a message."""

_NOT_SENT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


@dataclass(frozen=True, slots=True)
class ZaloBotSettings:
    """What one bot needs to know; `bot.config` fills it."""

    token: str = field(repr=False)
    api_url: str = "https://bot-api.zaloplatforms.com"
    proxy: str = field(default="", repr=False)
    webhook_url: str = ""
    """Public https origin of the webhook; empty: long polling."""
    webhook_secret: str = field(default="", repr=False)
    public_url: str = ""
    """Of the web pages, for links to them."""
    guests: frozenset[str] | None = None
    """Chats a sample commune talks to; None: everybody."""
    per_second: float = PER_SECOND
    poll_seconds: int = 30
    forbidden_stops: bool = False
    """403 means a wrong token (one client's reading), not "internal server error" (Zalo's)."""
    styles: bool = True
    """Titles and labels bold."""

    @property
    def account(self) -> str:
        """The bot's number, the part of the token that is no secret."""
        return self.token.partition(":")[0]


class CallError(Exception):
    """A call came to nothing."""


class NotSent(CallError):  # noqa: N818 - says what happened
    """Nothing left the machine."""


class NoAnswer(CallError):  # noqa: N818
    """No answer came: it may have been done."""


class Unreadable(CallError):  # noqa: N818
    """An answer that is not the API's."""

    def __init__(self, status: int, retry_after: float = 0.0) -> None:
        super().__init__(f"http {status}")
        self.status = status
        self.retry_after = retry_after


class ApiError(CallError):
    """The API said no."""

    def __init__(self, code: int, description: str = "", retry_after: float = 0.0) -> None:
        super().__init__(f"{code} {description}".strip())
        self.code = code
        self.retry_after = retry_after
        """Seconds, where the answer names some; Zalo publishes no such header."""


class ZaloBotApi:
    """One bot's calls."""

    def __init__(self, settings: ZaloBotSettings) -> None:
        self._base = f"{settings.api_url.rstrip('/')}/bot{settings.token}"
        self._proxy = settings.proxy or None
        self._session: ClientSession | None = None

    async def open(self) -> None:
        """Make the client; nothing is connected yet."""
        if self._session is None:
            connector = TCPConnector(limit=CALLS, keepalive_timeout=KEEP_SECONDS)
            self._session = ClientSession(connector=connector, trust_env=True)

    async def close(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def call(
        self, method: str, body: dict[str, Any] | None = None, seconds: float = READ_SECONDS
    ) -> Any:  # noqa: ANN401 - of any method
        """One call: its `result`, None where the API gives none.

        Raises:
            CallError: as what happened means; never with an address in it.
        """
        if self._session is None:
            raise NotSent("not open")
        timeout = ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=seconds)
        try:
            async with self._session.post(
                f"{self._base}/{method}",
                json=body or {},
                timeout=timeout,
                proxy=self._proxy,
                allow_redirects=False,
            ) as answer:
                raw = await _whole(answer)
                return result_of(answer.status, raw, _seconds(answer.headers.get("Retry-After")))
        except _NOT_SENT as error:
            raise NotSent(type(error).__name__) from None
        except (ClientError, OSError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__) from None


async def _whole(answer: ClientResponse) -> bytes:
    raw = b""
    async for piece in answer.content.iter_chunked(65_536):
        raw += piece
        if len(raw) > ANSWER_BYTES:
            raise Unreadable(answer.status)
    return raw


def result_of(status: int, raw: bytes, retry_after: float = 0.0) -> Any:  # noqa: ANN401
    """What an answer says: HTTP 2xx is not success, `ok` is.

    Raises:
        CallError: it says no, or nothing that can be read.
    """
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unreadable(status, retry_after) from None
    if not isinstance(said, dict) or not isinstance(said.get("ok"), bool):
        raise Unreadable(status, retry_after)
    if said["ok"]:
        return said.get("result")
    code = said.get("error_code")
    number = code if isinstance(code, int) and not isinstance(code, bool) else status
    raise ApiError(number, str(said.get("description", ""))[:80], retry_after)


def _seconds(text: str | None) -> float:
    return float(text) if text is not None and text.isascii() and text.isdecimal() else 0.0
