"""`/can-bo/cau-hoi/PA-…`: one answered question, and the phrase or the card made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.console.gate import Gate
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from bot.web.console.teaching import QUESTIONS
from handlers.cases import card_teaching, teaching, teaching_page
from handlers.cases.acts import Doing
from handlers.cases.card_source import private_of, source_of
from handlers.feedback.card_ports import CardSource
from handlers.feedback.teaching import LONGEST, is_phrase
from handlers.roles import Act, may
from handlers.store.unit_of_work import Work
from handlers.wording import card_teaching as card_wording
from handlers.wording import teaching as wording
from knowledge.calendar import local
from knowledge.feedback.codes import CaseCode
from knowledge.own_cards import (
    FURTHEST,
    REVIEW_AFTER,
    CardText,
    Drafted,
    Flaw,
    Private,
    flaws,
    left_private,
)


@dataclass(frozen=True, slots=True)
class _Written:
    """What an officer wrote on the page of one question."""

    search: str = ""
    phrase: str = ""
    title: str = ""
    asked: str = ""
    body: str = ""
    until: str = ""
    kept: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    offered: Mapping[str, str] = field(default_factory=dict)
    private: tuple[Private, ...] = ()
    preview: Drafted | None = None


class TeachFromQuestion:
    """Makes a phrase or a card of one question."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """One question with its answer, and what may be made of it."""
        code = _code(seat, request)
        source = None if code is None else self._source(seat, code)
        if code is None or source is None:
            return self._gate.show("gone.html", seat, 404)
        until = local(seat.now).date() + REVIEW_AFTER
        written = _Written(search=source.matter, body=source.answer, until=until.isoformat())
        return self._shown(seat, code, source, written)

    def phrase(self, seat: Seat, request: Request, form: Form) -> Response:
        """Put a phrase on trial; a name that fits several procedures is asked back."""
        code = _code(seat, request)
        source = None if code is None else self._source(seat, code)
        if code is None or source is None:
            return self._gate.show("gone.html", seat, 404)
        search, phrase = form.one("tim")[:200], " ".join(form.one("cach_noi").split())
        kept = _Written(search=search, phrase=phrase, body=source.answer)
        with self._gate.parts.store.read() as work:
            titles = teaching_page.procedures(work, self._doing(work, seat))
        offered = teaching_page.meant(titles, search)
        chosen = form.one("thu_tuc") or (next(iter(offered)) if len(offered) == 1 else "")
        if chosen not in titles:
            trouble = (wording.WHICH_PROCEDURE if offered else wording.UNKNOWN,)
            kept = replace(kept, trouble=trouble, offered=offered)
            return self._shown(seat, code, source, kept, 422)
        if not is_phrase(phrase):
            trouble = (wording.NOT_A_PHRASE.format(longest=LONGEST),)
            kept = replace(kept, trouble=trouble, offered={chosen: titles[chosen]})
            return self._shown(seat, code, source, kept, 422)
        with self._gate.parts.store.work() as work:
            said = (chosen, titles[chosen], phrase)
            made = teaching.propose_phrase(work, seat.officer, said, seat.now)
            work.commit()
        if made is None:
            return self._shown(seat, code, source, replace(kept, trouble=(wording.KNOWN,)), 409)
        return RedirectResponse(f"{QUESTIONS}?xong=ghi", 303)

    def draft(self, seat: Seat, request: Request, form: Form) -> Response:
        """Show the card as it will be read, with what may name somebody; or put it on trial."""
        code = _code(seat, request)
        source = None if code is None else self._source(seat, code)
        if code is None or source is None:
            return self._gate.show("gone.html", seat, 404)
        text = CardText(
            form.one("tieu_de")[:200],
            tuple(form.one("cach_hoi")[:4_000].splitlines()),
            form.one("noi_dung")[:8_000],
        ).tidied()
        found, kept = self._private(seat, code, text.body), form.every("giu")
        until = _day(form.one("xem_lai"), local(seat.now).date())
        wrong = [*flaws(text), *([] if until else [Flaw.REVIEW])]
        left = left_private(text.body, kept, lambda _: found)
        drafted = Drafted(
            text,
            tuple(one for one in kept if one in {each.words for each in found}),
            source.answered_by,
            source.answered_on,
            until or seat.now.date(),
        )
        if form.one("lam") == "ghi" and not wrong and not left:
            with self._gate.parts.store.work() as work:
                card_teaching.propose(work, seat.officer, drafted, seat.now)
                work.commit()
            return RedirectResponse(f"{QUESTIONS}?xong=ghi", 303)
        trouble = card_wording.flaw_lines(wrong)
        if left and form.one("lam") == "ghi":
            trouble = (*trouble, wording.PRIVATE_LEFT)
        written = _Written(
            search=source.matter,
            title=text.title,
            asked="\n".join(text.phrases),
            body=text.body,
            until=form.one("xem_lai"),
            kept=kept,
            trouble=trouble,
            private=found,
            preview=None if wrong else drafted,
        )
        return self._shown(seat, code, source, written, 422 if trouble else 200)

    def _source(self, seat: Seat, code: CaseCode) -> CardSource | None:
        with self._gate.parts.store.read() as work:
            return source_of(self._doing(work, seat), code)

    def _private(self, seat: Seat, code: CaseCode, body: str) -> tuple[Private, ...]:
        with self._gate.parts.store.read() as work:
            return private_of(self._doing(work, seat), code, (body,), self._gate.parts.vault)

    def _shown(
        self, seat: Seat, code: CaseCode, source: CardSource, written: _Written, status: int = 200
    ) -> Response:
        return self._gate.show(
            "question.html",
            seat,
            status,
            code=code,
            source=source,
            written=written,
            longest=LONGEST,
            last_day=(local(seat.now).date() + FURTHEST),
            first_day=(local(seat.now).date() + timedelta(days=1)),
        )

    @staticmethod
    def _doing(work: Work, seat: Seat) -> Doing:
        return Doing(work, seat.ward, seat.officer, seat.now)


def _code(seat: Seat, request: Request) -> CaseCode | None:
    if not may(seat.officer, Act.TEACH):
        return None
    return CaseCode.read(str(request.path_params.get("code", "")), seat.officer.commune)


def _day(text: str, today: date) -> date | None:
    """The day to look again, if it may be that day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if today < day <= today + FURTHEST else None


def question_routes(gate: Gate) -> APIRouter:
    """The addresses of one question."""
    routes, page = APIRouter(), TeachFromQuestion(gate)
    here = f"{QUESTIONS}/{{code}}"
    routes.add_api_route(here, gate.page(page.show), methods=["GET", "HEAD"])
    routes.add_api_route(f"{here}/cach-noi", gate.act(page.phrase), methods=["POST"])
    routes.add_api_route(f"{here}/the", gate.act(page.draft), methods=["POST"])
    return routes
