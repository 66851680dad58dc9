"""`/phan-anh`: questions and answers the ward has published; a list, one page each, a feed.

Nothing is cached: what is withdrawn is gone at the next look. A withdrawn page answers 410.
"""

import re
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.ports import GONE, Published, PublishedCases
from bot.web.templating import Pages
from bot.web.visitors import Origins

PER_PAGE: Final = 20
IN_FEED: Final = 50
LONGEST_TITLE: Final = 90
"""Letters of a heading: two lines on a telephone."""
ATOM: Final = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """Renders the published cases."""

    cases: PublishedCases
    pages: Pages
    origins: Origins

    def listing(self, request: Request) -> Response:
        """`/phan-anh?trang=2`."""
        number = page_number(request.query_params.get("trang", "1"))
        count = self.cases.number()
        last = max(1, -(-count // PER_PAGE))
        if number is None or number > last:
            return self.pages.problem(request, 404)
        found = self.cases.page(PER_PAGE, (number - 1) * PER_PAGE)
        return self.pages.page(
            "published_list.html", found=found, title=title_of, number=number, last=last
        )

    def one(self, request: Request, number: str) -> Response:
        """`/phan-anh/12`."""
        read = page_number(number)
        found = self.cases.one(read) if read is not None else None
        if found is None:
            return self.pages.problem(request, 404)
        if found is GONE or not isinstance(found, Published):
            return self.pages.problem(request, 410)
        return self.pages.page("published.html", case=found, title=title_of(found))

    def picture(self, request: Request, number: str, place: str) -> Response:
        """`/phan-anh/12/anh/1`."""
        case, which = page_number(number), page_number(place)
        found = self.cases.picture(case, which) if case is not None and which is not None else None
        if found is None:
            return self.pages.problem(request, 404)
        data, mime = found
        return Response(data, media_type=mime, headers={"Content-Disposition": "inline"})

    def feed(self, request: Request) -> Response:
        """`/phan-anh.atom`."""
        found = self.cases.page(IN_FEED)
        body = self.pages.fragment(
            "published.atom",
            found=found,
            title=title_of,
            origin=self.origins.public(request),
            updated=max((one.published_at for one in found), default=None),
        )
        return Response(body, media_type=ATOM)


def title_of(case: Published) -> str:
    """The first sentence of the question, cut between words."""
    return headline(case.question)


def headline(text: str) -> str:
    """The first sentence of a text, cut between words."""
    first = re.split(r"(?<=[.!?])\s|\n", text, maxsplit=1)[0]
    if len(first) <= LONGEST_TITLE:
        return first
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def page_number(text: str) -> int | None:
    """A number of an address, counted from 1; None: it is none."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return None
    return int(text) or None


def published_routes(site: PublishedSite) -> APIRouter:
    """Their addresses."""
    routes, read = APIRouter(), ["GET", "HEAD"]
    routes.add_api_route("/phan-anh", site.listing, methods=read)
    routes.add_api_route("/phan-anh.atom", site.feed, methods=read)
    routes.add_api_route("/phan-anh/{number}", site.one, methods=read)
    routes.add_api_route("/phan-anh/{number}/anh/{place}", site.picture, methods=read)
    return routes
