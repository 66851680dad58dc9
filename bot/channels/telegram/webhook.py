"""The webhook: check the secret, store, answer 200. Whatever else happens is no business of it."""

import hmac
import json
from typing import Final

import structlog
from fastapi import APIRouter, Request, Response

from bot.channels.bodies import body_within
from bot.channels.telegram.intake import Intake, NotTaken

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not the secret
BODY_BYTES: Final = 1_000_000
"""An update is a few kilobytes; the longest message with all entities stays far below."""
AGAIN_SECONDS: Final = 5
"""Asked of Telegram when an update could not be taken: it keeps it and comes again."""

log = structlog.get_logger(__name__)


def webhook_path(endpoint: str) -> str:
    """Where Telegram posts the updates of an endpoint; the token is no part of it."""
    return f"/telegram/{endpoint}"


def webhook_routes(endpoint: str, intake: Intake, secret: str) -> APIRouter:
    """The route of one bot."""
    router = APIRouter()

    @router.post(webhook_path(endpoint), include_in_schema=False)
    async def update(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            log.warning("telegram.webhook_refused", endpoint=endpoint)
            return Response(status_code=403)
        body = await body_within(request, BODY_BYTES)
        if body is None:
            return Response(status_code=413)
        try:
            await intake.take(_json(body))
        except NotTaken:
            return Response(status_code=503, headers={"Retry-After": str(AGAIN_SECONDS)})
        return Response(status_code=200)

    return router


def _json(body: bytes) -> object:
    """What the body says; anything that is no JSON is set aside like a malformed update."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "backslashreplace")
