"""Opening who reported: with a reason and a fresh code of the second factor, shown once."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console import words
from bot.web.console.case_pages import Attempt, CasePages
from bot.web.console.gate import Gate
from bot.web.console.inbox import CASE
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers import key_holding, second_factor
from handlers.cases import special
from handlers.cases.acts import Doing, Outcome
from handlers.cases.page import CasePage
from handlers.key_holding import Keeping, Trouble
from handlers.second_factor import Checked
from handlers.vault import Vault, VaultError
from handlers.wording.console import FACTOR_TROUBLE
from handlers.wording.key_holders import TROUBLE
from knowledge.feedback.states import CaseAct

BROKEN = "Không mở được phần niêm phong. Báo người quản trị: cần khoá đúng từ bản sao lưu."


class Reporter:
    """The vault's one form."""

    def __init__(self, gate: Gate, pages: CasePages) -> None:
        self._gate, self._pages = gate, pages

    def open(self, seat: Seat, request: Request, form: Form) -> Response:
        """Take the code first, then the passphrase: a wrong one opens nothing and is counted."""
        page = self._pages.read(seat, request)
        if page is None or CaseAct.UNLOCK not in page.able:
            return self._pages.gone(seat)
        why = form.one("ly_do")[:500]
        attempt = Attempt(CaseAct.UNLOCK.value, fields={"ly_do": why})
        if not why:
            return self._again(seat, page, attempt, "Anh/chị ghi lý do cần biết người gửi.")
        parts = self._gate.parts
        with parts.store.work() as work:
            checked = second_factor.prove(work, parts.vault, seat.officer, form.one("ma"), seat.now)
            work.commit()
        if checked is not Checked.GOOD:
            return self._again(seat, page, attempt, FACTOR_TROUBLE[checked])
        vault = parts.vault
        if page.by_passphrase:
            keeping = Keeping(parts.store, vault, seat.officer, seat.now)
            key = key_holding.opened(keeping, form.one("mat_khau"))
            if isinstance(key, Trouble):
                return self._again(seat, page, attempt, TROUBLE[key])
            vault = vault.unlocked(key.ward)
        return self._opened(seat, page, attempt, vault)

    def _opened(self, seat: Seat, page: CasePage, attempt: Attempt, vault: Vault) -> Response:
        parts, why = self._gate.parts, attempt.fields["ly_do"]
        try:
            with parts.store.work() as work:
                doing = Doing(work, seat.ward, seat.officer, seat.now)
                found = special.unlock(doing, page.code, vault, why)
                work.commit()
        except VaultError:
            return self._again(seat, page, attempt, BROKEN)
        if isinstance(found, Outcome):
            trouble = words.REFUSALS[found.refused] if found.refused is not None else ""
            return self._again(seat, page, attempt, trouble)
        return self._gate.show("reporter.html", seat, case=page, who=found)

    def _again(self, seat: Seat, page: CasePage, attempt: Attempt, trouble: str) -> Response:
        tried = Attempt(attempt.act, trouble, fields=attempt.fields)
        return self._pages.render(seat, page, tried, 403)


def reporter_routes(gate: Gate) -> APIRouter:
    """The vault's address; stands before the other acts."""
    routes, vault = APIRouter(), Reporter(gate, CasePages(gate))
    routes.add_api_route(CASE + "/{code}/unlock", gate.act(vault.open), methods=["POST"])
    return routes
