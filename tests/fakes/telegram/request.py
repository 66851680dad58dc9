# ruff: noqa: ANN401, ARG002, PLR0917 - the signature is PTB's
"""The strict server in front of PTB without sockets: a `BaseRequest`."""

import json
from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import unquote

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.request import PIECE, refusal
from tests.fakes.telegram.core import StrictApi
from tests.fakes.telegram.faults import CutError


class StrictRequest(BaseRequest):
    """Hands every call to a `StrictApi` in this process."""

    def __init__(self, api: StrictApi) -> None:
        self._api = api
        self.broken: Exception | None = None
        """Raised instead of any call: the network is down."""

    @property
    def read_timeout(self) -> float | None:
        """As HTTPXRequest has it."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call."""
        if self.broken is not None:
            raise NetworkError("httpx.ConnectError") from self.broken
        token, _, name = url.rpartition("/bot")[2].partition("/")
        values = dict(request_data.json_parameters) if request_data else {}
        uploads = request_data.multipart_data if request_data else {}
        files = {key: (str(one[0]), bytes(one[1])) for key, one in uploads.items()}  # type: ignore[arg-type]
        try:
            status, body = await self._api.answer(token, name, values, files)
        except CutError as error:
            raise TimedOut from httpx.ReadTimeout(str(error))
        return status, json.dumps(body).encode()

    async def pieces(self, url: str) -> AsyncGenerator[bytes]:
        """The bytes behind a file's link."""
        token, _, path = url.rpartition("/bot")[2].partition("/")
        try:
            status, data = await self._api.download(unquote(token), unquote(path))
        except CutError as error:
            raise TimedOut from httpx.ReadTimeout(str(error))
        if status != 200:
            raise refusal(status, data)
        for start in range(0, len(data), PIECE):
            yield data[start : start + PIECE]
