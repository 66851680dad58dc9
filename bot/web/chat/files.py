"""Files of ours in a thread: handed to the browser whose thread it is, and to nobody else."""

from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.receive import contact_of
from bot.web.ports import ChatDesk, WebSettings
from bot.web.templating import Pages
from bot.web.visitors import visitor_of
from handlers.messages import Address

TYPES: Final = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a browser may be told; anything else is only bytes to it."""


class Downloads:
    """`/tro-chuyen/tep/<line>/<number>`: bound to the cookie, good as long as the line is kept."""

    def __init__(self, desk: ChatDesk, pages: Pages, settings: WebSettings) -> None:
        self._desk = desk
        self._pages = pages
        self._settings = settings

    async def get(self, request: Request) -> Response:
        """The file, always to be saved: nothing of it runs in our page."""
        visitor = visitor_of(request)
        line, number = _number(request, "line"), _number(request, "number")
        if visitor.new or line is None or number is None:
            return self._pages.problem(request, 404)
        address = Address(self._settings.endpoint, contact_of(visitor.token))
        file = await self._desk.file(address, line, number)
        if file is None:
            return self._pages.problem(request, 404)
        ending = file.name.rpartition(".")[2].lower()
        return Response(
            file.data,
            media_type=TYPES.get(ending, "application/octet-stream"),
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
                "Cache-Control": "private, no-store",
            },
        )


def _number(request: Request, name: str) -> int | None:
    text = str(request.path_params[name])
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
