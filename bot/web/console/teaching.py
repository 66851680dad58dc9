"""`/can-bo/cau-hoi`: what the bot could not answer → a phrase or a card → tested → live → back.

A test asks the labelled questions and takes a while: the page asks for it, the running program
does it within a minute (`bot.alias_job`), the page shows what it found.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers.cases import card_teaching, teaching, teaching_page
from handlers.cases.card_teaching import drafted_of
from handlers.roles import Act, may
from handlers.wording import teaching as wording
from knowledge.calendar import local
from knowledge.catalogue_store import answer_cards
from knowledge.catalogue_store.aliases import AliasState, one_alias

QUESTIONS: Final = f"{HOME}/cau-hoi"
PHRASES: Final = "cach-noi"
CARDS: Final = "the"
"""The two lists: in addresses, and for the page of each."""
_LEADS: Final = frozenset({"dung", "thoi"})
_BECOMES: Final[Mapping[str, tuple[AliasState, frozenset[AliasState]]]] = {
    "thu": (AliasState.CHECK, frozenset({AliasState.TRIAL})),
    "dung": (AliasState.ASKED, frozenset({AliasState.TRIAL, AliasState.CHECK})),
    "thoi": (AliasState.REVOKED, frozenset(AliasState) - {AliasState.REVOKED}),
}
"""What each button makes of a phrase or a card, and where it may stand before."""


class Teaching:
    """Questions, phrases and cards of one commune."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """The three lists."""
        if not may(seat.officer, Act.TEACH):
            return self._gate.show("gone.html", seat, 404)
        told = request.query_params
        pages = {key: _page(told.get(key, "")) for key in (PHRASES, CARDS)}
        return self._listed(seat, wording.TAUGHT.get(told.get("xong", ""), ""), pages=pages)

    def card(self, seat: Seat, request: Request) -> Response:
        """A card as a citizen reads it."""
        number = _number(request)
        with self._gate.parts.store.read() as work:
            found = answer_cards.one_card(work.session, seat.officer.commune, number)
        if found is None or not may(seat.officer, Act.TEACH):
            return self._gate.show("gone.html", seat, 404)
        return self._gate.show("answer_card.html", seat, card=found, drafted=drafted_of(found))

    def moving(self, seat: Seat, request: Request) -> Response:
        """How far the tests are, for the page's script."""
        del request
        if not may(seat.officer, Act.TEACH):
            return JSONResponse({}, 404)
        with self._gate.parts.store.read() as work:
            left = teaching_page.waiting(work, seat.officer.commune)
        told = wording.MOVING.format(left=left)
        return JSONResponse({"state": str(left), "whole": 1, "settled": 0, "told": told})

    def set_phrase(self, seat: Seat, request: Request, form: Form) -> Response:
        """Test a phrase, let it live, or take it back."""
        del form
        act, number = str(request.path_params.get("act", "")), _number(request)
        if not self._may(seat, act):
            return self._gate.show("gone.html", seat, 404)
        becomes, from_states = _BECOMES[act]
        with self._gate.parts.store.work() as work:
            row = one_alias(work.session, number)
            fits = row is not None and row.state in from_states
            done = fits and teaching.become(work, seat.officer, number, becomes, seat.now)
            if done:
                work.commit()
        return self._set(seat, act, done=done)

    def set_card(self, seat: Seat, request: Request, form: Form) -> Response:
        """Test a card, let it live, or take it back."""
        del form
        act, number = str(request.path_params.get("act", "")), _number(request)
        if not self._may(seat, act):
            return self._gate.show("gone.html", seat, 404)
        becomes, from_states = _BECOMES[act]
        with self._gate.parts.store.work() as work:
            card = answer_cards.one_card(work.session, seat.officer.commune, number)
            done = (
                card is not None
                and card.state in from_states
                and card_teaching.become(work, seat.officer, card, becomes, seat.now)
            )
            if done:
                work.commit()
        return self._set(seat, act, done=done)

    def _set(self, seat: Seat, act: str, *, done: bool) -> Response:
        if done:
            return RedirectResponse(f"{QUESTIONS}?xong={act}", 303)
        return self._listed(seat, "", wording.NOT_NOW, 409)

    @staticmethod
    def _may(seat: Seat, act: str) -> bool:
        return act in _BECOMES and may(seat.officer, Act.LET_LIVE if act in _LEADS else Act.TEACH)

    def _listed(
        self,
        seat: Seat,
        said: str,
        trouble: str = "",
        status: int = 200,
        pages: Mapping[str, int] = MappingProxyType({PHRASES: 1, CARDS: 1}),
    ) -> Response:
        with self._gate.parts.store.read() as work:
            asked = teaching_page.questions(work, seat.ward, seat.officer)
            phrases = teaching_page.phrases(work, pages[PHRASES])
            cards = teaching_page.cards(work, seat.officer.commune, pages[CARDS])
            left = teaching_page.waiting(work, seat.officer.commune)
        shown = {PHRASES: phrases.page, CARDS: cards.page}
        return self._gate.show(
            "questions.html",
            seat,
            status,
            asked=asked,
            lists=((PHRASES, wording.PHRASES, phrases), (CARDS, wording.CARDS, cards)),
            here_with=lambda key, page: _address({**shown, key: page}, key),
            left=left,
            moving=wording.MOVING.format(left=left),
            leads=may(seat.officer, Act.LET_LIVE),
            today=local(seat.now).date(),
            said=said,
            trouble=trouble,
        )


def _page(told: str) -> int:
    return int(told) if told.isascii() and told.isdecimal() and 0 < len(told) < 6 else 1


def _address(shown: Mapping[str, int], at: str) -> str:
    """The page with a page of each list, at one of them."""
    asked = {key: page for key, page in shown.items() if page > 1}
    return f"{QUESTIONS}{'?' if asked else ''}{urlencode(asked)}#{at}"


def _number(request: Request) -> int:
    text = str(request.path_params.get("number", ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def teaching_routes(gate: Gate) -> APIRouter:
    """The addresses of questions, phrases and cards."""
    routes, pages = APIRouter(), Teaching(gate)
    for address, show in (
        (QUESTIONS, pages.show),
        (f"{QUESTIONS}/dang-thu", pages.moving),
        (f"{QUESTIONS}/the/{{number}}", pages.card),
    ):
        routes.add_api_route(address, gate.page(show), methods=["GET", "HEAD"])
    for address, act in (
        (f"{QUESTIONS}/cach-noi/{{number}}/{{act}}", pages.set_phrase),
        (f"{QUESTIONS}/the/{{number}}/{{act}}", pages.set_card),
    ):
        routes.add_api_route(address, gate.act(act), methods=["POST"])
    return routes
