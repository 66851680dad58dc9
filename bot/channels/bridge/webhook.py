"""The routes gateways call: cap, check the signature over the raw bytes, read, store, confirm.

Nothing of a body is read before its signature fits. Every refusal says in one word what to do.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import structlog
from fastapi import APIRouter, Request
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from bot.channels.bridge.contract import DeliveryReport, InboundEvent, Problem, Taken, Trouble
from bot.channels.bridge.intake import Intake
from bot.channels.bridge.limits import AGAIN_SECONDS, BODY_BYTES, BODY_SECONDS
from bot.channels.bridge.signature import Keys, Kind, doubt_about
from handlers.clock import Clock
from handlers.errors import StorageError

INBOUND: Final = "/cau-noi/{gateway}/tin"
REPORT: Final = "/cau-noi/{gateway}/bao-phat"
OTHERS: Final = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
FIELDS: Final = 10
"""Mistakes of a body told at once."""
SAYS: Final = {
    "unknown_gateway": "no gateway of this name is configured: check the last but one path part",
    "method": "only POST is answered here",
    "too_large": f"a body may have {BODY_BYTES} bytes",
    "cut": "the body did not arrive whole in time: send it again",
    "unsigned": "X-Motcua-Timestamp and X-Motcua-Signature are needed: see docs/bridge.md",
    "forged": "the signature does not fit: secret, kind, timestamp and the raw bytes as sent",
    "old": "the timestamp is too far back: sign again with the present moment, and set the clock",
    "ahead": "the timestamp is ahead of our clock: set yours",
    "unreadable": "the body is no JSON object in UTF-8",
    "invalid": "the body does not follow the contract: see `fields`",
    "unknown_message": "no message of this id was given to this gateway, or it is long gone",
    "not_stored": "it could not be stored: send it again later",
}
"""What each word of an error means, for a developer."""

log = structlog.get_logger(__name__)
B = TypeVar("B", bound=BaseModel)


class Refusal(Exception):  # noqa: N818 - an answer, raised to leave at once
    """A call is not taken."""

    def __init__(self, status: int, code: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.fields = fields

    def answer(self) -> Response:
        """As the contract says it."""
        said = Trouble(code=self.code, message=SAYS[self.code], fields=list(self.fields))
        answer = JSONResponse(Problem(error=said).model_dump(), self.status)
        if self.status == 503:
            answer.headers["Retry-After"] = str(AGAIN_SECONDS)
        if self.status == 405:
            answer.headers["Allow"] = "POST"
        return answer


class Door:
    """One gateway's way in: what it signs with, and who takes it."""

    def __init__(self, keys: Keys, intake: Intake, clock: Clock) -> None:
        self.refused: Counter[str] = Counter()
        """Calls not taken since the start, by why."""
        self.intake = intake
        self._keys = keys
        self._clock = clock

    async def body(self, request: Request, kind: Kind) -> bytes:
        """The raw body of a call that is this gateway's.

        Raises:
            Refusal: it is not, or cannot be read.
        """
        body = await _read(request)
        doubt = doubt_about(self._keys, kind, request.headers, body, self._clock.now())
        if doubt is not None:
            raise Refusal(401, str(doubt))
        return body


class Doors:
    """The routes, for all gateways of this installation."""

    def __init__(self) -> None:
        self.by_name: dict[str, Door] = {}

    def routes(self) -> APIRouter:
        """The routes."""
        router = APIRouter()
        for path, answer in ((INBOUND, self.inbound), (REPORT, self.report)):
            router.add_api_route(path, answer, methods=["POST"], include_in_schema=False)
            router.add_api_route(path, self.other, methods=[*OTHERS], include_in_schema=False)
        return router

    async def inbound(self, gateway: str, request: Request) -> Response:
        """An event."""

        async def take(door: Door) -> tuple[int, str]:
            event = _parsed(InboundEvent, await door.body(request, Kind.INBOUND))
            word = await door.intake.event(event)
            return 202 if word == "stored" else 200, word

        return await self._answered(gateway, take)

    async def report(self, gateway: str, request: Request) -> Response:
        """A delivery report."""

        async def take(door: Door) -> tuple[int, str]:
            report = _parsed(DeliveryReport, await door.body(request, Kind.REPORT))
            word = await door.intake.report(report)
            if word is None:
                raise Refusal(404, "unknown_message")
            return 200, word

        return await self._answered(gateway, take)

    async def other(self, gateway: str) -> Response:
        """Any other method."""
        del gateway
        return Refusal(405, "method").answer()

    async def _answered(
        self, gateway: str, take: Callable[[Door], Awaitable[tuple[int, str]]]
    ) -> Response:
        door = self.by_name.get(gateway)
        if door is None:
            return Refusal(404, "unknown_gateway").answer()
        try:
            status, word = await take(door)
        except Refusal as error:
            refusal = error
        except StorageError as error:
            log.warning("bridge.not_stored", gateway=gateway, error=type(error).__name__)
            refusal = Refusal(503, "not_stored")
        else:
            return JSONResponse({"status": word}, status)
        door.refused[refusal.code] += 1
        log.warning("bridge.refused", gateway=gateway, reason=refusal.code)
        return refusal.answer()


def _parsed(kind: type[B], body: bytes) -> B:
    try:
        return kind.model_validate_json(_mended(body))
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    if any(one["type"] == "json_invalid" for one in found):
        raise Refusal(400, "unreadable")
    raise Refusal(422, "invalid", tuple(_told(one) for one in found[:FIELDS]))


def _mended(body: bytes) -> bytes:
    """The same with "?" for half an emoji: gateways of text messages cut between two segments."""
    if b"\\ud" not in body.lower():
        return body
    try:
        return json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return body


def _told(mistake: Any) -> str:  # noqa: ANN401 - as pydantic tells it
    """Where, and what is wrong there; never what stood there."""
    where = ".".join(str(part) for part in mistake["loc"]) or "body"
    return f"{where}: {mistake['type']}"


async def _read(request: Request) -> bytes:
    """The body as sent, within its limits of size and time."""
    told = request.headers.get("Content-Length", "")
    if told.isascii() and told.isdecimal() and int(told) > BODY_BYTES:
        raise Refusal(413, "too_large")
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > BODY_BYTES:
                    raise Refusal(413, "too_large")
    except (TimeoutError, ClientDisconnect):
        raise Refusal(400, "cut") from None
    return body


__all__ = ["INBOUND", "REPORT", "Door", "Doors", "Refusal", "Taken"]
