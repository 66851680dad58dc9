"""The second factor: six digits of an authenticator app (RFC 6238), each good for one use.

The secret is sealed with the vault's key. A try is counted before it is looked at; five wrong
ones lock for a quarter of an hour, each five more for twice as long.
"""

import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import pyotp

from handlers.officers import Officer
from handlers.store import sign_in, staff
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.vault import Vault
from handlers.watching import WATCHING, write
from handlers.wording import console as wording

STEP: Final = 30
"""Seconds a code is shown."""
DRIFT: Final = (0, -1, 1)
"""Half minutes the phone's clock may be off."""
TRIES: Final = 5
LOCK: Final = timedelta(minutes=15)
LONGEST_LOCK: Final = timedelta(hours=24)
REST: Final = timedelta(days=3)
"""How long an app must have been set up before it opens a reporter's name. Whoever runs the program
can make a link, reset an app and enrol their own: every head and reviewer is told of that, and has
a weekend to say that it was not them."""


class Checked(StrEnum):
    """What a code was."""

    GOOD = "good"
    WRONG = "wrong"
    LOCKED = "locked"
    NONE = "none"
    """The officer has no second factor."""
    YOUNG = "young"
    """Right, but set up so short a time ago that it opens no name yet."""


def begin(work: Work, vault: Vault, officer: Officer, now: datetime) -> None:
    """Make the secret of a new app, unless there is one."""
    secret = pyotp.random_base32()
    sign_in.add_factor(work, officer.id, vault.seal_text(_about(officer), secret), now)


def pending(work: Work, vault: Vault, officer: Officer) -> str | None:
    """The secret that waits for its first right code; None before `begin` and ever after."""
    found = sign_in.factor_of(work, officer.id)
    if found is None or found.confirmed:
        return None
    return vault.open_text(_about(officer), found.sealed)


def address_of(secret: str, officer: Officer, issuer: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=officer.name, issuer_name=issuer)


def confirm(work: Work, vault: Vault, officer: Officer, code: str, now: datetime) -> Checked:
    """The first right code makes the app the officer's second factor."""
    done = _looked_at(work, vault, officer, code, now, confirmed=False)
    if done is Checked.GOOD:
        sign_in.confirm_factor(work, officer.id, now)
        _note(work, officer, f"officer:{officer.id}", "second_factor.set_up", now)
        _tell(work, officer, "set_up", now)
    return done


def check(work: Work, vault: Vault, officer: Officer, code: str, now: datetime) -> Checked:
    """Take a code of the officer's app."""
    return _looked_at(work, vault, officer, code, now, confirmed=True)


def prove(work: Work, vault: Vault, officer: Officer, code: str, now: datetime) -> Checked:
    """Take a code to open a reporter's name: of an app that was not set up just now."""
    done = check(work, vault, officer, code, now)
    found = sign_in.factor_of(work, officer.id)
    since = found.confirmed_at if found is not None else None
    if done is Checked.GOOD and (since is None or now - since < REST):
        return Checked.YOUNG
    return done


def reset(work: Work, officer: Officer, by: str, now: datetime) -> bool:
    """A lost phone: the officer enrols anew, every session ends; False when there was none."""
    known = sign_in.factor_of(work, officer.id)
    sign_in.drop_factor(work, officer.id)
    sign_in.end_all(work, officer.id, now)
    _note(work, officer, by, "second_factor.reset", now)
    if known is not None:
        _tell(work, officer, "reset", now)
    return known is not None


def _looked_at(
    work: Work, vault: Vault, officer: Officer, code: str, now: datetime, *, confirmed: bool
) -> Checked:
    found = sign_in.factor_of(work, officer.id)
    if found is None or found.confirmed is not confirmed:
        return Checked.NONE
    tried = sign_in.charge_attempt(work, officer.id, now)
    if tried is None:
        return Checked.LOCKED
    secret = vault.open_text(_about(officer), found.sealed)
    step = _step_of(secret, code, now)
    if step is not None and sign_in.take_step(work, officer.id, step):
        return Checked.GOOD
    if tried % TRIES == 0:
        longer = LOCK * 2 ** min(tried // TRIES - 1, 8)
        sign_in.lock_factor(work, officer.id, now + min(longer, LONGEST_LOCK))
        _note(work, officer, f"officer:{officer.id}", "second_factor.locked", now)
    return Checked.WRONG


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute a code belongs to."""
    typed = "".join(letter for letter in code if letter.isdecimal() and letter.isascii())
    totp, step = pyotp.TOTP(secret, interval=STEP), int(now.timestamp()) // STEP
    for drift in DRIFT:
        if hmac.compare_digest(totp.at(now, counter_offset=drift), typed):
            return step + drift
    return None


def _about(officer: Officer) -> str:
    return f"second factor of officer {officer.id}"


def _note(work: Work, officer: Officer, who: str, what: str, now: datetime) -> None:
    audit(work, officer.commune, who, what, f"officer:{officer.id}", now)


def _tell(work: Work, officer: Officer, what: str, now: datetime) -> None:
    """The officer hears of it; of an app that opens names, heads and reviewers hear too."""
    key = f"console:factor:{what}:{officer.id}:{now.isoformat()}"
    member = staff.member(work, officer.id)
    if member is not None:
        write(work, member, key, wording.second_factor_changed(what, now), now)
    if not officer.has(*WATCHING):
        return
    for one in staff.members(work, officer.commune):
        if one.id != officer.id and one.left_at is None and one.officer.has(*WATCHING):
            said = wording.second_factor_watched(what, officer.name, now)
            write(work, one, f"{key}:{one.id}", said, now)
