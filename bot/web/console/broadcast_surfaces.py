"""`/can-bo/tin/N/ban-in`: a broadcast as text for board, loudspeaker, paper and telephones."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.broadcast_preview import worn
from bot.surfaces import Size, about, of_broadcast, rendered
from bot.web.console.broadcasts import ONE
from bot.web.console.gate import Gate
from bot.web.console.seats import Seat
from handlers.broadcast_texts import text_of
from handlers.roles import Act, may
from handlers.store import broadcasts
from handlers.wording.broadcasts import letter
from knowledge.surfaces.announcement import Surface

OFFERED: Final = (Surface.LED, Surface.LOUDSPEAKER, Surface.SLIP, Surface.SMS)
"""What has no account of ours to send by: an officer copies or prints it."""


class SurfacePages:
    """The same words and the same code as the copies of its day."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """One surface as text, to be copied or printed."""
        kind = request.query_params.get("loai", "")
        with self._gate.parts.store.read() as work:
            number = int(request.path_params["number"])
            one = broadcasts.find(work, seat.officer.commune, number)
        known = one is not None and may(seat.officer, Act.WRITE_BROADCAST)
        if one is None or not known or kind not in set(OFFERED):
            return self._gate.show("gone.html", seat, 404)
        commune, surface = seat.ward.commune, Surface(kind)
        try:
            text = text_of(commune, one)
        except ValueError:
            return self._gate.show("gone.html", seat, 404)
        leaves = max(one.due or seat.now, seat.now)
        sealed = worn(self._gate.parts.store.seal, letter(commune, one, text), one.commune, leaves)
        told, size = of_broadcast(text, sealed, commune), Size()
        pieces = rendered(surface, sealed, told, size)
        head = about(surface, told, size)
        lines = [f"[{head}]"] if head else []
        return PlainTextResponse("\n\n".join([*lines, *pieces]) + "\n")


def surface_routes(gate: Gate) -> APIRouter:
    """The one address."""
    routes, pages = APIRouter(), SurfacePages(gate)
    routes.add_api_route(f"{ONE}/ban-in", gate.page(pages.show), methods=["GET", "HEAD"])
    return routes
