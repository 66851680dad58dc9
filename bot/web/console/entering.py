"""`/can-bo/nhap-ho`: what somebody says at the desk or to the published number, written down."""

from collections import OrderedDict
from threading import Lock
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.terminal.render import blocks_text
from bot.web.console import brought, words
from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from bot.web.visitors import new_nonce
from handlers.cases.acts import Doing, Refused
from handlers.cases.entering import Doubt, Entered, Told, enter
from handlers.errors import LostRaceError
from handlers.roles import Act, may
from handlers.vault import Identity
from handlers.wording.feedback import DOUBTED, EMERGENCY, split_at_the_desk
from knowledge.feedback.kinds import OFFERED, FeedbackKind
from knowledge.feedback.states import About

ENTER: Final = f"{HOME}/nhap-ho"
LONGEST: Final = 4_000
EMPTY: Final = dict.fromkeys(("kind", "matter", "name", "phone", "place", "doubt"), "")
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
        place, plain = form.one("noi")[:100].strip(), form.one("chi_phan_anh") == "1"
        kept = {"kind": kind, "matter": matter, "name": name, "phone": phone, "place": place}
        if not matter or kind not in words.MADE:
            return self._form(seat, "Anh/chị ghi nội dung và chọn loại.", kept, 422)
        looked = brought.look(form.files)
        if isinstance(looked, str):
            return self._form(seat, looked, kept, 422)
        once = f"{seat.officer.id}:{form.one('mot_lan')[:40]}"
        with self._lock:  # a double click waits and gets the same reference
            made = self._made.get(once)
            if made is None:
                who = Identity(name, phone) if name else None
                told = Told(FeedbackKind(kind), matter, who, place, plain)
                done = self._enter(seat, told, looked)
                if not isinstance(done, Entered):
                    return self._not_made(seat, done, kept)
                made = self._made[once] = done
                while len(self._made) > REMEMBERED:
                    self._made.popitem(last=False)
        return self._made_known(seat, made, named=bool(name))

    def _not_made(
        self, seat: Seat, done: FeedbackKind | About | Doubt | Refused, kept: dict[str, str]
    ) -> Response:
        """Nothing was kept, and why."""
        if isinstance(done, Doubt):
            return self._form(seat, DOUBTED, {**kept, "doubt": "1"}, 422)
        if isinstance(done, Refused):
            return self._gate.show("gone.html", seat, 404)
        return self._gate.show("elsewhere.html", seat, 422, why=ROADS[done])

    def _made_known(self, seat: Seat, made: Entered, *, named: bool) -> Response:
        """What the officer reads out and writes down."""
        return self._gate.show(
            "entered.html",
            seat,
            made=made,
            named=named,
            split=split_at_the_desk(made.routed) if made.routed else "",
            register=blocks_text(made.register),
            emergency=EMERGENCY,
        )

    def _enter(
        self, seat: Seat, told: Told, looked: brought.Looked
    ) -> Entered | FeedbackKind | About | Doubt | Refused:
        for _ in range(3):  # another desk may take the day's number first
            try:
                with self._gate.parts.store.work() as work:
                    doing = Doing(work, seat.ward, seat.officer, seat.now)
                    done = enter(doing, told, self._gate.parts.vault)
                    if isinstance(done, Entered):
                        brought.keep(work, self._gate.parts.files, done.code, looked)
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
        kept = {**EMPTY, **(kept or {})}
        return self._gate.show(
            "enter.html",
            seat,
            status,
            kinds=OFFERED,
            kept=kept,
            trouble=trouble,
            once=new_nonce(),
            most=brought.MOST,
        )


def entering_routes(gate: Gate) -> APIRouter:
    """The form's address."""
    routes, pages = APIRouter(), Entering(gate)
    routes.add_api_route(ENTER, gate.page(pages.ask), methods=["GET", "HEAD"])
    routes.add_api_route(
        ENTER, gate.act(pages.take, file=brought.BYTES, files=brought.MOST), methods=["POST"]
    )
    return routes
