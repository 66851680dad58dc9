"""The chat's addresses."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from bot.channels.web.receive import contact_of
from bot.web.chat.files import Downloads
from bot.web.chat.pages import ChatPage
from bot.web.chat.posting import Posting
from bot.web.chat.stream import EventStream, Streams
from bot.web.chat.threads import Threads
from bot.web.ports import WebSettings
from bot.web.templating import Pages, wants_json
from bot.web.visitors import visitor_of
from handlers.messages import Address


def chat_routes(
    page: ChatPage, posting: Posting, pages: Pages, events: "Events", downloads: Downloads
) -> APIRouter:
    """`/`, the form behind it, its event stream, its files, and erasing."""
    routes = APIRouter()
    read = ["GET", "HEAD"]
    routes.add_api_route("/", page.get, methods=read)
    routes.add_api_route("/tro-chuyen", posting.post, methods=["POST"])
    routes.add_api_route("/tro-chuyen", _to_page, methods=read)
    routes.add_api_route("/tro-chuyen/tin", events.get, methods=["GET"])
    routes.add_api_route("/tro-chuyen/tep/{line}/{number}", downloads.get, methods=["GET"])
    routes.add_api_route("/tro-chuyen/xoa", posting.erase, methods=["POST"])
    routes.add_api_route("/tro-chuyen/xoa", _asking(pages), methods=read)
    return routes


class Events:
    """New messages: as a stream, or at once for a browser whose stream does not work."""

    def __init__(
        self, threads: Threads, streams: Streams, pages: Pages, settings: WebSettings
    ) -> None:
        self._threads = threads
        self._streams = streams
        self._pages = pages
        self._settings = settings
        self._stream = EventStream(threads, streams, settings)

    async def get(self, request: Request) -> Response:
        """What came after `Last-Event-ID`, or after `?sau=` on a first connection."""
        visitor = visitor_of(request)
        if visitor.new:
            return Response(status_code=204)  # no thread yet: tells EventSource to stay away
        address = Address(self._settings.endpoint, contact_of(visitor.token))
        since = _seq(request.headers.get("last-event-id")) or _seq(request.query_params.get("sau"))
        if wants_json(request):
            news = await self._threads.news(address, since)
            told = {"messages": news.messages, "last": news.last, "waiting": news.waiting}
            return JSONResponse(told)
        if not self._streams.room(address.contact):
            return self._pages.problem(request, 503)
        return StreamingResponse(
            self._stream.events(address, since),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )


def _asking(pages: Pages) -> Callable[[], Response]:
    def ask() -> Response:
        """Ask before erasing; works without JavaScript."""
        return pages.page("erase.html")

    return ask


def _to_page() -> Response:
    """A reload after a refused form: its address has only the form's answer."""
    return RedirectResponse("/", 303)


def _seq(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else 0
