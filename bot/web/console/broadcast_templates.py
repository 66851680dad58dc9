"""`/can-bo/tin/mau`: texts with fields to write by; each version is kept and can be read."""

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.console.broadcasts import NEWS
from bot.web.console.gate import Gate
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers.broadcast_texts import Refused, Why
from handlers.broadcasts import templates
from handlers.broadcasts.acts import Acting
from handlers.roles import Act, may
from handlers.store import broadcast_templates as store
from handlers.store import staff
from handlers.store.broadcast_templates import Template
from handlers.wording import broadcast_pages as wording

TEMPLATES: Final = f"{NEWS}/mau"
ONE: Final = f"{TEMPLATES}/{{number:int}}"
LONGEST: Final = 4_000


class TemplatePages:
    """List, one with its versions, and their forms."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def listed(self, seat: Seat, request: Request) -> Response:
        """All of them, and the form of a new one."""
        del request
        return self._list(seat, {}, "")

    def show(self, seat: Seat, request: Request) -> Response:
        """One with every version."""
        return self._page(seat, int(request.path_params["number"]), "", "")

    def create(self, seat: Seat, request: Request, form: Form) -> Response:
        """A new one; what was written comes back when it cannot be taken."""
        del request
        name, words = form.one("ten")[:200], form.one("noi_dung")[:LONGEST]
        done = self._done(seat, lambda acting: templates.create(acting, name, words))
        if isinstance(done, Refused):
            return self._list(seat, {"ten": name, "noi_dung": words}, wording.refusal(done))
        return RedirectResponse(f"{TEMPLATES}/{done.id}", 303)

    def edit(self, seat: Seat, request: Request, form: Form) -> Response:
        """Other words: a new version of the one that was looked at."""
        number, words = int(request.path_params["number"]), form.one("noi_dung")[:LONGEST]
        given = form.one("ban")
        seen = int(given) if given.isascii() and given.isdecimal() else 0
        done = self._done(seat, lambda acting: templates.edit(acting, number, words, seen))
        return self._answered(seat, number, done, words)

    def retire(self, seat: Seat, request: Request, form: Form) -> Response:
        """Nothing new is written by it."""
        del form
        number = int(request.path_params["number"])
        done = self._done(seat, lambda acting: templates.retire(acting, number))
        return self._answered(seat, number, done, "")

    def _answered(self, seat: Seat, number: int, done: Template | Refused, words: str) -> Response:
        if not isinstance(done, Refused):
            return RedirectResponse(f"{TEMPLATES}/{number}", 303)
        if done.why in {Why.NO_TEMPLATE, Why.NO_ROLE}:
            return self._gate.show("gone.html", seat, 404)
        return self._page(seat, number, wording.refusal(done), words)

    def _done(self, seat: Seat, do: Callable[[Acting], Template | Refused]) -> Template | Refused:
        with self._gate.parts.store.work() as work:
            done = do(Acting(work, seat.ward, seat.officer, seat.now))
            if not isinstance(done, Refused):
                work.commit()
        return done

    def _list(self, seat: Seat, kept: dict[str, str], trouble: str) -> Response:
        if not may(seat.officer, Act.WRITE_BROADCAST):
            return self._gate.show("gone.html", seat, 404)
        with self._gate.parts.store.read() as work:
            found = store.listed(work, seat.officer.commune)
        status = 422 if trouble else 200
        return self._gate.show(
            "broadcast_templates.html",
            seat,
            status,
            found=found,
            kept=kept,
            trouble=trouble,
            fields=wording.FIELDS,
        )

    def _page(self, seat: Seat, number: int, trouble: str, words: str) -> Response:
        with self._gate.parts.store.read() as work:
            one = store.find(work, seat.officer.commune, number)
            if one is None or not may(seat.officer, Act.WRITE_BROADCAST):
                return self._gate.show("gone.html", seat, 404)
            versions = store.versions(work, number)
            names = {each.id: each.officer.name for each in staff.members(work, one.commune)}
        return self._gate.show(
            "broadcast_template.html",
            seat,
            422 if trouble else 200,
            one=one,
            versions=versions,
            names=names,
            trouble=trouble,
            words=words or one.words,
            fields=wording.FIELDS,
        )


def broadcast_template_routes(gate: Gate) -> APIRouter:
    """Its addresses."""
    routes, pages = APIRouter(), TemplatePages(gate)
    for path, show in ((TEMPLATES, pages.listed), (ONE, pages.show)):
        routes.add_api_route(path, gate.page(show), methods=["GET", "HEAD"])
    routes.add_api_route(TEMPLATES, gate.act(pages.create), methods=["POST"])
    routes.add_api_route(f"{ONE}/sua", gate.act(pages.edit), methods=["POST"])
    routes.add_api_route(f"{ONE}/thoi-dung", gate.act(pages.retire), methods=["POST"])
    return routes
