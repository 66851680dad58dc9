"""Forms of `/can-bo/tin`: each calls the act that the command line calls, in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.recipient_files import LARGEST, rows_in
from bot.web.console.broadcasts import NEWS, ONE, BroadcastPages
from bot.web.console.gate import Gate
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers.broadcast import Audience, Broadcast
from handlers.broadcast_texts import Draft, Refused, Sending, Why
from handlers.broadcasts import acts, publishing, queueing, recipients, repeating
from handlers.broadcasts.acts import Acting
from handlers.news_topics import Topic
from handlers.recipient_sheet import SheetError
from handlers.repeats import Repeat
from handlers.roles import Act, may
from handlers.store import broadcast_templates as store
from handlers.store.unit_of_work import Work
from handlers.template_facts import FIELD_NAME
from handlers.wording import broadcast_pages as wording
from knowledge.calendar import VIETNAM
from knowledge.dossiers.statuses import DossierStatus

LONGEST: Final = 4_000
"""Letters of a text as it is written; 1,500 may leave."""
BITES: Final = 50
"""Copies moved along at once after a pause or a cancel, 2,000 each; the job does the rest."""
Done = Broadcast | Refused
Do = Callable[[Acting, int, Form], Done]


class BroadcastActs:
    """The posted forms."""

    def __init__(self, gate: Gate, pages: BroadcastPages) -> None:
        self._gate, self._pages = gate, pages

    def write(self, seat: Seat, request: Request, form: Form) -> Response:
        """A new draft; what was written comes back when it cannot be taken."""
        del request
        if not may(seat.officer, Act.WRITE_BROADCAST):
            return self._gate.show("gone.html", seat, 404)
        draft = _draft(seat, form)
        if isinstance(draft, Draft):
            draft = self._by_template(seat, form, draft)
        kept: dict[str, object] = {name: form.one(name) for name in _FIELDS}
        kept["khu"] = form.every("khu")
        if isinstance(draft, str):
            return self._pages.form(seat, kept, draft)
        done = self._done(seat, lambda acting: acts.write(acting, draft))
        if isinstance(done, Refused):
            return self._pages.form(seat, kept, wording.refusal(done))
        return RedirectResponse(f"{NEWS}/{done.id}", 303)

    def _by_template(self, seat: Seat, form: Form, draft: Draft) -> Draft:
        """Marked with the version it was written by, if the words are still those."""
        given = [form.one("mau"), form.one("ban")]
        if not all(one.isascii() and one.isdecimal() and len(one) < 10 for one in given):
            return draft
        number, version = map(int, given)
        with self._gate.parts.store.read() as work:
            known = store.find(work, seat.officer.commune, number)
            kept = [] if known is None else store.versions(work, number)
        same = " ".join(draft.words.split())
        for one in kept:
            if one.version == version and " ".join(one.words.split()) == same:
                return replace(draft, words=one.words, template=(number, version))
        return draft

    def act(self, seat: Seat, request: Request, form: Form) -> Response:
        """One of `ACTS` over one broadcast."""
        number, what = int(request.path_params["number"]), request.path_params["what"]
        do = ACTS.get(what)
        if do is None or not may(seat.officer, Act.WRITE_BROADCAST):
            return self._gate.show("gone.html", seat, 404)
        return self._answered(seat, number, form, lambda acting: do(acting, number, form))

    def list_given(self, seat: Seat, request: Request, form: Form) -> Response:
        """A file of recipients: read, matched, and gone."""
        number = int(request.path_params["number"])
        if not may(seat.officer, Act.WRITE_BROADCAST):
            return self._gate.show("gone.html", seat, 404)
        if form.file is None:
            return self._pages.page(seat, number, wording.NO_FILE)
        try:
            rows = rows_in(form.file.data, form.file.name)
        except SheetError as error:
            return self._pages.page(seat, number, f"{form.file.name[:80]}: {error}")

        with self._gate.parts.store.read() as work:
            known = recipients.phones(work, seat.officer.commune, self._gate.parts.vault)
            matched = recipients.match(work, seat.ward, number, rows, known, seat.now)

        def give(acting: Acting) -> Done:
            given = matched
            return given if isinstance(given, Refused) else recipients.give(acting, number, given)

        return self._answered(seat, number, form, give)

    def _answered(
        self, seat: Seat, number: int, form: Form, do: Callable[[Acting], Done]
    ) -> Response:
        done = self._done(seat, do)
        if isinstance(done, Refused):
            if done.why is Why.UNKNOWN:
                return self._gate.show("gone.html", seat, 404)
            kept = {name: form.one(name) for name in _KEPT}
            return self._pages.page(seat, number, wording.refusal(done), kept)
        self._follow(seat, number)
        return RedirectResponse(f"{NEWS}/{number}", 303)

    def _done(self, seat: Seat, do: Callable[[Acting], Done]) -> Done:
        with self._gate.parts.store.work() as work:
            done = do(Acting(work, seat.ward, seat.officer, seat.now))
            if not isinstance(done, Refused):
                work.commit()
        return done

    def _follow(self, seat: Seat, number: int) -> None:
        """Bring its copies after it in bites, so that nobody's answer waits."""

        def bite(work: Work) -> bool:
            return queueing.follow(work, seat.ward, number, seat.now)

        for _ in range(BITES):
            if not self._gate.parts.store.write(bite):
                return


def _draft(seat: Seat, form: Form) -> Draft | str:
    to, topic, status = form.one("ai"), form.one("chu_de"), form.one("trang_thai")
    if to not in set(Audience) or topic not in set(Topic):
        return wording.CHOOSE
    if status and status not in set(DossierStatus):
        return wording.CHOOSE
    areas = tuple(one for one in form.every("khu") if one in seat.ward.commune.neighbourhoods)
    follows, limits = to == Audience.FOLLOWERS, to == Audience.LIMITS
    field = form.one("linh_vuc") if follows else form.one("thu_tuc") if limits else ""
    areas = () if to == Audience.SHEET else areas
    text = form.one("noi_dung")[:LONGEST]
    values = _values(form)
    if isinstance(values, str):
        return values
    return Draft(text, values, topic, to, field[:100], status if follows else "", areas)


def _values(form: Form) -> dict[str, str] | str:
    """What the officer gave for the fields of the text, one a line; the line that is none."""
    found: dict[str, str] = {}
    for line in form.one("dien")[:LONGEST].splitlines():
        name, sign, words = line.partition(":")
        if not line.strip():
            continue
        if not sign or not FIELD_NAME.fullmatch(name.strip().strip("{}")):
            return wording.FIELD_LINE.format(line=line.strip()[:60])
        found[name.strip().strip("{}")] = words.strip()
    return found


def _edit(acting: Acting, number: int, form: Form) -> Done:
    values = _values(form)
    if isinstance(values, str):
        return Refused(Why.DATE, values)
    return acts.edit(acting, number, form.one("noi_dung")[:LONGEST], values)


def _approve(acting: Acting, number: int, form: Form) -> Done:
    return acts.approve(acting, number, _seen(form))


def _start(acting: Acting, number: int, form: Form) -> Done:
    try:
        at, until = _moment(form.one("luc")), _moment(form.one("han"))
    except ValueError:
        return Refused(Why.PAST)
    how = Sending(at, until, urgent=form.one("khan") == "1", seen=_seen(form))
    return acts.start(acting, number, how)


def _repeat(acting: Acting, number: int, form: Form) -> Done:
    after = form.one("nghi") == "sau"
    try:
        rule = Repeat.parse(form.one("chu_ky"), form.one("ngay"), form.one("gio"), after=after)
    except ValueError as error:
        return Refused(Why.DATE, str(error))
    return repeating.repeat(acting, number, rule)


def _moment(text: str) -> datetime | None:
    """An hour as a browser writes it, None when it is empty; ValueError when it is none."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM) if text else None


def _seen(form: Form) -> int:
    given = form.one("version")
    return int(given) if given.isascii() and given.isdecimal() else 0


ACTS: Final[dict[str, Do]] = {
    "sua": _edit,
    "duyet": _approve,
    "gui": _start,
    "dinh-ky": _repeat,
    "cong-khai": lambda acting, number, _: publishing.publish(acting, number),
    "go-trang": lambda acting, number, _: publishing.withdraw(acting, number),
    "dung": lambda acting, number, _: acts.pause(acting, number),
    "tiep": lambda acting, number, _: acts.resume(acting, number),
    "huy": lambda acting, number, _: acts.cancel(acting, number),
}
_FIELDS: Final = (
    "noi_dung", "dien", "chu_de", "ai", "linh_vuc", "trang_thai", "thu_tuc", "mau", "ban",
)  # fmt: skip
_KEPT: Final = ("noi_dung", "dien", "luc", "han", "chu_ky", "ngay", "gio")


def broadcast_act_routes(gate: Gate) -> APIRouter:
    """The addresses forms are posted to."""
    routes, done = APIRouter(), BroadcastActs(gate, BroadcastPages(gate))
    routes.add_api_route(f"{NEWS}/moi", gate.act(done.write), methods=["POST"])
    given = gate.act(done.list_given, file=LARGEST)
    routes.add_api_route(f"{ONE}/danh-sach", given, methods=["POST"])
    routes.add_api_route(f"{ONE}/{{what}}", gate.act(done.act), methods=["POST"])
    return routes
