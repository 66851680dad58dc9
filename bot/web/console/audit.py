"""`/can-bo/nhat-ky`: who did what, for head, administrator and reviewer."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.seats import Seat
from handlers.auditing import trail
from handlers.roles import Act, may
from handlers.store import staff
from handlers.wording.audit import WHAT

AUDIT: Final = f"{HOME}/nhat-ky"


class Audit:
    """The trail's pages."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """Newest first."""
        if not may(seat.officer, Act.SEE_AUDIT):
            return self._gate.show("gone.html", seat, 404)
        before, by = (_number(request.query_params.get(key)) for key in ("truoc", "ai"))
        with self._gate.parts.store.read() as work:
            found = trail(work, seat.ward, seat.officer, before, by)
            members = staff.members(work, seat.officer.commune)
        return self._gate.show("audit.html", seat, trail=found, what=_what, members=members, by=by)


def _what(act: str) -> str:
    """An act in words; the rule of an override and a status stay as they are named."""
    if act in WHAT:
        return WHAT[act]
    name, _, rest = act.partition(" ")
    words = {"dossier.override": "cho qua quy định", "dossier.status": "ghi trạng thái"}
    return f"{words[name]} {rest}" if name in words else act


def _number(text: str | None) -> int | None:
    known = text is not None and text.isascii() and text.isdecimal() and len(text) < 18
    return int(text) if known and text is not None else None


def audit_routes(gate: Gate) -> APIRouter:
    """The trail's address."""
    routes = APIRouter()
    routes.add_api_route(AUDIT, gate.page(Audit(gate).show), methods=["GET", "HEAD"])
    return routes
