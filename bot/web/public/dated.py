"""What lists by date share: pages of a list, a feed, headings, numbers in addresses."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from bot.web.templating import Pages

PER_PAGE: Final = 20
IN_FEED: Final = 50
LONGEST_TITLE: Final = 90
"""Letters of a heading: two lines on a telephone."""
ATOM: Final = "application/atom+xml; charset=utf-8"


class Dated(Protocol):
    """An item of a list."""

    @property
    def published_at(self) -> datetime:
        """When it became public."""


One = TypeVar("One", bound=Dated)
One_co = TypeVar("One_co", bound=Dated, covariant=True)


class Listed(Protocol[One_co]):
    """Where the items come from, newest first."""

    def number(self) -> int:
        """How many there are."""

    def page(self, limit: int, skip: int = 0) -> Sequence[One_co]:
        """`limit` of them after the first `skip`."""


def listing(
    request: Request, pages: Pages, found: Listed[One], template: str, title: Callable[[One], str]
) -> Response:
    """A page of the list, by `?trang=2`; 404 beyond its end."""
    number = page_number(request.query_params.get("trang", "1"))
    last = max(1, -(-found.number() // PER_PAGE))
    if number is None or number > last:
        return pages.problem(request, 404)
    shown = found.page(PER_PAGE, (number - 1) * PER_PAGE)
    return pages.page(template, found=shown, title=title, number=number, last=last)


def feed(
    origin: str, pages: Pages, found: Listed[One], template: str, title: Callable[[One], str]
) -> Response:
    """The newest as an Atom feed."""
    shown = found.page(IN_FEED)
    newest = max((one.published_at for one in shown), default=None)
    body = pages.fragment(template, found=shown, title=title, origin=origin, updated=newest)
    return Response(body, media_type=ATOM)


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
