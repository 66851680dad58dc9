"""`/can-bo/dinh-chinh`: figures that changed after they were told; an officer lets them be said."""

from collections.abc import Callable
from datetime import date
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers.broadcast_texts import Refused, Why
from handlers.broadcasts.acts import Acting
from handlers.correction import Correction, CorrectionState
from handlers.corrections import acts, sending, showing
from handlers.roles import Act, may
from handlers.store import corrections, staff
from handlers.wording import broadcast_pages
from handlers.wording import broadcast_reports as reports
from handlers.wording import corrections as wording
from handlers.wording.joins import NAMES as CHANNELS
from handlers.wording.parts import LABELS
from knowledge.calendar import local

CORRECTIONS: Final = f"{HOME}/dinh-chinh"
ONE: Final = f"{CORRECTIONS}/{{number:int}}"
SHOWN: Final = 50
COUNTED: Final = 300
"""Contacts looked at for the number in the list; the page of one counts everybody."""
Do = Callable[[Acting], Correction | Refused]


class CorrectionPages:
    """The list, one of them, and the two acts."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def listed(self, seat: Seat, request: Request) -> Response:
        """The last ones, newest first, and how many are owed each."""
        del request
        if not may(seat.officer, Act.WRITE_BROADCAST):
            return self._gate.show("gone.html", seat, 404)
        with self._gate.parts.store.read() as work:
            found = corrections.newest(work, seat.officer.commune, SHOWN)
            start = sending.since(seat.ward, seat.now)
            waits = (one for one in found if one.state is CorrectionState.OPEN)
            counts = {one.id: sending.at_most(work, one, start, COUNTED) for one in waits}
        owed = {number: f"{many} trở lên" if more else many
                for number, (many, more) in counts.items()}  # fmt: skip
        return self._gate.show(
            "corrections.html", seat, found=found, owed=owed, states=wording.STATES, parts=LABELS
        )

    def show(self, seat: Seat, request: Request) -> Response:
        """One: old, new, to whom, in which words."""
        return self._page(seat, int(request.path_params["number"]))

    def send(self, seat: Seat, request: Request, form: Form) -> Response:
        """Let it leave; the job queues the copies."""
        number, written = int(request.path_params["number"]), form.one("tu_ngay")
        try:
            day = date.fromisoformat(written) if written else None
        except ValueError:
            return self._page(seat, number, wording.BAD_DAY)
        mistake = form.one("nham") == "1"
        return self._done(
            seat,
            number,
            lambda acting: acts.send(acting, number, mistake=mistake, holds_from=day),
        )

    def drop(self, seat: Seat, request: Request, form: Form) -> Response:
        """Nobody is told."""
        del form
        number = int(request.path_params["number"])
        return self._done(seat, number, lambda acting: acts.drop(acting, number))

    def _done(self, seat: Seat, number: int, do: Do) -> Response:
        with self._gate.parts.store.work() as work:
            done = do(Acting(work, seat.ward, seat.officer, seat.now))
            if not isinstance(done, Refused):
                work.commit()
        if not isinstance(done, Refused):
            return RedirectResponse(f"{CORRECTIONS}/{number}", 303)
        if done.why in {Why.UNKNOWN, Why.NO_ROLE}:
            return self._gate.show("gone.html", seat, 404)
        return self._page(seat, number, wording.refusal(done))

    def _page(self, seat: Seat, number: int, trouble: str = "") -> Response:
        with self._gate.parts.store.read() as work:
            one = corrections.find(work, seat.officer.commune, number)
            if one is None or not may(seat.officer, Act.WRITE_BROADCAST):
                return self._gate.show("gone.html", seat, 404)
            look = self._gate.parts.channels.look
            seen = showing.view(work, seat.ward, one, seat.now, look)
            names = {each.id: each.officer.name for each in staff.members(work, one.commune)}
        above = seat.ward.commune.broadcasts.approve_above
        return self._gate.show(
            "correction.html",
            seat,
            422 if trouble else 200,
            one=one,
            seen=seen,
            trouble=trouble,
            state=wording.STATES[one.state],
            part=LABELS[one.part].lower(),
            nothing=wording.NOTHING,
            above=above,
            over=seen.people > above and not may(seat.officer, Act.APPROVE_BROADCAST),
            today=local(seat.now).date().isoformat(),
            days=seat.ward.commune.broadcasts.correct_days,
            sent_by=names.get(one.sent_by or 0, "cán bộ đã nghỉ"),
            channels={each.value: name for each, name in CHANNELS.items()},
            sms=reports.sms,
            later=reports.LATER,
            table=broadcast_pages.table(
                [(each.channel, each.state, each.why, each.number) for each in seen.outcomes]
            ),
        )


def correction_routes(gate: Gate) -> APIRouter:
    """The corrections' addresses."""
    routes, pages = APIRouter(), CorrectionPages(gate)
    for path, show in ((CORRECTIONS, pages.listed), (ONE, pages.show)):
        routes.add_api_route(path, gate.page(show), methods=["GET", "HEAD"])
    for path, act in ((f"{ONE}/gui", pages.send), (f"{ONE}/bo", pages.drop)):
        routes.add_api_route(path, gate.act(act), methods=["POST"])
    return routes
