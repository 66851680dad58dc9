"""The strict account with a token service that waits between acting and answering."""

import asyncio
import threading
from typing import Self

from aiohttp import web

from tests.fakes.zalo_oa.server import ZaloOaServer


class SlowTokens(ZaloOaServer):
    """Tells when it has issued a pair, and when its answer has left."""

    def __init__(self) -> None:
        super().__init__()
        self.acted, self.answered = threading.Event(), threading.Event()
        self.go = threading.Event()
        """Set: what was acted on is answered."""
        self.go.set()

    def __enter__(self) -> Self:
        super().__enter__()
        return self

    def rewind(self, *, held: bool) -> None:
        """Begin anew; `held`: the next answer waits for `go`."""
        for one in (self.acted, self.answered, self.go):
            one.clear()
        if not held:
            self.go.set()

    async def _token(self, request: web.Request) -> web.StreamResponse:
        answer = await super()._token(request)
        self.acted.set()
        await asyncio.to_thread(self.go.wait, 60)
        try:
            await answer.prepare(request)
            await answer.write_eof()
        except ConnectionError:  # the program was killed
            raise web.HTTPBadGateway from None
        self.answered.set()
        return answer
