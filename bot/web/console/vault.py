"""`/can-bo/niem-phong`: who holds the key to reporters' names; heads and reviewers alone.

What is made here (a passphrase of words, the envelope's phrase) is shown once, in the answer to the
form that made it, and stands nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from handlers import key_holding, key_rotating, second_factor
from handlers.key_holding import Enrolled, Keeping, Opened, Trouble
from handlers.second_factor import Checked
from handlers.store import key_holders, staff
from handlers.ward_key import HOLDERS_WORDS, code_of, new_phrase, tidy
from handlers.watching import opens_names
from handlers.wording import key_holders as wording
from handlers.wording.console import FACTOR_TROUBLE

VAULT: Final = f"{HOME}/niem-phong"
AGAIN: Final = "Hai lần gõ mật khẩu mới không giống nhau."
FRESH: Final = frozenset({"lap", "xin"})
"""Acts an app set up just now proves too: nothing opens by them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of a form; phrases are shown this once."""

    said: str
    phrase: str = ""
    envelope: str = ""
    code: str = ""


class VaultPages:
    """The holders, and the forms of what may be done."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """Who holds the key, who waits, what this officer may do."""
        del request
        return self._page(seat) if opens_names(seat.officer) else self._gone(seat)

    def take(self, seat: Seat, request: Request, form: Form) -> Response:
        """One form: the app's code first, then the passphrase, both counted when wrong."""
        name = str(request.path_params.get("act", ""))
        act = ACTS.get(name)
        if act is None or not opens_names(seat.officer):
            return self._gone(seat)
        if tidy(form.one("mat_khau_moi")) != tidy(form.one("nhac_lai")):
            return self._page(seat, name, AGAIN, 422)
        parts = self._gate.parts
        look = second_factor.check if name in FRESH else second_factor.prove
        with parts.store.work() as work:
            checked = look(work, parts.vault, seat.officer, form.one("ma"), seat.now)
            work.commit()
        if checked is not Checked.GOOD:
            return self._page(seat, name, FACTOR_TROUBLE[checked], 403)
        done = act(Keeping(parts.store, parts.vault, seat.officer, seat.now), form)
        if isinstance(done, Trouble):
            return self._page(seat, name, wording.TROUBLE[done], 403)
        return self._gate.show("vault_shown.html", seat, done=done, keep=wording.ENVELOPE)

    def _page(self, seat: Seat, act: str = "", trouble: str = "", status: int = 200) -> Response:
        commune = seat.officer.commune
        with self._gate.parts.store.read() as work:
            key = key_holders.ward_key(work, commune)
            held = key_holders.holders(work, commune)
            names = {one.id: one.officer.name for one in staff.members(work, commune)}
        mine = next((one for one in held if one.officer == seat.officer.id), None)
        return self._gate.show(
            "vault.html",
            seat,
            status,
            key=key,
            held=held,
            names=names,
            mine=mine,
            others=any(one.share and one.officer not in {None, seat.officer.id} for one in held),
            code="" if mine is None else code_of(mine.officer, mine.public),
            trouble=trouble,
            act=act,
            plainly=wording.SAY_IT_PLAINLY,
        )

    def _gone(self, seat: Seat) -> Response:
        return self._gate.show("gone.html", seat, 404)


def _enrol(keeping: Keeping, form: Form) -> Shown | Trouble:
    made, phrase = _phrase(form)
    done = key_holding.enrol(keeping, phrase)
    if not isinstance(done, Enrolled):
        return done
    said = f"Đã lập khoá niêm phong; niêm phong lại {done.moved} tên."
    if done.left:
        said += f" {done.left} tên tệp khoá cũ không mở được, giữ nguyên."
    return Shown(said, made, done.envelope)


def _ask(keeping: Keeping, form: Form) -> Shown | Trouble:
    made, phrase = _phrase(form)
    code = key_holding.ask(keeping, phrase, forgot=bool(form.one("quen")))
    if isinstance(code, Trouble):
        return code
    return Shown("Đã xin giữ khoá, chờ một người đang giữ khoá cho vào.", made, code=code)


def _admit(keeping: Keeping, form: Form, key: Opened) -> Shown | Trouble:
    who = form.one("nguoi")
    if not (who.isascii() and who.isdecimal() and len(who) < 10):
        return Trouble.NO_HOLDER
    refused = key_holding.admit(keeping, key, int(who), form.one("doi_chieu"))
    return refused or Shown("Đã cho cùng giữ khoá niêm phong.")


def _change(keeping: Keeping, form: Form, key: Opened) -> Shown | Trouble:
    made, phrase = _phrase(form)
    refused = key_rotating.change_phrase(keeping, key, phrase)
    return refused or Shown("Đã đổi mật khẩu mở niêm phong.", made)


def _rotate(keeping: Keeping, form: Form, key: Opened) -> Shown | Trouble:
    del form
    done = key_rotating.rotate(keeping, key)
    if isinstance(done, Trouble):
        return done
    said = f"Đã đổi khoá, niêm phong lại {done.moved} tên. Mật khẩu của từng người giữ nguyên."
    if done.left:
        said += f" {done.left} tên không mở được bằng khoá cũ, giữ nguyên."
    if done.put_out:
        said += f" {done.put_out} người giữ khoá không đúng khoá đã cho vào: phải xin lại."
    return Shown(said)


def _envelope(keeping: Keeping, form: Form, key: Opened) -> Shown | Trouble:
    del form
    done = key_rotating.new_envelope(keeping, key)
    said = "Đã làm cụm từ mới; huỷ phong bì cũ."
    return done if isinstance(done, Trouble) else Shown(said, envelope=done)


def _recover(keeping: Keeping, form: Form) -> Shown | Trouble:
    made, phrase = _phrase(form)
    key = key_holding.opened(keeping, form.one("cum_tu"), envelope=True)
    if isinstance(key, Trouble):
        return key
    refused = key_holding.recover(keeping, key, phrase)
    return refused or Shown("Đã giữ khoá niêm phong. Anh/chị làm cụm từ mới cho phong bì.", made)


def _phrase(form: Form) -> tuple[str, str]:
    """What to show of it and what it is: nothing typed, one is made."""
    typed = form.one("mat_khau_moi")
    made = "" if typed else new_phrase(HOLDERS_WORDS)
    return made, typed or made


def _by_holder(
    act: Callable[[Keeping, Form, Opened], Shown | Trouble],
) -> Callable[[Keeping, Form], Shown | Trouble]:
    """An act of who has shown their passphrase."""

    def done(keeping: Keeping, form: Form) -> Shown | Trouble:
        key = key_holding.opened(keeping, form.one("mat_khau"))
        return key if isinstance(key, Trouble) else act(keeping, form, key)

    return done


ACTS: Final[Mapping[str, Callable[[Keeping, Form], Shown | Trouble]]] = {
    "lap": _enrol,
    "xin": _ask,
    "cho-vao": _by_holder(_admit),
    "mat-khau": _by_holder(_change),
    "doi-khoa": _by_holder(_rotate),
    "phong-bi": _by_holder(_envelope),
    "mo-phong-bi": _recover,
}


def vault_routes(gate: Gate) -> APIRouter:
    """The page and its forms."""
    routes, pages = APIRouter(), VaultPages(gate)
    routes.add_api_route(VAULT, gate.page(pages.show), methods=["GET", "HEAD"])
    routes.add_api_route(VAULT + "/{act}", gate.act(pages.take), methods=["POST"])
    return routes
