"""`motcua feedback reporter`: open who reported, with a code of the opener's own app."""

from typing import Annotated

import typer

from bot.cli.feedback import By, Code, fail, opened, told
from handlers import second_factor
from handlers.cases import special
from handlers.cases.acts import Outcome, found
from handlers.second_factor import Checked
from handlers.store import cases
from handlers.ward_key import is_ward_sealed
from handlers.wording import case_cards as wording
from handlers.wording.console import FACTOR_TROUBLE
from knowledge.feedback.states import CaseAct


def reporter(
    code: Code,
    by: By,
    why: Annotated[str, typer.Option("--why", help="Lý do mở.")],
    totp: Annotated[
        str, typer.Option("--totp", help="6 số của ứng dụng xác thực; bỏ trống: được hỏi.")
    ] = "",
) -> None:
    """Open the vault; a name alone proves nobody, so the opener's app does.

    A name sealed to the ward's key asks for a holder's passphrase too.
    """
    from bot.casework import vault_of
    from bot.cli.staff_vault import ward_key_by

    sealed = _may(code, by, why)
    _proven(by, totp or typer.prompt("6 số của ứng dụng xác thực"))
    key = ward_key_by(by) if is_ward_sealed(sealed) else None
    with opened(by) as desk:
        vault = vault_of(desk.settings)
        vault = vault if key is None else vault.unlocked(key)
        who = special.unlock(desk.doing, desk.code(code), vault, why)
        if isinstance(who, Outcome):
            told(who, "note")
    if not isinstance(who, Outcome):  # shown once it is recorded
        typer.echo(f"{who.name} {who.phone}".strip())


def _may(code: str, by: str, why: str) -> str:
    """Who may not is told so before a code is asked for, and loses no try; the seal."""
    with opened(by) as desk:
        seen = found(desk.work, desk.ward, desk.by.officer, desk.code(code))
        if seen is None or CaseAct.UNLOCK not in seen.able:
            fail(wording.GONE)
        if not why.strip():
            fail(wording.NEEDS_REASON)
        return cases.sealed(desk.work, seen.row.id) or ""


def _proven(by: str, totp: str) -> None:
    """A transaction of its own: a wrong code stays counted."""
    from bot.casework import vault_of

    with opened(by) as desk:
        officer, now = desk.by.officer, desk.doing.now
        checked = second_factor.prove(desk.work, vault_of(desk.settings), officer, totp, now)
    if checked is not Checked.GOOD:
        fail(FACTOR_TROUBLE[checked])
