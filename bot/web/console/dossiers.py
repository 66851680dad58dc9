"""`/can-bo/ho-so/CODE`: one dossier and the acts over it; nothing of whom it belongs to."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.render import blocks_html
from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers import acts
from handlers.acts import Acting
from handlers.duties import checks
from handlers.duties.values import Case, Done, Outcome, Refused, Why
from handlers.messages import Heading
from handlers.officers import Member
from handlers.roles import Act, may
from handlers.store import duties, staff
from handlers.wording import dossiers as dossier_wording
from handlers.wording import duties as wording
from handlers.wording.dossiers_clock import explained
from knowledge import dossier_store
from knowledge.calendar import local
from knowledge.dossiers.dossier import Dossier, StatusEvent
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.statuses import DossierStatus
from knowledge.text.codes import dossier_codes

DOSSIER: Final = f"{HOME}/ho-so"
LONGEST: Final = 1_000
DONE: Final = {
    "ready": "Đã xác nhận sẵn sàng; người theo dõi được mời đến nhận.",
    "not-ready": "Đã ghi là chưa có trên kệ; phụ trách một cửa được báo.",
    "on-time": wording.ON_TIME,
    "late": wording.SLIP_WAITS,
    "explain": wording.EXPLAINED,
    "override": wording.OVERRIDDEN,
    "status": "Đã ghi trạng thái.",
}
Deed = Callable[[Acting, int, Form], Outcome]


def _late(acting: Acting, dossier: int, form: Form) -> Outcome:
    new = _day(form.one("ngay_khac") or form.one("ngay"))
    if new is None:
        return Refused(Why.NOT_LATER)
    reason = form.one("ly_do_khac")[:LONGEST] or form.one("ly_do")[:LONGEST]
    return acts.draft_apology(acting, dossier, acting.ward.calendar.closing(new), reason)


def _explain(acting: Acting, dossier: int, form: Form) -> Outcome:
    return acts.explain_late(acting, dossier, form.one("ly_do")[:LONGEST])


def _override(acting: Acting, dossier: int, form: Form) -> Outcome:
    return acts.override(acting, dossier, form.one("quy_dinh"), form.one("ly_do")[:LONGEST])


def _status(acting: Acting, dossier: int, form: Form) -> Outcome:
    told = form.one("trang_thai")
    if told not in {one.value for one in DossierStatus}:
        return Refused(Why.UNKNOWN)
    items = tuple(line.strip() for line in form.one("giay_to").splitlines() if line.strip())
    note = form.one("ghi_chu")[:LONGEST]
    reason = form.one("ly_do")[:LONGEST]
    event = StatusEvent(acting.now, DossierStatus(told), told, note, items=items, reason=reason)
    return acts.set_status(acting, dossier, event, mode=acting.ward.mode)


DEEDS: Final[dict[str, Deed]] = {
    "ready": lambda acting, one, _: acts.confirm_ready(acting, one, ready=True),
    "not-ready": lambda acting, one, _: acts.confirm_ready(acting, one, ready=False),
    "on-time": lambda acting, one, _: acts.say_on_time(acting, one),
    "late": _late,
    "explain": _explain,
    "override": _override,
    "status": _status,
}


class DossierPages:
    """The card of a dossier and its forms."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def find(self, seat: Seat, request: Request) -> Response:
        """`?ma=`: a code typed any way."""
        codes = dossier_codes(request.query_params.get("ma", "")[:200])
        if len(codes) != 1:
            return self._gate.show("no_dossier.html", seat, 404)
        return RedirectResponse(f"{DOSSIER}/{codes[0]}", 303)

    def show(self, seat: Seat, request: Request) -> Response:
        """The card."""
        case = self._case(seat, request)
        if case is None:
            return self._gate.show("no_dossier.html", seat, 404)
        did = request.query_params.get("xong", "")
        opened = "explain" if did == "late" and not case.dossier.cause else ""
        return self._card(seat, case, said=DONE.get(did, ""), opened=opened)

    def act(self, seat: Seat, request: Request, form: Form) -> Response:
        """Do it; or the card again with what stands against it."""
        case, name = self._case(seat, request), str(request.path_params.get("act", ""))
        if case is None or name not in DEEDS:
            return self._gate.show("no_dossier.html", seat, 404)
        with self._gate.parts.store.work() as work:
            acting = Acting(work, seat.ward, seat.officer, local(seat.now))
            done = DEEDS[name](acting, case.dossier.id, form)
            names = {one.id: one.officer.name for one in acting.members}
            if isinstance(done, Done):
                work.commit()
        if isinstance(done, Done):
            return RedirectResponse(f"{DOSSIER}/{case.dossier.code}?xong={name}", 303)
        again = self._case(seat, request) or case
        trouble = wording.outcome(done, names, "")
        return self._card(seat, again, tried=name, form=form, trouble=trouble, status=409)

    def _case(self, seat: Seat, request: Request) -> Case | None:
        if not may(seat.officer, Act.SEE_WORK):
            return None
        codes = dossier_codes(str(request.path_params.get("code", ""))[:80])
        if len(codes) != 1:
            return None
        with self._gate.parts.store.read() as work:
            found = dossier_store.find(work.session, seat.officer.commune, codes[0])
            return duties.cases(work, (found,))[0] if found is not None else None

    def _card(  # noqa: PLR0913 - a card and what was tried on it
        self,
        seat: Seat,
        case: Case,
        *,
        said: str = "",
        opened: str = "",
        tried: str = "",
        form: Form | None = None,
        trouble: str = "",
        status: int = 200,
    ) -> Response:
        with self._gate.parts.store.read() as work:
            members = staff.members(work, seat.officer.commune)
        now, calendar = local(seat.now), seat.ward.calendar
        offered = checks.choices_of_date(case.dossier, calendar, now)
        return self._gate.show(
            "dossier.html",
            seat,
            status,
            case=case,
            one=case.dossier,
            able=_able(seat, case, now, members),
            dates=[(f"{local(day):%Y-%m-%d}", wording.day(day)) for day in offered],
            reasons=wording.REASONS,
            rules=[(name, wording.rule_label(name)) for name in
                   checks.may_be_passed(case.dossier, calendar, now)],
            statuses=wording.STATUSES,
            said=said,
            opened=opened,
            tried=tried,
            form=form or Form(),
            trouble=trouble,
            overdue=case.dossier.overdue(now),
            clock=self._clock(seat, case.dossier),
        )  # fmt: skip

    def _clock(self, seat: Seat, dossier: Dossier) -> tuple[str, Markup]:
        """Heading and lines of why it falls due when it does, in the words a citizen gets."""
        found = self._gate.parts.dossiers.explain(dossier, seat.ward.calendar)
        blocks = explained(found)
        lines = tuple(one for one in blocks if not isinstance(one, Heading))
        return dossier_wording.WHY, Markup("").join(blocks_html(lines, 3))


def _able(seat: Seat, case: Case, now: datetime, members: Sequence[Member]) -> set[str]:
    """What may be done to it now, by the same checks the acts ask."""
    officer, day = seat.officer, now.date()
    objections = {
        "ready": checks.against_ready(officer, case, ready=True),
        "not-ready": checks.against_ready(officer, case, ready=False),
        "on-time": checks.against_on_time(members, officer, case, day),
        "late": checks.against_late(members, officer, case, day),
        "explain": checks.against_explaining(members, officer, case, now),
    }
    able = {name for name, objection in objections.items() if objection is None}
    if may(officer, Act.OVERRIDE) and checks.may_be_passed(case.dossier, seat.ward.calendar, now):
        able.add("override")
    if seat.ward.mode is RegisterMode.DESK and may(officer, Act.SET_STATUS):
        able.add("status")
    return able


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def dossier_routes(gate: Gate) -> APIRouter:
    """A dossier's addresses."""
    routes, pages = APIRouter(), DossierPages(gate)
    read = ["GET", "HEAD"]
    routes.add_api_route(DOSSIER, gate.page(pages.find), methods=read)
    routes.add_api_route(DOSSIER + "/{code}", gate.page(pages.show), methods=read)
    routes.add_api_route(DOSSIER + "/{code}/{act}", gate.act(pages.act), methods=["POST"])
    return routes
