"""`/can-bo`: the list of cases an officer may see."""

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.console import words
from bot.web.console.gate import Gate
from bot.web.console.menu import HOME, menu_of
from bot.web.console.seats import Seat
from handlers.cases.listing import CURRENT, Query, Scope, listing
from handlers.officers import Role
from handlers.store import key_holders
from handlers.store.unit_of_work import Work
from handlers.watching import opens_names
from knowledge.commune import CommuneStage
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import LABELS, FeedbackKind

LONGEST = 100
"""Letters looked for."""
CASE = f"{HOME}/phan-anh"


class Inbox:
    """The list and its search."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """One page of the list; a whole reference in the search opens its case."""
        if seat.officer.roles == {Role.ADMIN}:  # sees no case: their first page is the trail
            return RedirectResponse(menu_of(seat.officer)[0].address, 303)
        query = _query(request)
        code = CaseCode.read(query.words, seat.officer.commune)
        if code is not None and len(query.words) <= len(str(code)) + 2:
            return RedirectResponse(f"{CASE}/{code}", 303)
        with self._gate.parts.store.read() as work:
            found = listing(work, seat.ward, seat.officer, query, seat.now)
            unsealed = _unsealed(work, seat)
        return self._gate.show(
            "inbox.html",
            seat,
            found=found,
            query=query,
            unsealed=unsealed,
            scopes=words.SCOPES,
            counted=CURRENT,
            kinds=LABELS,
            states=words.STATES,
            units=seat.ward.commune.feedback.units,
            due=lambda line: words.due_words(line.due, seat.now, late=line.late),
            here_with=lambda **changed: _address(query, **changed),
            done=words.done(request.query_params.get("xong", ""), request.query_params.get("ma")),
        )


def _unsealed(work: Work, seat: Seat) -> bool:
    """Whether a head or reviewer of a ward that is live has yet to enrol the vault."""
    live = seat.ward.commune.stage is CommuneStage.LIVE
    if not live or not opens_names(seat.officer):
        return False
    return key_holders.ward_key(work, seat.officer.commune) is None


def _query(request: Request) -> Query:
    told = request.query_params
    scope, kind = told.get("ds", ""), told.get("loai", "")
    page = told.get("trang", "1")
    return Query(
        scope=Scope(scope) if scope in set(Scope) else Scope.OPEN,
        kind=FeedbackKind(kind) if kind in words.KINDS else None,
        unit=told.get("dv") or None,
        words=told.get("tim", "").strip()[:LONGEST],
        page=int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 4 else 1,
    )


def _address(query: Query, **changed: object) -> str:
    """The list with some of what is looked for changed; another list begins at its first page."""
    asked: dict[str, object] = {
        "ds": query.scope.value,
        "loai": query.kind.value if query.kind else "",
        "dv": query.unit or "",
        "tim": query.words,
    }
    asked |= changed
    return f"{HOME}?{urlencode({key: value for key, value in asked.items() if value})}"


def inbox_routes(gate: Gate) -> APIRouter:
    """The list's address."""
    routes = APIRouter()
    routes.add_api_route(HOME, gate.page(Inbox(gate).show), methods=["GET", "HEAD"])
    return routes
