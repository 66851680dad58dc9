"""`/can-bo/viec`: what an officer has to do today, the same list as the morning message."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.seats import Seat
from handlers import rechecking
from handlers.cases.listing import Query, Scope, listing
from handlers.duties import tasks
from handlers.duties.tasks import LISTED, Day
from handlers.roles import Act, may
from handlers.store.duties import material
from handlers.wording import agenda as wording
from handlers.wording import duties as cards

AGENDA: Final = f"{HOME}/viec"
SHOWN: Final = 50
"""Dossiers written out under one heading; of more, the number is said."""


class Agenda:
    """The day's page."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """Dossiers by what presses, then feedback."""
        del request
        if not may(seat.officer, Act.SEE_WORK):
            return self._gate.show("gone.html", seat, 404)
        day = Day(seat.ward.calendar, seat.now, seat.ward.mode)
        mine = Query(Scope.MINE)
        with self._gate.parts.store.read() as work:
            read = material(work, seat.officer.commune, seat.now)
            cases = listing(work, seat.ward, seat.officer, mine, seat.now)
            unsure = len(rechecking.due(work, seat.ward, seat.now))
        ruled = tasks.judged(read.cases, read.copied_at, day)
        found = tasks.agenda(seat.officer, read, day, ruled)
        sections = [(wording.TITLES[rule], [one.case for one in found.under(rule)])
                    for rule in LISTED]  # fmt: skip
        sections.append(("Trễ hạn chưa ghi nguyên nhân", list(found.unexplained)))
        return self._gate.show(
            "agenda.html",
            seat,
            found=found,
            unanswered=len(tasks.unanswered(seat.officer, read, day, ruled)),
            sections=[(title, listed) for title, listed in sections if listed],
            cases=cases,
            unsure=unsure if may(seat.officer, Act.RECHECK) else 0,
            shown=SHOWN,
            stale=_stale(found),
            intake=lambda task: wording.intake_line(task, day),
            line=lambda case: cards.line(case.dossier).text,
            late=[(one.case.dossier.code, wording.warning_line(one)) for one in found.late_answers],
            beyond=wording.beyond(found),
            copied=cards.copy_age(found.copied_at),
        )


def _stale(found: tasks.Agenda) -> str:
    if found.stale:
        return wording.STALE
    return wording.INTAKE_STALE if found.intake_stale else ""


def agenda_routes(gate: Gate) -> APIRouter:
    """The day's address."""
    routes = APIRouter()
    routes.add_api_route(AGENDA, gate.page(Agenda(gate).show), methods=["GET", "HEAD"])
    return routes
