"""`/thong-bao`: what the ward wrote to everybody, to be read by anybody; a list, one page, a feed.

A further commune of the process has the same under `/xa/KEY`. Nothing is cached: what is withdrawn
is gone at the next look. A withdrawn page answers 410.
"""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.render import Look, reply_html
from bot.web.ports import Announced, Announcements, Gone
from bot.web.public.dated import feed, headline, listing, page_number
from bot.web.templating import Pages
from bot.web.visitors import Origins


@dataclass(frozen=True, slots=True)
class AnnouncedSite:
    """Renders the announcements."""

    found: Announcements
    pages: Pages
    origins: Origins

    def listing(self, request: Request) -> Response:
        """`/thong-bao?trang=2`."""
        return listing(request, self.pages, self.found, "announced_list.html", title_of)

    def one(self, request: Request) -> Response:
        """`/thong-bao/12`."""
        read = page_number(str(request.path_params["number"]))
        found = self.found.one(read) if read is not None else None
        if found is None:
            return self.pages.problem(request, 404)
        if isinstance(found, Gone):
            return self.pages.problem(request, 410)
        body = reply_html(found.body, Look(heading=2, current=False, links=False))
        return self.pages.page("announced.html", one=found, title=title_of(found), body=body)

    def feed(self, request: Request) -> Response:
        """`/thong-bao.atom`."""
        origin = self.origins.public(request)
        return feed(origin, self.pages, self.found, "announced.atom", title_of)


def title_of(one: Announced) -> str:
    """Its first sentence, cut between words."""
    return headline(one.text)


def place_of(commune: str) -> str:
    """Where the announcements of a further commune stand, by its key."""
    return f"/xa/{commune}"


def announced_routes(site: AnnouncedSite, at: str = "") -> APIRouter:
    """Their addresses; `at` goes before those of a further commune."""
    routes, read = APIRouter(prefix=at), ["GET", "HEAD"]
    routes.add_api_route("/thong-bao", site.listing, methods=read)
    routes.add_api_route("/thong-bao.atom", site.feed, methods=read)
    routes.add_api_route("/thong-bao/{number}", site.one, methods=read)
    return routes
