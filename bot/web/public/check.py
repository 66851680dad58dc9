"""`/kiem-tra`: is a message really the ward's? One form, without any script; nothing is kept of it.

A further commune of the process has the same under `/xa/KEY`.

Tries are limited by address alone, loosely: a cookie would be thrown away to guess on.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.render import Look, reply_html
from bot.web.limits import RateLimiter, read_form
from bot.web.ports import Checks, WebLimits
from bot.web.templating import Pages
from bot.web.visitors import Origins
from bot.web.words import too_fast

BURST: Final = 20
PER_MINUTE: Final = 10
"""Tries of one address: an office behind it, and never 15,000 guesses a day."""
LONGEST: Final = 4_000
"""Letters of a text, as in a chat."""


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Shows the form, and what a code or a text turned out to be."""

    checks: Checks
    pages: Pages
    origins: Origins
    limits: WebLimits
    now: Callable[[], datetime]
    tries: RateLimiter = field(default_factory=lambda: RateLimiter(BURST, PER_MINUTE))

    async def ask(self, request: Request) -> Response:
        """The empty form."""
        del request
        return self._page()

    async def answer(self, request: Request) -> Response:
        """What became of the words in the form; they stay in it."""
        form = await read_form(request, self.limits.body_bytes, self.limits.body_seconds)
        if not self.origins.ours(request):
            return self.pages.problem(request, 403)
        words = form.get("tin", "")[:LONGEST].strip()
        if not words:
            return self._page(notice="Anh/chị chưa nhập mã hoặc nội dung tin.", status=422)
        address, now = self.origins.address(request), self.now()
        if wait := self.tries.take(address, now):
            response = self._page(words, notice=too_fast(wait), status=429)
            response.headers["Retry-After"] = str(ceil(wait))
            return response
        reply = await asyncio.to_thread(self.checks.check, words, address, now)
        return self._page(words, reply_html(reply, Look(heading=2, current=False, links=False)))

    def _page(
        self, words: str = "", result: str = "", notice: str = "", status: int = 200
    ) -> Response:
        given = {"words": words, "result": result, "notice": notice, "longest": LONGEST}
        return self.pages.page("check.html", status, **given)


def check_routes(page: CheckPage, at: str = "") -> APIRouter:
    """Its addresses; `at` goes before those of a further commune."""
    routes = APIRouter(prefix=at)
    routes.add_api_route("/kiem-tra", page.ask, methods=["GET", "HEAD"])
    routes.add_api_route("/kiem-tra", page.answer, methods=["POST"])
    return routes
