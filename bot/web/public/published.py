"""`/phan-anh`: questions and answers the ward has published; a list, one page each, a feed.

Nothing is cached: what is withdrawn is gone at the next look. A withdrawn page answers 410.
"""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.ports import GONE, Published, PublishedCases
from bot.web.public.dated import feed, headline, listing, page_number
from bot.web.templating import Pages
from bot.web.visitors import Origins


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """Renders the published cases."""

    cases: PublishedCases
    pages: Pages
    origins: Origins

    def listing(self, request: Request) -> Response:
        """`/phan-anh?trang=2`."""
        return listing(request, self.pages, self.cases, "published_list.html", title_of)

    def one(self, request: Request) -> Response:
        """`/phan-anh/12`."""
        read = page_number(str(request.path_params["number"]))
        found = self.cases.one(read) if read is not None else None
        if found is None:
            return self.pages.problem(request, 404)
        if found is GONE or not isinstance(found, Published):
            return self.pages.problem(request, 410)
        return self.pages.page("published.html", case=found, title=title_of(found))

    def picture(self, request: Request) -> Response:
        """`/phan-anh/12/anh/1`."""
        asked = request.path_params
        case, which = page_number(str(asked["number"])), page_number(str(asked["place"]))
        found = self.cases.picture(case, which) if case is not None and which is not None else None
        if found is None:
            return self.pages.problem(request, 404)
        data, mime = found
        return Response(data, media_type=mime, headers={"Content-Disposition": "inline"})

    def feed(self, request: Request) -> Response:
        """`/phan-anh.atom`."""
        origin = self.origins.public(request)
        return feed(origin, self.pages, self.cases, "published.atom", title_of)


def title_of(case: Published) -> str:
    """The first sentence of the question, cut between words."""
    return headline(case.question)


def published_routes(site: PublishedSite) -> APIRouter:
    """Their addresses."""
    routes, read = APIRouter(), ["GET", "HEAD"]
    routes.add_api_route("/phan-anh", site.listing, methods=read)
    routes.add_api_route("/phan-anh.atom", site.feed, methods=read)
    routes.add_api_route("/phan-anh/{number}", site.one, methods=read)
    routes.add_api_route("/phan-anh/{number}/anh/{place}", site.picture, methods=read)
    return routes
