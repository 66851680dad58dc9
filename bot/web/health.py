"""Health for whoever runs the program: up, and ready to answer."""

import asyncio

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from bot.web.ports import Readiness


def health_routes(ready: Readiness) -> APIRouter:
    """`/healthz` and `/readyz`."""
    routes = APIRouter()

    @routes.api_route("/healthz", methods=["GET", "HEAD"])
    async def healthz() -> Response:
        return JSONResponse({"status": "up"})

    @routes.api_route("/readyz", methods=["GET", "HEAD"])
    async def readyz() -> Response:
        parts = dict(await asyncio.to_thread(ready))
        good = all(part is not False for part in parts.values())
        return JSONResponse({"ready": good, "parts": parts}, 200 if good else 503)

    return routes
