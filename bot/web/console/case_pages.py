"""`/can-bo/phan-anh/PA-…`: one case, its history, its files, and the forms of what may be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console import words
from bot.web.console.gate import Gate
from bot.web.console.inbox import CASE
from bot.web.console.seats import Seat
from handlers.cases import acts
from handlers.cases.page import CasePage, case_page, enclosed
from handlers.feedback.ready import known
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import LABELS, OFFERED
from knowledge.feedback.ready import shipped_replies
from knowledge.feedback.reviews import Review
from knowledge.feedback.states import CaseAct

WORDED: Final = (CaseAct.ANSWER, CaseAct.ASK, CaseAct.REFUSE, CaseAct.FORWARD)
"""Acts whose words the sender reads: each has ready replies."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An act that was not done yet, or a form that was opened: its words stay on the page."""

    act: str = ""
    trouble: str = ""
    words: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    review: Review = field(default_factory=Review)
    preview: bool = False
    needs_late: bool = False


class CasePages:
    """Reads cases for the console."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """The case; `?viec=` opens a form, `&mau=` with a ready reply in it."""
        page = self.read(seat, request)
        if page is None:
            return self.gone(seat)
        told = request.query_params
        ready = shipped_replies().named(told.get("mau", ""))
        text = ready.filled(known(seat.ward, page.unit)) if ready is not None else ""
        fields = {"ma_khac": told.get("ma_khac", "")[:40]}
        attempt = Attempt(told.get("viec", "")[:20], words=text, fields=fields)
        said = words.done(told.get("xong", ""), str(page.code))
        return self.render(seat, page, attempt, said=said)

    def file(self, seat: Seat, request: Request) -> Response:
        """A file of the case: pictures to be looked at, anything else to be saved."""
        code, number = _code(seat, request), str(request.path_params.get("number", ""))
        with self.gate.parts.store.read() as work:
            seen = acts.found(work, seat.ward, seat.officer, code) if code else None
            listed = enclosed(work, seen.row) if seen is not None else ()
        wanted = [one for one in listed if str(one.number) == number]
        data = self.gate.parts.files.read(wanted[0].key) if wanted else None
        if data is None:
            return self.gone(seat)
        kept = wanted[0]
        way = "inline" if kept.picture else "attachment"
        return Response(
            data,
            media_type=kept.mime if kept.picture else "application/octet-stream",
            headers={"Content-Disposition": f"{way}; filename*=UTF-8''{quote(kept.name, safe='')}"},
        )

    def read(self, seat: Seat, request: Request) -> CasePage | None:
        """The case of the address, if this officer may see it."""
        code = _code(seat, request)
        if code is None:
            return None
        with self.gate.parts.store.read() as work:
            return case_page(work, seat.ward, seat.officer, code, seat.now)

    def gone(self, seat: Seat) -> Response:
        """Unknown, or not to be seen: one answer for both."""
        return self.gate.show("gone.html", seat, 404)

    def render(
        self, seat: Seat, page: CasePage, attempt: Attempt, status: int = 200, said: str = ""
    ) -> Response:
        """The page of a case, with what was tried."""
        replies, filled_in = shipped_replies(), known(seat.ward, page.unit)
        return self.gate.show(
            "case.html",
            seat,
            status,
            case=page,
            attempt=attempt,
            said=said,
            ready={
                act.value: [(one, one.filled(filled_in)) for one in replies.of(act, page.kind)]
                for act in WORDED
            },
            able={act.value for act in page.able},
            states=words.STATES,
            kinds=OFFERED,
            labels=LABELS,
            about=words.ABOUT.get(page.about or "", page.about),
            did=words.did,
            due=words.due_words(page.due, seat.now, late=page.late),
        )


def _code(seat: Seat, request: Request) -> CaseCode | None:
    code = CaseCode.read(str(request.path_params.get("code", "")), seat.officer.commune)
    return code if code is not None and code.commune == seat.officer.commune else None


def case_routes(gate: Gate) -> APIRouter:
    """Reading a case."""
    routes, pages = APIRouter(), CasePages(gate)
    read = ["GET", "HEAD"]
    routes.add_api_route(CASE + "/{code}", gate.page(pages.show), methods=read)
    routes.add_api_route(CASE + "/{code}/tep/{number}", gate.page(pages.file), methods=read)
    return routes
