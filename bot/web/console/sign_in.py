"""`/can-bo/vao`: a one-time code becomes a session, by a posted form only; and out again."""

from typing import Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.console.gate import SECOND, SIGN_IN, Gate, inside
from bot.web.console.menu import HOME
from bot.web.console.posted import Form, read_console_form
from bot.web.console.seats import Seat
from bot.web.limits import RateLimiter
from handlers import sign_in

BY_ADDRESS: Final = (10, 10)
"""Codes tried from one address: at once, and a minute. A code has 50 bits and lives 10 minutes."""
BY_ALL: Final = (100, 60)


class SignInPages:
    """The way in and out."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._by_address = RateLimiter(*BY_ADDRESS)
        self._by_all = RateLimiter(*BY_ALL)

    def ask(self, request: Request) -> Response:
        """The form; a code in the address is only filled in, looking at it spends nothing."""
        gate = self._gate
        if not gate.origins.fit(request):
            return gate.unfit(request)
        code = str(request.path_params.get("code", ""))[:20]
        known = gate.session_of(request)
        onward = inside(request.query_params.get("ve", ""))
        if known is not None and not code:
            return RedirectResponse(onward, 303)
        left = request.query_params.get("ra") == "1"
        return gate.show("sign_in.html", None, code=code, onward=onward, left=left, known=known)

    async def enter(self, request: Request) -> Response:
        """Spend the code."""
        gate = self._gate
        if not gate.origins.fit(request):
            return gate.unfit(request)
        form = await read_console_form(request)
        if not gate.origins.ours(request):
            return gate.show("lost.html", None, 403, why="foreign", words=())
        return await run_in_threadpool(self._enter, request, form)

    def _enter(self, request: Request, form: Form) -> Response:
        gate, now = self._gate, self._gate.parts.now()
        address = gate.origins.address(request)
        if self._by_address.take(address, now) or self._by_all.take("", now):
            return gate.show("lost.html", None, 429, why="fast", words=())
        onward = inside(form.one("ve"))
        with gate.parts.store.work() as work:
            done = sign_in.enter(work, gate.parts.tokens, form.one("ma")[:40], now)
            work.commit()
        if done is None:
            asked = {"code": "", "onward": onward, "left": False, "known": None}
            return gate.show("sign_in.html", None, 403, wrong=True, **asked)
        if sign_in.needs_second(done.officer):
            onward = f"{SECOND}?ve={onward}"
        return gate.open_session(request, done.token, onward)

    def leave(self, seat: Seat, request: Request, form: Form) -> Response:
        """This browser is signed out."""
        del form
        with self._gate.parts.store.work() as work:
            sign_in.leave(work, seat.session, seat.now)
            work.commit()
        return self._gate.end_session(request)

    def leave_all(self, seat: Seat, request: Request, form: Form) -> Response:
        """Every browser of the officer is signed out."""
        del form
        with self._gate.parts.store.work() as work:
            sign_in.leave_all(work, seat.officer, seat.now)
            work.commit()
        return self._gate.end_session(request)


def sign_in_routes(gate: Gate) -> APIRouter:
    """The way in and out."""
    routes, pages = APIRouter(), SignInPages(gate)
    read = ["GET", "HEAD"]
    routes.add_api_route(SIGN_IN, pages.ask, methods=read)
    routes.add_api_route(SIGN_IN + "/{code}", pages.ask, methods=read)
    routes.add_api_route(SIGN_IN, pages.enter, methods=["POST"])
    routes.add_api_route(f"{HOME}/ra", gate.act(pages.leave, half=True), methods=["POST"])
    routes.add_api_route(f"{HOME}/ra-het", gate.act(pages.leave_all, half=True), methods=["POST"])
    return routes
