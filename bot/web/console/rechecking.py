"""`/can-bo/van-dung`: records due for a look; an officer says that one is still right."""

from datetime import date
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers import rechecking
from handlers.recheck_answers import Answer, Trouble
from handlers.roles import Act, may
from handlers.wording import rechecking as wording
from knowledge.calendar import local

RECHECK: Final = f"{HOME}/van-dung"
SHOWN: Final = 30
"""Records on the page: a morning's work, as on the command line."""
LONGEST: Final = 300


class RecheckPages:
    """The list and its one act."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """What is due, the most asked first."""
        del request
        return self._listed(seat)

    def answer(self, seat: Seat, request: Request, form: Form) -> Response:
        """Still right, by this source."""
        del request
        code, source = form.one("thu_tuc"), form.one("nguon")[:LONGEST]
        day = _day(form.one("xem_lai"))
        if isinstance(day, Trouble):
            return self._listed(seat, trouble=day, form=form)
        with self._gate.parts.store.work() as work:
            answer = Answer(code, source, day)
            trouble = rechecking.still_right(work, seat.ward, seat.officer, answer, seat.now)
            if trouble is None:
                work.commit()
        if trouble is None:
            return self._listed(seat, told=code)
        return self._listed(seat, trouble=trouble, form=form)

    def _listed(
        self,
        seat: Seat,
        *,
        told: str = "",
        trouble: Trouble | None = None,
        form: Form | None = None,
    ) -> Response:
        if not may(seat.officer, Act.RECHECK):
            return self._gate.show("gone.html", seat, 404)
        with self._gate.parts.store.read() as work:
            found = rechecking.due(work, seat.ward, seat.now)
        return self._gate.show(
            "rechecking.html",
            seat,
            200 if trouble is None else 409,
            due=found[:SHOWN],
            left=max(0, len(found) - SHOWN),
            told=told,
            trouble=wording.TROUBLE[trouble] if trouble else "",
            form=form or Form(),
            why=lambda one: wording.why(one.procedure, local(seat.now).date(), stale=one.stale),
            longest=LONGEST,
        )


def _day(text: str) -> date | Trouble | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return Trouble.BAD_DAY


def recheck_routes(gate: Gate) -> APIRouter:
    """The list's address."""
    routes, pages = APIRouter(), RecheckPages(gate)
    routes.add_api_route(RECHECK, gate.page(pages.show), methods=["GET", "HEAD"])
    routes.add_api_route(RECHECK, gate.act(pages.answer), methods=["POST"])
    return routes
