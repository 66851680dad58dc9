"""Forms of a case: each calls the act that chat and command line call, in one transaction.

What was written is never lost: whatever stands against an act, the page comes back with it. A form
says what of the history its officer had seen; if others acted since, they are told first.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.console import words
from bot.web.console.case_pages import Attempt, CasePages
from bot.web.console.gate import Gate
from bot.web.console.inbox import CASE
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers.cases import acts, marking, routing, special
from handlers.cases.acts import Answer, Doing, Outcome, Refused
from handlers.cases.page import CasePage, case_page, reviewed, since
from handlers.cases.room import room_of
from handlers.officers import Member
from handlers.wording import case_cards as cards
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import ROUTED, FeedbackKind
from knowledge.feedback.ready import unfilled
from knowledge.feedback.reviews import Review
from knowledge.feedback.states import CaseAct

LONGEST: Final = 8_000
"""Letters of one text; longer than any answer a chat carries in one piece."""
Act = Callable[[Doing, CaseCode, Form], Outcome]


def _words(form: Form) -> str:
    return form.one("noi_dung")[:LONGEST]


def _member(doing: Doing, form: Form, code: CaseCode) -> Member | None:
    number = form.one("can_bo")
    room = room_of(doing.work, code.commune)
    return room.member(int(number)) if number.isascii() and number.isdecimal() else None


def _assign(doing: Doing, code: CaseCode, form: Form) -> Outcome:
    to = _member(doing, form, code)
    if to is None:
        return Outcome(code, Refused.UNKNOWN_OFFICER)
    return acts.assign(doing, code, to)


def _given(form: Form) -> Answer:
    return Answer(_words(form), form.one("ly_do_gui"), form.one("ly_do_cham"))


def _answer(doing: Doing, code: CaseCode, form: Form) -> Outcome:
    return acts.answer(doing, code, _given(form))


def _reclassify(doing: Doing, code: CaseCode, form: Form) -> Outcome:
    kind = form.one("loai")
    if kind not in words.MADE:
        return Outcome(code, Refused.NOT_NOW)
    return acts.reclassify(doing, code, FeedbackKind(kind))


def _route(doing: Doing, code: CaseCode, form: Form) -> Outcome:
    kind = form.one("loai")
    if kind not in {one.value for one in ROUTED}:
        return Outcome(code, Refused.NOT_NOW)
    return routing.route(doing, code, FeedbackKind(kind))


def _join(doing: Doing, code: CaseCode, form: Form) -> Outcome:
    to = CaseCode.read(form.one("ma_khac"), code.commune)
    return special.join(doing, code, to) if to is not None else Outcome(code, Refused.GONE)


def _mark(doing: Doing, code: CaseCode, form: Form) -> Outcome:
    person = _member(doing, form, code)
    if person is None and form.one("can_bo") != "khong":
        return Outcome(code, Refused.UNKNOWN_OFFICER)
    return special.mark(doing, code, person)


ACTS: Final[dict[CaseAct, Act]] = {
    CaseAct.CLAIM: lambda doing, code, _: acts.claim(doing, code),
    CaseAct.ASSIGN: _assign,
    CaseAct.ASK: lambda doing, code, form: acts.ask(
        doing, code, _words(form), form.one("ly_do_gui")
    ),
    CaseAct.ANSWER: _answer,
    CaseAct.FORWARD: lambda doing, code, form: acts.forward(
        doing, code, form.one("co_quan")[:200], _words(form), _given(form)
    ),
    CaseAct.REFUSE: lambda doing, code, form: acts.refuse(doing, code, _words(form), _given(form)),
    CaseAct.NOTE: lambda doing, code, form: acts.note(doing, code, _words(form)),
    CaseAct.KEEP: lambda doing, code, _: marking.keep(doing, code),
    CaseAct.URGENT: lambda doing, code, _: marking.urge(doing, code),
    CaseAct.RECLASSIFY: _reclassify,
    CaseAct.ROUTE: _route,
    CaseAct.JOIN: _join,
    CaseAct.MARK: _mark,
    CaseAct.EXPLAIN: lambda doing, code, form: acts.explain(doing, code, _words(form)),
    CaseAct.CLOSE: lambda doing, code, _: acts.close(doing, code),
}
"""What each form does; publishing and the vault have pages of their own."""
TOLD: Final = frozenset({CaseAct.ASK, CaseAct.REFUSE, CaseAct.FORWARD})
"""Acts whose words are sent without a preview."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What became of a form."""

    page: CasePage | None
    outcome: Outcome | None = None
    news: str = ""


class CaseActs:
    """Takes the forms of a case."""

    def __init__(self, gate: Gate, pages: CasePages) -> None:
        self._gate, self._pages = gate, pages

    def act(self, seat: Seat, request: Request, form: Form) -> Response:
        """Do it; or show the page again with what stands against it."""
        name = str(request.path_params.get("act", ""))
        before = self._pages.read(seat, request)
        if before is None or name not in {one.value for one in ACTS}:
            return self._pages.gone(seat)
        act = CaseAct(name)
        attempt = _attempt(act, form)
        if act in TOLD and (left := unfilled(_words(form) + form.one("co_quan"))):
            attempt = replace(attempt, trouble=words.BLANKS.format(blanks=", ".join(left)))
            return self._pages.render(seat, before, attempt, 422)
        if act is CaseAct.ANSWER and not form.one("gui"):
            return self._previewed(seat, before, attempt)
        tried = self._try(seat, before.code, act, form)
        if tried.outcome is not None and tried.outcome.done:
            return _done(tried, before.code, act)
        if tried.page is None:
            return self._pages.gone(seat)
        return self._not_done(seat, tried.page, tried, attempt)

    def _try(self, seat: Seat, code: CaseCode, act: CaseAct, form: Form) -> _Tried:
        with self._gate.parts.store.work() as work:
            seen = case_page(work, seat.ward, seat.officer, code, seat.now)
            if seen is None:
                return _Tried(None)
            last = form.one("da_xem")
            news = since(seen, int(last)) if last.isascii() and last.isdecimal() else ()
            if news and act is not CaseAct.NOTE:
                return _Tried(seen, news=words.meanwhile(news))
            doing = Doing(work, seat.ward, seat.officer, seat.now)
            outcome = ACTS[act](doing, code, form)
            after = case_page(work, seat.ward, seat.officer, code, seat.now)
            if outcome.done:
                work.commit()
            return _Tried(after, outcome)

    def _previewed(self, seat: Seat, page: CasePage, attempt: Attempt) -> Response:
        """How the sender will read it, and what the check says."""
        if not attempt.words:
            attempt = replace(attempt, trouble=words.REFUSALS[Refused.NEEDS_REASON])
            return self._pages.render(seat, page, attempt, 422)
        review = self._review(seat, page, attempt)
        attempt = replace(attempt, preview=True, review=review, needs_late=page.late)
        return self._pages.render(seat, page, attempt)

    def _review(self, seat: Seat, page: CasePage, attempt: Attempt) -> Review:
        with self._gate.parts.store.read() as work:
            return reviewed(work, seat.ward, seat.officer, page.code, attempt.words)

    def _not_done(self, seat: Seat, page: CasePage, tried: _Tried, attempt: Attempt) -> Response:
        outcome = tried.outcome
        trouble = tried.news
        review = Review()
        if outcome is not None:
            if outcome.faults:
                answers = attempt.act == CaseAct.ANSWER
                review = self._review(seat, page, attempt) if answers else Review(outcome.faults)
            if outcome.refused is Refused.TAKEN:
                trouble = cards.TAKEN.format(name=outcome.by, code=page.code)
            elif outcome.refused is not None:
                trouble = words.REFUSALS[outcome.refused]
        preview = attempt.act == CaseAct.ANSWER and CaseAct.ANSWER in page.able
        attempt = replace(
            attempt, trouble=trouble, review=review, preview=preview, needs_late=page.late
        )
        return self._pages.render(seat, page, attempt, 409)


def _attempt(act: CaseAct, form: Form) -> Attempt:
    names = ("co_quan", "can_bo", "loai", "ma_khac", "ly_do_gui", "ly_do_cham")
    return Attempt(act.value, words=_words(form), fields={name: form.one(name) for name in names})


def _done(tried: _Tried, code: CaseCode, act: CaseAct) -> Response:
    """On to the case, or to the list when it is no more this officer's to see."""
    if tried.page is None:
        return RedirectResponse(f"{HOME}?xong={act}&ma={code}", 303)
    return RedirectResponse(f"{CASE}/{code}?xong={act}", 303)


def case_act_routes(gate: Gate) -> APIRouter:
    """The forms' addresses."""
    routes = APIRouter()
    taken = CaseActs(gate, CasePages(gate))
    routes.add_api_route(CASE + "/{code}/{act}", gate.act(taken.act), methods=["POST"])
    return routes
