"""`/can-bo/tin`: what the ward writes to many, to be read: list, draft, one, whom to call."""

import time
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.seats import Seat
from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_reports import Preview
from handlers.broadcast_texts import Refused
from handlers.broadcasts import ending, previewing, templates
from handlers.broadcasts.progress import Progress, progress_of
from handlers.news_topics import NAMES
from handlers.repeats import Every
from handlers.roles import Act, may
from handlers.store import announcements, broadcasts, staff
from handlers.store.announcements import Announcement
from handlers.store.stuck import stuck_copies
from handlers.store.unit_of_work import Work
from handlers.wording import broadcast_pages as wording
from handlers.wording import broadcast_reports as reports
from handlers.wording import broadcasts as words
from handlers.wording.broadcast_letters import lacking
from handlers.wording.joins import NAMES as CHANNELS
from handlers.wording.register import STATUSES
from knowledge.calendar import local

NEWS: Final = f"{HOME}/tin"
ONE: Final = f"{NEWS}/{{number:int}}"
SHOWN: Final = 50
FRESH: Final = 3.0
"""Seconds a count of copies is shown again: many may watch one broadcast of 200,000."""
_S = BroadcastState


class BroadcastPages:
    """The pages; acts stand in `broadcast_acts`."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._counted: dict[tuple[str, int], tuple[float, Progress]] = {}

    def listed(self, seat: Seat, request: Request) -> Response:
        """The last ones, newest first."""
        del request
        if not may(seat.officer, Act.WRITE_BROADCAST):
            return self._gate.show("gone.html", seat, 404)
        with self._gate.parts.store.read() as work:
            found = broadcasts.newest(work, seat.officer.commune, SHOWN)
        return self._gate.show("broadcasts.html", seat, found=found, words=words, topics=NAMES)

    def draft(self, seat: Seat, request: Request) -> Response:
        """The empty form, or one with the words of a template to fill in."""
        if not may(seat.officer, Act.WRITE_BROADCAST):
            return self._gate.show("gone.html", seat, 404)
        return self.form(seat, self._by_template(seat, request.query_params.get("mau", "")), "")

    def _by_template(self, seat: Seat, number: str) -> dict[str, object]:
        if not (number.isascii() and number.isdecimal()):
            return {}
        with self._gate.parts.store.read() as work:
            found = templates.usable(work, seat.officer.commune, number)
        if isinstance(found, Refused):
            return {}
        one, kept = found
        own = templates.own_fields(seat.ward.commune, kept.words, local(seat.now).date())
        given: dict[str, object] = {"mau": one.id, "ban": kept.version, "ten_mau": one.name}
        return {**given, "noi_dung": kept.words, "dien": "\n".join(f"{name}: " for name in own)}

    def form(self, seat: Seat, kept: dict[str, object], trouble: str) -> Response:
        """The form of a draft with what was written."""
        return self._gate.show(
            "broadcast_new.html",
            seat,
            422 if trouble else 200,
            kept=kept,
            trouble=trouble,
            topics=NAMES,
            audiences=wording.AUDIENCES,
            statuses=STATUSES,
            areas=seat.ward.commune.neighbourhoods,
            fields=wording.FIELDS,
        )

    def show(self, seat: Seat, request: Request) -> Response:
        """One broadcast: how it stands, what each channel shows, what may be done."""
        return self.page(seat, int(request.path_params["number"]))

    def page(
        self, seat: Seat, number: int, trouble: str = "", kept: dict[str, str] | None = None
    ) -> Response:
        """The same after an act that was not done, with what was written."""
        with self._gate.parts.store.read() as work:
            one = broadcasts.find(work, seat.officer.commune, number)
            if one is None or not may(seat.officer, Act.WRITE_BROADCAST):
                return self._gate.show("gone.html", seat, 404)
            seen = None if one.started_at else self._preview(work, seat, one)
            counts = ending.figures(work, one)
            stuck = stuck_copies(work, one.id, seat.now - ending.STUCK)
            names = {each.id: each.officer.name for each in staff.members(work, one.commune)}
            progress = progress_of(work, one, seat.now)
            public = announcements.of_broadcast(work, one.id)
            template_used = templates.told(work, one)
        unfilled = words.refusal(seen) if isinstance(seen, Refused) else ""
        return self._gate.show(
            "broadcast.html",
            seat,
            422 if trouble else 200,
            one=one,
            seen=None if isinstance(seen, Refused) else seen,
            unfilled=unfilled,
            trouble=trouble,
            kept=kept or {},
            able=able(seat, one, public),
            public=public,
            above=seat.ward.commune.broadcasts.approve_above,
            stands=words.stands(one),
            whom=words.whom(one),
            names=names,
            table=wording.table(
                [(each.channel, each.state, each.why, each.number) for each in counts]
            ),
            areas=reports.areas([(each.area, each.state, each.number) for each in counts]),
            progress=progress,
            told=said(progress),
            lack=lacking(lack) if (lack := ending.lost(one, counts, seat.now)) else "",
            stuck=stuck if one.state is _S.SENDING else 0,
            why=reports.why,
            channels={each.value: name for each, name in CHANNELS.items()},
            money=reports.money,
            template=reports.template,
            template_used=template_used,
            sms=reports.sms,
            withheld=reports.withheld,
            later=reports.LATER,
            every={each.value: name for each, name in words.EVERY.items()},
            first=Every.YEARLY.value,
            sheet=one.audience is Audience.SHEET,
        )

    def _preview(self, work: Work, seat: Seat, one: Broadcast) -> Preview | Refused:
        channels = self._gate.parts.channels
        return previewing.preview_of(work, seat.ward, one, seat.now, channels)

    def progress(self, seat: Seat, request: Request) -> Response:
        """How far it is, for the page's script."""
        number = int(request.path_params["number"])
        found = self._progress(seat, number) if may(seat.officer, Act.WRITE_BROADCAST) else None
        if found is None:
            return JSONResponse({"error": "gone"}, 404)
        told = said(found)
        numbers = {"whole": found.whole, "settled": found.settled, "over": found.over}
        return JSONResponse({**numbers, "state": found.state, "told": told})

    def _progress(self, seat: Seat, number: int) -> Progress | None:
        key, at = (seat.officer.commune, number), time.monotonic()
        known = self._counted.get(key)
        if known is not None and at - known[0] < FRESH:
            return known[1]
        with self._gate.parts.store.read() as work:
            one = broadcasts.find(work, seat.officer.commune, number)
            found = None if one is None else progress_of(work, one, seat.now)
        if found is not None:
            if len(self._counted) > SHOWN:
                self._counted.clear()
            self._counted[key] = (at, found)
        return found


def said(found: Progress) -> str:
    """One line of how far it is."""
    counted = (found.sent, found.settled, found.whole)
    return wording.progress(found.state, counted, found.rate, found.left)


def able(seat: Seat, one: Broadcast, public: Announcement | None = None) -> frozenset[str]:
    """What this officer may do to it as it stands; the acts themselves ask again."""
    waits = (_S.DRAFT, _S.SCHEDULED, _S.PAUSED, _S.REPEATING)
    found = {
        "sua": one.state in {_S.DRAFT, _S.REPEATING},
        "danh-sach": one.state is _S.DRAFT and one.audience is Audience.SHEET,
        "gui": one.state is _S.DRAFT,
        "dinh-ky": one.state is _S.DRAFT and one.audience is not Audience.SHEET,
        "duyet": one.state in waits
        and not one.approved
        and may(seat.officer, Act.APPROVE_BROADCAST)
        and one.written_by != seat.officer.id,
        "khan": may(seat.officer, Act.APPROVE_BROADCAST),
        "dung": one.state in {_S.SCHEDULED, _S.SENDING, _S.REPEATING},
        "tiep": one.state is _S.PAUSED,
        "huy": one.state in {*waits, _S.SENDING},
        "cong-khai": one.audience is Audience.ALL
        and one.state is not _S.CANCELLED
        and (public is None or not public.wanted),
        "go-trang": public is not None and public.wanted,
    }
    return frozenset(name for name, can in found.items() if can)


def broadcast_routes(gate: Gate) -> APIRouter:
    """The addresses that are read."""
    routes, pages = APIRouter(), BroadcastPages(gate)
    for path, show in (
        (NEWS, pages.listed),
        (f"{NEWS}/moi", pages.draft),
        (ONE, pages.show),
        (f"{ONE}/tien-do", pages.progress),
    ):
        routes.add_api_route(path, gate.page(show), methods=["GET", "HEAD"])
    return routes
