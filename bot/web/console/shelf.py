"""`/can-bo/ket-qua`: finished results confirmed on the shelf, one, many, or all but some.

A long list is written in steps, so that nobody else waits; the page's script sends it in parts and
shows how far it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from bot.web.templating import wants_json
from handlers import acts
from handlers.acts import Acting
from handlers.duties.values import Case, Done, Outcome
from handlers.roles import Act, may
from handlers.store import duties, staff
from handlers.wording import duties as wording

SHELF: Final = f"{HOME}/ket-qua"
STEP: Final = 20
"""Results of one transaction: some 50 ms of writing on SQLite."""


SHOWN: Final = 300
"""Results of one page; the rest is a number, and comes when these are settled."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one result."""

    code: str
    words: str
    done: bool


class Shelf:
    """The list and its bulk act."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """What waits to be confirmed, the longest waiting first."""
        del request
        if not may(seat.officer, Act.CONFIRM_READY):
            return self._gate.show("gone.html", seat, 404)
        return self._listed(seat, ())

    def take(self, seat: Seat, request: Request, form: Form) -> Response:
        """Confirm those ticked, or all but those; or say that they are not there."""
        if not may(seat.officer, Act.CONFIRM_READY):
            return self._gate.show("gone.html", seat, 404)
        ready = form.one("co") != "khong"
        chosen = self._chosen(seat, form)
        told = self._confirm(seat, chosen, ready=ready)
        if wants_json(request):
            lines = [{"code": one.code, "words": one.words, "done": one.done} for one in told]
            return JSONResponse({"told": lines})
        return self._listed(seat, told)

    def _chosen(self, seat: Seat, form: Form) -> list[Case]:
        ticked = {int(one) for one in form.every("ho_so") if one.isascii() and one.isdecimal()}
        but = form.one("cach") == "tru"
        with self._gate.parts.store.read() as work:
            waiting = duties.unconfirmed(work, seat.officer.commune, seat.now)
            if not but:
                known = {case.dossier.id for case in waiting}
                loose = [duties.case(work, seat.officer.commune, one) for one in ticked - known]
                waiting = (*waiting, *(case for case in loose if case is not None))
        if but:
            shown = {int(one) for one in form.every("hien") if one.isdecimal()}
            # What came since the page was shown was not looked at: it is not "all" of it.
            return [one for one in waiting if one.dossier.id in shown - ticked]
        return [one for one in waiting if one.dossier.id in ticked]

    def _confirm(self, seat: Seat, chosen: Sequence[Case], *, ready: bool) -> tuple[Told, ...]:
        told: list[Told] = []
        good = "đã xác nhận sẵn sàng" if ready else "đã ghi chưa có trên kệ"
        # In the order of their numbers, so that two bulk acts cannot wait for one another.
        ordered = sorted(chosen, key=lambda case: case.dossier.id)
        for start in range(0, len(ordered), STEP):
            with self._gate.parts.store.work() as work:
                acting = Acting(work, seat.ward, seat.officer, seat.now)
                names = {one.id: one.officer.name for one in acting.members}
                part = ordered[start : start + STEP]
                done = [acts.confirm_ready(acting, one.dossier.id, ready=ready) for one in part]
                told += _told(part, done, names, good)
                work.commit()
        return tuple(told)

    def _listed(self, seat: Seat, told: Sequence[Told]) -> Response:
        with self._gate.parts.store.read() as work:
            waiting = duties.unconfirmed(work, seat.officer.commune, seat.now)
            names = {one.id: one.officer.name for one in staff.members(work, seat.officer.commune)}
        return self._gate.show(
            "shelf.html",
            seat,
            waiting=waiting[:SHOWN],
            left=max(0, len(waiting) - SHOWN),
            told=told,
            number=sum(one.done for one in told),
            tail=wording.tail,
            not_found=lambda case: _not_found(case, names),
        )


def _told(
    part: Iterable[Case], done: Iterable[Outcome], names: dict[int, str], good: str
) -> list[Told]:
    return [
        Told(case.dossier.code, wording.outcome(one, names, good), isinstance(one, Done))
        for case, one in zip(part, done, strict=True)
    ]


def _not_found(case: Case, names: dict[int, str]) -> str:
    """Who said last that it is not on the shelf."""
    if case.dossier.ready is not False:
        return ""
    last = case.dossier.confirmations[-1]
    return f"{names.get(last.by, 'Đồng nghiệp')} không thấy lúc {wording.moment(last.at)}"


def shelf_routes(gate: Gate) -> APIRouter:
    """The shelf's address."""
    routes, shelf = APIRouter(), Shelf(gate)
    routes.add_api_route(SHELF, gate.page(shelf.show), methods=["GET", "HEAD"])
    routes.add_api_route(SHELF, gate.act(shelf.take), methods=["POST"])
    return routes
