"""The webhook: cap, check the secret, store, answer 200. Whatever else happens is not its matter.

Whether Zalo repeats a call that was not answered 200 is not known: we assume that it may, and
that it may not.
"""

import asyncio
import hmac
import json
from typing import Final

import structlog
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from bot.channels.bodies import body_within
from bot.channels.zalo_bot.intake import Intake, NotTaken
from bot.channels.zalo_bot.limits import BODY_BYTES, BODY_SECONDS
from bot.channels.zalo_bot.receive import is_probe

SECRET_HEADER: Final = "X-Bot-Api-Secret-Token"  # noqa: S105 - its name, not the secret
AGAIN_SECONDS: Final = 5

log = structlog.get_logger(__name__)


def webhook_path(endpoint: str) -> str:
    """Where Zalo posts the updates of an endpoint; the token is no part of it."""
    return f"/zalo-bot/{endpoint}"


def webhook_routes(endpoint: str, intake: Intake, secret: str) -> APIRouter:
    """The route of one bot."""
    router = APIRouter()

    @router.post(webhook_path(endpoint), include_in_schema=False)
    async def update(request: Request) -> Response:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await body_within(request, BODY_BYTES)
        except (TimeoutError, ClientDisconnect):
            log.warning("zalo_bot.webhook_cut", endpoint=endpoint)
            return Response(status_code=400)
        if body is None:
            log.warning("zalo_bot.webhook_too_large", endpoint=endpoint)
            return Response(status_code=413)
        if body.strip() in (b"", b"{}"):  # asked whether somebody is there, secret or not
            return Response(status_code=200)
        if not _known(request, secret):
            log.warning("zalo_bot.webhook_refused", endpoint=endpoint)
            return Response(status_code=401)
        return await _taken(intake, body)

    return router


async def _taken(intake: Intake, body: bytes) -> Response:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        log.warning("zalo_bot.webhook_unreadable")
        return Response(status_code=400)
    if is_probe(raw):
        return Response(status_code=200)
    try:
        await intake.take(raw)
    except NotTaken:
        return Response(status_code=503, headers={"Retry-After": str(AGAIN_SECONDS)})
    return Response(status_code=200)


def _known(request: Request, secret: str) -> bool:
    """In constant time; without a secret of ours nobody is known."""
    given = request.headers.get(SECRET_HEADER, "")
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())
