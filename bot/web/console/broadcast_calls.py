"""`/can-bo/tin/N/can-goi`: whom a broadcast did not reach, and the numbers to call them by."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console.broadcasts import ONE
from bot.web.console.gate import Gate
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers.broadcast import Broadcast
from handlers.broadcast_reports import Unreached
from handlers.broadcasts import missing
from handlers.broadcasts.acts import Acting
from handlers.roles import Act, may
from handlers.store import broadcasts
from handlers.wording import broadcast_reports as reports
from handlers.wording import broadcasts as words


class CallPages:
    """The list, without numbers when it is read, with them when they are asked for."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def calls(self, seat: Seat, request: Request) -> Response:
        """Whom it did not reach, by neighbourhood, to be printed."""
        number = int(request.path_params["number"])
        with self._gate.parts.store.read() as work:
            one = broadcasts.find(work, seat.officer.commune, number)
            if one is None or not may(seat.officer, Act.WRITE_BROADCAST):
                return self._gate.show("gone.html", seat, 404)
            people = missing.people(work, one, seat.now)
        return self._called(seat, one, people)

    def numbers(self, seat: Seat, request: Request, form: Form) -> Response:
        """The same with the numbers to call; that they were looked at is kept."""
        del form
        number = int(request.path_params["number"])
        with self._gate.parts.store.work() as work:
            one = broadcasts.find(work, seat.officer.commune, number)
            if one is None or not may(seat.officer, Act.CALL):
                return self._gate.show("gone.html", seat, 404)
            acting = Acting(work, seat.ward, seat.officer, seat.now)
            people = missing.with_numbers(acting, one, self._gate.parts.vault)
            work.commit()
        return self._called(seat, one, people, shown=True)

    def _called(
        self, seat: Seat, one: Broadcast, people: Sequence[Unreached], *, shown: bool = False
    ) -> Response:
        return self._gate.show(
            "broadcast_calls.html",
            seat,
            one=one,
            people=people,
            shown=shown,
            call=reports.call,
            elsewhere=reports.ELSEWHERE,
            whom=words.whom(one),
        )


def call_routes(gate: Gate) -> APIRouter:
    """The list and the numbers; before the acts, whose address would take theirs."""
    routes, pages = APIRouter(), CallPages(gate)
    address = f"{ONE}/can-goi"
    routes.add_api_route(address, gate.page(pages.calls), methods=["GET", "HEAD"])
    routes.add_api_route(address, gate.act(pages.numbers), methods=["POST"])
    return routes
