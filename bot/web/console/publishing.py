"""Publish a case: what to hide is suggested, looked at, written over, then shown to everybody.

Two forms on one page: the first chooses what is hidden, the second holds the words as they will
stand there. Without scripts the places in a picture are typed, with them they are drawn.
"""

from dataclasses import dataclass, field
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.files.blocking import blocked, boxes_of
from bot.web.console import words
from bot.web.console.case_pages import CasePages
from bot.web.console.gate import Gate
from bot.web.console.inbox import CASE
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers import key_holding
from handlers.cases import publishing
from handlers.cases.acts import Doing, Outcome, Refused
from handlers.cases.page import CasePage
from handlers.cases.publishing import Part, Proposal, Shown
from handlers.key_holding import Keeping, Trouble
from handlers.vault import Vault, VaultError
from handlers.wording.key_holders import TROUBLE
from handlers.wording.publishing import KINDS
from knowledge.feedback.states import CaseAct

LONGEST: Final = 8_000
"""Letters of question or answer on the page."""
MOST_WORDS: Final = 40
"""Lines of words hidden by hand."""
READ_IT: Final = (
    "Anh/chị đọc lại và đánh dấu xác nhận: không còn tên trẻ em, không còn gì chỉ ra người gửi."
)
BOXES: Final = (
    "Ảnh {number}: vẽ hoặc ghi các ô che mặt người, hoặc đánh dấu không có mặt người trong ảnh."
)
PICTURE: Final = "Không mở được ảnh {number}, nên chưa công khai."
SEALED: Final = (
    "Không mở được phần niêm phong nên không kiểm tra được tên người gửi; chưa công khai. Báo "
    "người quản trị."
)
PARTS: Final = (("q", "Phản ánh"), ("a", "Trả lời"))


@dataclass(frozen=True, slots=True)
class Written:
    """The page as somebody filled it in."""

    question: str
    answer: str
    on: frozenset[str]
    """Names of the boxes that are ticked."""
    more: str = ""
    pictures: dict[str, str] = field(default_factory=dict)
    """By field what was said of a picture."""


class Publishing:
    """Two forms and a way back."""

    def __init__(self, gate: Gate, pages: CasePages) -> None:
        self._gate, self._pages = gate, pages

    def show(self, seat: Seat, request: Request) -> Response:
        """What is suggested."""
        return self._with(seat, request, None)

    def post(self, seat: Seat, request: Request, form: Form) -> Response:
        """Hidden as chosen; or published as written."""
        return self._with(seat, request, form)

    def withdraw(self, seat: Seat, request: Request, form: Form) -> Response:
        """Take it down."""
        del form
        page = self._pages.read(seat, request)
        if page is None or CaseAct.UNPUBLISH not in page.able:
            return self._pages.gone(seat)
        with self._gate.parts.store.work() as work:
            doing = Doing(work, seat.ward, seat.officer, seat.now)
            done = publishing.withdraw(doing, page.code)
            if done.done:
                work.commit()
        to = f"{CASE}/{page.code}" + ("?xong=unpublish" if done.done else "")
        return RedirectResponse(to, 303)

    def _with(self, seat: Seat, request: Request, form: Form | None) -> Response:
        page = self._pages.read(seat, request)
        if page is None or CaseAct.PUBLISH not in page.able:
            return self._pages.gone(seat)
        try:
            with self._gate.parts.store.read() as work:
                doing = Doing(work, seat.ward, seat.officer, seat.now)
                found = publishing.propose(doing, page.code, self._gate.parts.vault)
        except VaultError:
            return self._gate.show("publish_trouble.html", seat, 503, case=page, trouble=SEALED)
        if isinstance(found, Outcome):
            trouble = words.REFUSALS[found.refused or Refused.NOT_NOW]
            return self._gate.show("publish_trouble.html", seat, 409, case=page, trouble=trouble)
        if form is None:
            return self._render(seat, page, found, _suggested(found))
        if form.one("lam") != "dang":
            return self._render(seat, page, found, _chosen(found, form))
        return self._publish(seat, page, found, form)

    def _publish(self, seat: Seat, page: CasePage, found: Proposal, form: Form) -> Response:
        written = _written(found, form)
        if not form.one("da_doc"):
            return self._render(seat, page, found, written, READ_IT)
        pictures = self._pictures(page, form)
        if isinstance(pictures, str):
            return self._render(seat, page, found, written, pictures)
        vault = self._vault(seat, found, form)
        if isinstance(vault, Trouble):
            return self._render(seat, page, found, written, TROUBLE[vault])
        parts = self._gate.parts
        shown = Shown(written.question, written.answer, pictures)
        with parts.store.work() as work:
            doing = Doing(work, seat.ward, seat.officer, seat.now)
            done = publishing.publish(doing, page.code, shown, vault, parts.files)
            work.commit()  # what was refused for a name left in it is recorded too
        if done.refused is not None:
            return self._render(seat, page, found, written, words.REFUSALS[done.refused])
        return RedirectResponse(f"{CASE}/{page.code}?xong=publish", 303)

    def _vault(self, seat: Seat, found: Proposal, form: Form) -> Vault | Trouble:
        """What compares the sender's name: with a holder's passphrase where it takes one."""
        parts = self._gate.parts
        if not found.needs_key:
            return parts.vault
        keeping = Keeping(parts.store, parts.vault, seat.officer, seat.now)
        key = key_holding.opened(keeping, form.one("mat_khau"))
        return key if isinstance(key, Trouble) else parts.vault.unlocked(key.ward)

    def _pictures(self, page: CasePage, form: Form) -> tuple[bytes, ...] | str:
        """The blocked copies of those chosen, or what is missing."""
        made = []
        for one in (file for file in page.files if file.picture):
            if not form.one(f"anh{one.number}"):
                continue
            boxes = boxes_of(form.one(f"o{one.number}"))
            nobody = bool(form.one(f"khong{one.number}"))
            if boxes is None or bool(boxes) == nobody:
                return BOXES.format(number=one.number + 1)
            data = self._gate.parts.files.read(one.key)
            copy = blocked(data, boxes) if data is not None else None
            if not isinstance(copy, bytes):
                return PICTURE.format(number=one.number + 1)
            made.append(copy)
        return tuple(made)

    def _render(
        self,
        seat: Seat,
        page: CasePage,
        found: Proposal,
        written: Written,
        trouble: str = "",
    ) -> Response:
        return self._gate.show(
            "publish.html",
            seat,
            422 if trouble else 200,
            case=page,
            found=found,
            written=written,
            trouble=trouble,
            parts=[
                (key, name, part)
                for (key, name), part in zip(PARTS, (found.question, found.answer), strict=True)
            ],
            names=KINDS,
            pictures=[one for one in page.files if one.picture],
        )


def _suggested(found: Proposal) -> Written:
    on = {
        f"{key}{place}"
        for (key, _), part in zip(PARTS, (found.question, found.answer), strict=True)
        for place, one in enumerate(part.marks)
        if one.on or one in part.locked
    }
    return Written(found.question.hidden(), found.answer.hidden(), frozenset(on))


def _chosen(found: Proposal, form: Form) -> Written:
    """Hidden as the boxes and the words typed say; pictures stay as they were filled in."""
    ticked = {name for name, value in form.pairs if value}
    more = form.one("them")[:LONGEST]
    lines = [line.strip() for line in more.splitlines() if line.strip()][:MOST_WORDS]

    def made(key: str, part: Part) -> str:
        off = [
            place for place, one in enumerate(part.marks) if (f"{key}{place}" in ticked) != one.on
        ]
        return part.hidden(off, [one for line in lines for one in part.stretches(line)])

    return Written(made("q", found.question), made("a", found.answer), frozenset(ticked), more)


def _written(found: Proposal, form: Form) -> Written:
    pictures = {name: value for name, value in form.pairs if name[:1] in {"a", "o", "k"}}
    question, answer = form.one("cau_hoi")[:LONGEST], form.one("tra_loi")[:LONGEST]
    return Written(question, answer, _suggested(found).on, pictures=pictures)


def publishing_routes(gate: Gate) -> APIRouter:
    """The addresses; they stand before the other acts."""
    routes, page = APIRouter(), Publishing(gate, CasePages(gate))
    routes.add_api_route(CASE + "/{code}/publish", gate.page(page.show), methods=["GET"])
    routes.add_api_route(CASE + "/{code}/publish", gate.act(page.post), methods=["POST"])
    routes.add_api_route(CASE + "/{code}/unpublish", gate.act(page.withdraw), methods=["POST"])
    return routes
