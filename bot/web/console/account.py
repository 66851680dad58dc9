"""`/can-bo/tai-khoan` and the second factor: set up once, asked of heads and administrators."""

from typing import Final

import segno
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.console.gate import SECOND, Gate, inside
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers import second_factor, sign_in
from handlers.second_factor import Checked
from handlers.wording.staff import role_names

SET_UP: Final = "/can-bo/ma-xac-nhan"
ACCOUNT: Final = "/can-bo/tai-khoan"
STATUS: Final = {Checked.WRONG: 403, Checked.LOCKED: 429, Checked.NONE: 409}


class AccountPages:
    """An officer's own account."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def account(self, seat: Seat, request: Request) -> Response:
        """Who is signed in, until when, and the ways out."""
        del request
        ends = seat.session.expires_at
        roles = role_names(seat.officer.roles)
        idle = int(sign_in.IDLE.total_seconds()) // 60
        return self._gate.show("account.html", seat, roles=roles, ends=ends, idle=idle)

    def ask(self, seat: Seat, request: Request) -> Response:
        """Ask for a code of the app; without an app, set one up first."""
        onward = inside(request.query_params.get("ve", ""))
        if not seat.session.enrolled:
            return RedirectResponse(SET_UP, 303)
        if seat.session.second_at is not None:
            return RedirectResponse(onward, 303)
        return self._asked(seat, onward)

    def take(self, seat: Seat, request: Request, form: Form) -> Response:
        """A code: the session goes on under a new token."""
        return self._checked(seat, request, form, confirming=False)

    def set_up(self, seat: Seat, request: Request) -> Response:
        """The QR code of a new app, until its first right code."""
        del request
        return self._setting_up(seat)

    def begin(self, seat: Seat, request: Request, form: Form) -> Response:
        """Make the secret."""
        del request, form
        if not seat.session.enrolled:
            with self._gate.parts.store.work() as work:
                second_factor.begin(work, self._gate.parts.vault, seat.officer, seat.now)
                work.commit()
        return RedirectResponse(SET_UP, 303)

    def confirm(self, seat: Seat, request: Request, form: Form) -> Response:
        """The first right code."""
        return self._checked(seat, request, form, confirming=True)

    def _checked(self, seat: Seat, request: Request, form: Form, *, confirming: bool) -> Response:
        parts, onward = self._gate.parts, inside(form.one("ve"))
        look = second_factor.confirm if confirming else second_factor.check
        token = ""
        with parts.store.work() as work:
            done = look(work, parts.vault, seat.officer, form.one("ma"), seat.now)
            if done is Checked.GOOD:
                token = sign_in.raised(work, parts.tokens, seat.session, seat.now)
            work.commit()  # wrong tries count too
        if token:
            return self._gate.open_session(request, token, onward)
        if confirming:
            return self._setting_up(seat, done)
        return self._asked(seat, onward, done)

    def _asked(self, seat: Seat, onward: str, done: Checked | None = None) -> Response:
        status = STATUS[done] if done is not None else 200
        return self._gate.show("second.html", seat, status, onward=onward, done=done)

    def _setting_up(self, seat: Seat, done: Checked | None = None) -> Response:
        parts = self._gate.parts
        with parts.store.read() as work:
            secret = second_factor.pending(work, parts.vault, seat.officer)
        picture = ""
        if secret is not None:
            told = second_factor.address_of(secret, seat.officer, seat.ward.commune.name)
            picture = segno.make(told, error="m").svg_inline(scale=5, border=4, light="#fff")
        status = STATUS[done] if done is not None else 200
        spaced = " ".join((secret or "")[at : at + 4] for at in range(0, len(secret or ""), 4))
        return self._gate.show(
            "set_up.html", seat, status, picture=picture, secret=spaced, done=done
        )


def account_routes(gate: Gate) -> APIRouter:
    """The account's addresses."""
    routes, pages = APIRouter(), AccountPages(gate)
    read, post = ["GET", "HEAD"], ["POST"]
    routes.add_api_route(ACCOUNT, gate.page(pages.account), methods=read)
    routes.add_api_route(SECOND, gate.page(pages.ask, half=True), methods=read)
    routes.add_api_route(SECOND, gate.act(pages.take, half=True), methods=post)
    routes.add_api_route(SET_UP, gate.page(pages.set_up, half=True), methods=read)
    routes.add_api_route(SET_UP, gate.act(pages.begin, half=True), methods=post)
    routes.add_api_route(f"{SET_UP}/xong", gate.act(pages.confirm, half=True), methods=post)
    return routes
