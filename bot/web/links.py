"""Files of ours by a sealed link: to whoever holds it, until its time is over."""

import asyncio
from collections.abc import Callable
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.chat.files import TYPES
from handlers.messages import Attachment

Named = Callable[[str, str], Attachment | None]
"""Token and file name: which file a link names, if it is one of ours and still holds."""
Read = Callable[[str], bytes | None]


def link_routes(path: str, named: Named, read: Read) -> APIRouter:
    """`<path>/<token>/<name>`."""
    routes = APIRouter()

    @routes.api_route(path + "/{token}/{name}", methods=["GET", "HEAD"], include_in_schema=False)
    async def file(request: Request) -> Response:
        found = named(request.path_params["token"], request.path_params["name"])
        data = None if found is None else await asyncio.to_thread(read, found.key)
        if found is None or data is None:
            return Response(status_code=404)
        ending = found.filename.rpartition(".")[2].lower()
        kind = TYPES.get(ending, "application/octet-stream")
        shown = "inline" if kind.startswith("image/") else "attachment"
        name = quote(found.filename, safe="")
        return Response(
            data,
            media_type=kind,
            headers={
                "Content-Disposition": f"{shown}; filename*=UTF-8''{name}",
                "Cache-Control": "private, no-store",
                "X-Robots-Tag": "noindex",
            },
        )

    return routes
