"""The uvicorn server as we run it."""

import asyncio
import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from bot.web.chat.stream import Streams
from handlers.errors import MotcuaError

BACKLOG: Final = 2048
"""Connections the system holds for us; uvicorn's own number."""
LAST_PORT: Final = 65_535
HEAD_SECONDS: Final = 10.0
"""By when a caller has said what it wants: uvicorn itself waits for that for ever."""


class CannotListenError(MotcuaError):
    """Không mở được cổng của trang web."""


def listen(host: str, port: int) -> socket.socket:
    """The socket the pages are served on, bound before anything says that they are.

    Raises:
        CannotListenError: the port is taken or not ours; the message names the setting.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere the option would let two programs share the port
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        raise CannotListenError(_why(error, host, port)) from error
    return opened


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Cổng {port} đang có chương trình khác dùng. Dừng chương trình đó, hoặc chọn cổng "
            f"khác, ví dụ: MOTCUA_WEB__PORT={port + 1 if port < LAST_PORT else port - 1}"
        )
    if error.errno == errno.EACCES:
        return f"Không được phép mở cổng {port}. Chọn cổng từ 1024 trở lên: MOTCUA_WEB__PORT=8080"
    return f"Máy này không có địa chỉ {host}. Sửa MOTCUA_WEB__HOST, ví dụ 127.0.0.1"


class PromptProtocol(H11Protocol):
    """Hangs up on who connects and says nothing, or says it letter by letter.

    Each such connection counts towards the limit, so that a thousand would close the web to all.
    """

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Stop waiting once a head is whole; of a next one that begins, begin again."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more to wait for."""
        self._forget()
        super().connection_lost(exc)

    def _watch(self) -> None:
        under_way: RequestResponseCycle | None = self.cycle
        if under_way is not None and not under_way.response_complete:
            self._forget()
        elif self._late is None and self.timeout_keep_alive_task is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class WebServer(uvicorn.Server):
    """Ends the open event streams before it waits for connections to close."""

    def __init__(self, config: uvicorn.Config, streams: Streams) -> None:
        super().__init__(config)
        self._streams = streams

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to `bot.app`, which stops everything in order."""
        yield

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Stop: without closing the streams first this would wait for browsers to leave."""
        self._streams.close()
        await super().shutdown(sockets)  # type: ignore[arg-type]


def make_server(app: FastAPI, host: str, port: int) -> WebServer:
    """A server for `app`. No access log: addresses of pages may hold a person's words."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=PromptProtocol,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # bot.web.visitors reads them, for trusted proxies only
        log_config=None,
        timeout_graceful_shutdown=5,
        limit_concurrency=1_000,  # more than every stream and visitor of a commune together
        h11_max_incomplete_event_size=32 * 1024,
    )
    return WebServer(config, app.state.streams)
