"""`/metrics` for Prometheus: for this machine only, or for who knows the secret.

Without a secret it is shown to a direct caller on loopback. Behind a proxy every caller looks
like that, so an installation with a public address shows it by the secret only.
"""

import asyncio
import hmac
from collections.abc import Callable
from ipaddress import ip_address
from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

FORM: Final = "text/plain; version=0.0.4; charset=utf-8"
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def metrics_routes(text: Callable[[], bytes], secret: str, *, public: bool) -> APIRouter:
    """The route; `text` is called in a worker thread."""
    routes = APIRouter()

    @routes.get("/metrics", include_in_schema=False)
    async def metrics(request: Request) -> Response:
        known = _knows(request, secret) if secret else not public and _is_here(request)
        if not known:
            raise HTTPException(404)
        return Response(await asyncio.to_thread(text), media_type=FORM)

    return routes


def _knows(request: Request, secret: str) -> bool:
    given = request.headers.get("authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {secret}".encode())


def _is_here(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
