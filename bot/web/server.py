"""The uvicorn server as we run it."""

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from bot.web.chat.stream import Streams


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
        access_log=False,
        server_header=False,
        proxy_headers=False,  # bot.web.visitors reads them, for trusted proxies only
        log_config=None,
        timeout_graceful_shutdown=5,
        limit_concurrency=1_000,  # more than every stream and visitor of a commune together
        h11_max_incomplete_event_size=32 * 1024,
    )
    return WebServer(config, app.state.streams)
