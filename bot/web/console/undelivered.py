"""`/can-bo/loi-gui`: messages that did not arrive, sent again or let go; never a word of them."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers import undelivered as acts
from handlers.roles import Act, may
from handlers.store import zalo_about
from handlers.undelivered_lines import Outcome
from handlers.wording import undelivered as wording
from handlers.wording.zalo_oa import account

UNDELIVERED: Final = f"{HOME}/loi-gui"
SHOWN: Final = 100
"""Messages of one page; the rest is a number, and comes when these are settled."""


class UndeliveredPages:
    """The list and its two acts, and what each channel's account allows."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """What nobody has dealt with, the newest first."""
        del request
        if not may(seat.officer, Act.UNDELIVERED):
            return self._gate.show("gone.html", seat, 404)
        return self._listed(seat)

    def settle(self, seat: Seat, request: Request, form: Form) -> Response:
        """Send one again, or let it go."""
        del request
        number = _number(form.one("tin"))
        if not may(seat.officer, Act.UNDELIVERED) or number is None:
            return self._gate.show("gone.html", seat, 404)
        again = form.one("lam") == "gui_lai"
        with self._gate.parts.store.work() as work:
            given = work, seat.ward, seat.officer, number, seat.now
            if again:
                asked = form.one("da_hoi") == "1"
                outcome = acts.send_again(*given, may_repeat=asked)
            else:
                outcome = acts.let_go(*given)
            work.commit()
        if outcome is Outcome.DONE:
            return self._listed(seat, wording.QUEUED if again else wording.LET_GO)
        return self._listed(seat, wording.NO_REPEAT[outcome], bad=True)

    def _listed(self, seat: Seat, told: str = "", *, bad: bool = False) -> Response:
        with self._gate.parts.store.read() as work:
            found = acts.listed(work, seat.ward, seat.officer, seat.now)
            accounts = zalo_about.accounts(work, seat.ward.commune.key)
        return self._gate.show(
            "undelivered.html",
            seat,
            200 if not bad else 409,
            lines=found[:SHOWN],
            left=max(0, len(found) - SHOWN),
            told=told,
            bad=bad,
            words=wording,
            accounts=[(account(one.about), one.at) for one in accounts],
            outcomes=Outcome,
        )


def _number(text: str) -> int | None:
    known = text.isascii() and text.isdecimal() and len(text) < 18
    return int(text) if known else None


def undelivered_routes(gate: Gate) -> APIRouter:
    """The list's address."""
    routes, pages = APIRouter(), UndeliveredPages(gate)
    routes.add_api_route(UNDELIVERED, gate.page(pages.show), methods=["GET", "HEAD"])
    routes.add_api_route(UNDELIVERED, gate.act(pages.settle), methods=["POST"])
    return routes
