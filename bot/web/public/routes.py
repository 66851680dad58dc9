"""Addresses of the public pages. Their functions are plain: FastAPI runs them in threads.

They read their part of the address themselves: for a parameter FastAPI loads the validation of
an earlier pydantic too, a hundredth of a start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.render import Look, reply_html
from bot.web.ports import PublicPages
from bot.web.public.listing import Shelf, shelves
from bot.web.templating import Pages
from bot.web.visitors import Origins, new_nonce, remember, visitor_of
from handlers.messages import Heading, Reply

KINDS: Final = {"linh-vuc": "Lĩnh vực", "viec": "Việc trong đời", "chu": "Chữ cái"}
"""Query names of the directory's lists, with words for them."""


@dataclass(frozen=True, slots=True)
class PublicSite:
    """Renders the public pages."""

    public: PublicPages
    pages: Pages
    origins: Origins
    now: Callable[[], datetime]

    def directory(self, request: Request) -> Response:
        """`/thu-tuc`: the ways in, or one list."""
        found = shelves(self.public.directory())
        for kind, word in KINDS.items():
            if (key := request.query_params.get(kind)) is not None:
                shelf = found.find(kind, key)
                return self._shelf(request, shelf, (kind, word))
        page = self.pages.page("directory.html", shelves=found, nonce=new_nonce())
        return self._remembered(request, page)

    def card(self, request: Request) -> Response:
        """`/thu-tuc/{code}`: everything known about one procedure."""
        code = str(request.path_params["code"])
        card = self.public.card(code)
        if card is None:
            return self.pages.problem(request, 404)
        start = f"p_{code.replace('.', '-')}"
        look = Look(new_nonce(), heading=2, current=False, start=start, links=False)
        title, body = _titled(card, code)
        page = self.pages.page(
            "card.html",
            title=title,
            body=reply_html(body, look),
            code=code,
            start=start,
            nonce=new_nonce(),
        )
        return self._remembered(request, page)

    def printed(self, request: Request) -> Response:
        """`/in/{code}`: what to bring, for paper."""
        code = str(request.path_params["code"])
        checklist = self.public.checklist(code)
        if checklist is None:
            return self.pages.problem(request, 404)
        title, body = _titled(checklist, code)
        html = reply_html(body, Look(heading=2, links=False))
        day = self.now().strftime("%d/%m/%Y")
        return self.pages.page("print.html", title=title, body=html, code=code, day=day)

    def hours(self, request: Request) -> Response:
        """`/gio-lam-viec`: desks and hours."""
        return self._text(request, self.public.hours(self.now()), "Giờ làm việc", "hours")

    def privacy(self, request: Request) -> Response:
        """`/quyen-rieng-tu`: what is kept of a conversation."""
        return self._text(request, self.public.privacy(), "Quyền riêng tư", "privacy")

    def _text(self, request: Request, reply: Reply, fallback: str, here: str) -> Response:
        title, body = _titled(reply, fallback)
        html = reply_html(body, Look(new_nonce(), current=False, links=False))
        page = self.pages.page("text.html", title=title, body=html, here=here)
        return self._remembered(request, page)

    def _shelf(self, request: Request, shelf: Shelf | None, kind: tuple[str, str]) -> Response:
        told = request.query_params.get("trang", "1")
        number = int(told) if told.isascii() and told.isdecimal() and len(told) < 5 else 0
        if shelf is None or not 1 <= number <= shelf.pages:
            return self.pages.problem(request, 404)
        return self.pages.page("shelf.html", shelf=shelf, number=number, kind=kind)

    def _remembered(self, request: Request, response: Response) -> Response:
        remember(response, visitor_of(request), secure=self.origins.secure(request))
        return response


def public_routes(site: PublicSite) -> APIRouter:
    """The public pages' addresses."""
    routes = APIRouter()
    read = ["GET", "HEAD"]
    routes.add_api_route("/thu-tuc", site.directory, methods=read)
    routes.add_api_route("/thu-tuc/{code}", site.card, methods=read)
    routes.add_api_route("/in/{code}", site.printed, methods=read)
    routes.add_api_route("/gio-lam-viec", site.hours, methods=read)
    routes.add_api_route("/quyen-rieng-tu", site.privacy, methods=read)
    routes.add_api_route("/favicon.ico", _icon, methods=read)
    return routes


def _titled(reply: Reply, fallback: str) -> tuple[str, Reply]:
    """The page's title out of the reply's first heading, and the rest."""
    match reply.blocks:
        case (Heading(text), *rest):
            return text, Reply(tuple(rest), reply.choices, reply.attachments, reply.subject)
        case _:
            return fallback, reply


def _icon() -> Response:
    return RedirectResponse("/static/icon.svg", 301)
