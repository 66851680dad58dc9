"""`/can-bo/nhap-ho`: what somebody says at the desk or to the published number, written down."""

from collections import OrderedDict
from threading import Lock
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console import words
from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from bot.web.visitors import new_nonce
from handlers.cases.acts import Doing, Refused
from handlers.cases.entering import Entered, enter
from handlers.errors import LostRaceError
from handlers.roles import Act, may
from handlers.vault import Identity
from knowledge.feedback.kinds import OFFERED, FeedbackKind
from knowledge.feedback.states import About

ENTER: Final = f"{HOME}/nhap-ho"
LONGEST: Final = 4_000
REMEMBERED: Final = 200
"""Forms remembered, so that sending one twice opens one case."""
ROADS: Final = {
    FeedbackKind.COMPLAINT: "Đây là khiếu nại",
    FeedbackKind.DENUNCIATION: "Đây là tố cáo",
    About.HEAD: "Nội dung này về người đứng đầu",
}


class Entering:
    """The form and what came of it."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._made: OrderedDict[str, Entered] = OrderedDict()
        self._lock = Lock()

    def ask(self, seat: Seat, request: Request) -> Response:
        """The empty form."""
        del request
        if not may(seat.officer, Act.ENTER_CASE):
            return self._gate.show("gone.html", seat, 404)
        return self._form(seat)

    def take(self, seat: Seat, request: Request, form: Form) -> Response:
        """Open the case; what goes another way is said and not kept."""
        del request
        if not may(seat.officer, Act.ENTER_CASE):
            return self._gate.show("gone.html", seat, 404)
        kind, matter = form.one("loai"), form.one("noi_dung")[:LONGEST]
        name, phone = form.one("ho_ten")[:100], form.one("dien_thoai")[:30]
        kept = {"kind": kind, "matter": matter, "name": name, "phone": phone}
        if not matter or kind not in words.MADE:
            return self._form(seat, "Anh/chị ghi nội dung và chọn loại.", kept, 422)
        once = f"{seat.officer.id}:{form.one('mot_lan')[:40]}"
        with self._lock:  # a double click waits and gets the same reference
            made = self._made.get(once)
            if made is None:
                who = Identity(name, phone) if name else None
                done = self._enter(seat, FeedbackKind(kind), matter, who)
                if isinstance(done, Refused):
                    return self._gate.show("gone.html", seat, 404)
                if not isinstance(done, Entered):
                    return self._gate.show("elsewhere.html", seat, 422, why=ROADS[done])
                made = self._made[once] = done
                while len(self._made) > REMEMBERED:
                    self._made.popitem(last=False)
        return self._gate.show("entered.html", seat, made=made, named=bool(name))

    def _enter(
        self, seat: Seat, kind: FeedbackKind, matter: str, who: Identity | None
    ) -> Entered | FeedbackKind | About | Refused:
        for _ in range(3):  # another desk may take the day's number first
            try:
                with self._gate.parts.store.work() as work:
                    doing = Doing(work, seat.ward, seat.officer, seat.now)
                    done = enter(doing, kind, matter, who, self._gate.parts.vault)
                    work.commit()
                    return done
            except LostRaceError:
                continue
        raise LostRaceError

    def _form(
        self,
        seat: Seat,
        trouble: str = "",
        kept: dict[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        kept = kept or {"kind": "", "matter": "", "name": "", "phone": ""}
        return self._gate.show(
            "enter.html", seat, status, kinds=OFFERED, kept=kept, trouble=trouble, once=new_nonce()
        )


def entering_routes(gate: Gate) -> APIRouter:
    """The form's address."""
    routes, pages = APIRouter(), Entering(gate)
    routes.add_api_route(ENTER, gate.page(pages.ask), methods=["GET", "HEAD"])
    routes.add_api_route(ENTER, gate.act(pages.take), methods=["POST"])
    return routes
