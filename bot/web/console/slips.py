"""`/can-bo/phieu`: apology slips (mẫu 04) that wait for the head: signed, or sent back."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers import acts
from handlers.acts import Acting
from handlers.duties import checks
from handlers.duties.values import Done
from handlers.roles import Act, may
from handlers.store import duties, staff
from handlers.wording import duties as wording

SLIPS: Final = f"{HOME}/phieu"
STEP: Final = 20
"""Slips of one transaction: nobody else waits long for the database."""
MOST: Final = 10**9
"""No slip has such a number."""
SAID: Final = {"sign": wording.SIGNED, "refuse": wording.REFUSED}


class Slips:
    """The head's slips."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """Each as it will be signed, with the rules it would break."""
        if not may(seat.officer, Act.DECIDE_APOLOGY):
            return self._gate.show("gone.html", seat, 404)
        return self._listed(seat, said=SAID.get(request.query_params.get("xong", ""), ""))

    def act(self, seat: Seat, request: Request, form: Form) -> Response:
        """Sign one, or send it back."""
        number, name = (str(request.path_params.get(key, "")) for key in ("number", "act"))
        known = number.isascii() and number.isdecimal() and len(number) < 10 and name in SAID
        if not may(seat.officer, Act.DECIDE_APOLOGY) or not known:
            return self._gate.show("gone.html", seat, 404)
        do = acts.sign_apology if name == "sign" else acts.refuse_apology
        with self._gate.parts.store.work() as work:
            acting = Acting(work, seat.ward, seat.officer, seat.now)
            done = do(acting, int(number), form.one("ly_do")[:1_000])
            names = {one.id: one.officer.name for one in acting.members}
            if isinstance(done, Done):
                work.commit()
        if isinstance(done, Done):
            return RedirectResponse(f"{SLIPS}?xong={name}", 303)
        return self._listed(seat, trouble=wording.outcome(done, names, ""), status=409)

    def sign_all(self, seat: Seat, request: Request, form: Form) -> Response:
        """Sign those the page showed that break no rule; who was faster, or what moved, is told."""
        del request
        if not may(seat.officer, Act.DECIDE_APOLOGY):
            return self._gate.show("gone.html", seat, 404)
        shown = {int(one) for one in form.every("phieu") if one.isascii() and one.isdecimal()}
        # In the order of their numbers, so that two bulk acts cannot wait for one another.
        ordered = sorted(one for one in shown if one < MOST)[: checks.AT_ONCE]
        signed, troubles = 0, []
        for start in range(0, len(ordered), STEP):
            with self._gate.parts.store.work() as work:
                acting = Acting(work, seat.ward, seat.officer, seat.now)
                names = {one.id: one.officer.name for one in acting.members}
                for number in ordered[start : start + STEP]:
                    done = acts.sign_apology(acting, number)
                    signed += isinstance(done, Done)
                    if not isinstance(done, Done):
                        troubles.append(wording.outcome(done, names, ""))
                work.commit()
        said = wording.signed(signed) if signed else ""
        status = 200 if signed or not troubles else 409
        return self._listed(seat, said=said, trouble=_counted(troubles), status=status)

    def _listed(
        self, seat: Seat, *, said: str = "", trouble: str = "", status: int = 200
    ) -> Response:
        with self._gate.parts.store.read() as work:
            waiting = duties.slips(work, seat.officer.commune)
            names = {one.id: one.officer.name for one in staff.members(work, seat.officer.commune)}
        slips = [
            (case, slip, names.get(slip.by, ""), [
                wording.rule_label(rule)
                for rule in checks.breached(case.dossier, seat.ward.calendar, seat.now)
            ])
            for case, slip in waiting
        ]  # fmt: skip
        plain = checks.signable(waiting, seat.ward.calendar, seat.now)
        return self._gate.show(
            "slips.html", seat, status, slips=slips, plain=plain, said=said, trouble=trouble
        )


def _counted(troubles: list[str]) -> str:
    """What stood against some of many, each reason once."""
    if not troubles:
        return ""
    return f"{len(troubles)} phiếu chưa ký: {' '.join(dict.fromkeys(troubles))}"


def slip_routes(gate: Gate) -> APIRouter:
    """The slips' addresses."""
    routes, slips = APIRouter(), Slips(gate)
    routes.add_api_route(SLIPS, gate.page(slips.show), methods=["GET", "HEAD"])
    routes.add_api_route(SLIPS + "/ca", gate.act(slips.sign_all), methods=["POST"])
    routes.add_api_route(SLIPS + "/{number}/{act}", gate.act(slips.act), methods=["POST"])
    return routes
