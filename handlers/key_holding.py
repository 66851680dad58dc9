"""Who holds the key to reporters' names: enrolment, passphrases, the second holder, rotation.

Every act is recorded and told to all heads and reviewers. Passphrases are stretched outside any
transaction: that takes a good part of a second.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from handlers import key_telling, ward_key
from handlers.officers import Officer
from handlers.store import key_holders, staff
from handlers.store.key_holders import Holder, WardKey
from handlers.store.sealing import resealed
from handlers.store.unit_of_work import Store, Work
from handlers.vault import Vault
from handlers.ward_key import COST, Cost, SealBrokenError, WardPrivate, new_private, public_of
from handlers.watching import opens_names

TRIES: Final = 5
PAUSE: Final = timedelta(minutes=15)
LONGEST_PAUSE: Final = timedelta(hours=24)


class Trouble(StrEnum):
    """Why nothing was done."""

    WRONG = "wrong"
    PAUSED = "paused"
    """Wrong too often."""
    NOT_ENROLLED = "not_enrolled"
    ENROLLED = "enrolled"
    """There is a key already."""
    HOLDS = "holds"
    """Holds the key already; who forgot asks again where another holder can let them in."""
    NO_HOLDER = "no_holder"
    """Holds no key, or waits to be let in."""
    NOT_ALLOWED = "not_allowed"
    """Neither head nor reviewer, or runs the program."""
    WEAK = "weak"
    """No passphrase to trust."""
    CODE = "code"
    """The code read out is another's."""
    SWAPPED = "swapped"
    """The open half in the database does not belong to the private one."""
    AGAIN = "again"
    """Somebody else acted just now."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """On what, for whom and when an act over the key is done."""

    store: Store
    vault: Vault
    officer: Officer
    now: datetime
    cost: Cost = COST

    @property
    def commune(self) -> str:
        """Whose key."""
        return self.officer.commune

    @property
    def by(self) -> str:
        """For the record."""
        return f"officer:{self.officer.id}"


@dataclass(frozen=True, slots=True)
class Opened:
    """The ward's key in memory, for one act of whose passphrase opened it."""

    holder: Holder
    own: bytes
    ward: WardPrivate


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The ward has its key. The phrase for the envelope is shown this once."""

    envelope: str
    moved: int
    """Names that were sealed anew."""
    left: int
    """Names the key file did not open: they stay as they are."""


def enrol(keeping: Keeping, phrase: str) -> Enrolled | Trouble:
    """The ward's first key: the officer and the envelope hold it, all names are sealed to it."""
    if (refused := _may(keeping, phrase)) is not None:
        return refused
    ward, envelope = WardPrivate(1, new_private()), ward_key.new_phrase(ward_key.ENVELOPE_WORDS)
    mine = _pair(keeping, keeping.officer.id, phrase)
    safe = _pair(keeping, None, envelope)
    with keeping.store.read() as work:
        made = resealed(key_holders.parties(work, keeping.commune), keeping.vault, ward.public)
    with keeping.store.work() as work:
        key_holders.lock(work, keeping.commune)
        if not key_holders.add_key(work, keeping.commune, ward.public, keeping.now):
            return Trouble.ENROLLED
        for officer, pair in ((keeping.officer.id, mine), (None, safe)):
            let_in(work, keeping, _put(work, keeping, officer, pair), ward)
        moved, left = reseal_all(work, keeping, keeping.vault, ward, made)
        key_telling.note(work, keeping.officer, "enrolled", keeping.now)
        work.commit()
    return Enrolled(envelope, moved, left)


def ask(keeping: Keeping, phrase: str, *, forgot: bool = False) -> str | Trouble:
    """A key pair of the officer's own, to be let in by a holder; the code to read out to them.

    `forgot`: a holder's passphrase; what they had before is gone, if another can let them in.
    """
    if (refused := _may(keeping, phrase)) is not None:
        return refused
    pair = _pair(keeping, keeping.officer.id, phrase)
    with keeping.store.work() as work:
        key_holders.lock(work, keeping.commune)
        if key_holders.ward_key(work, keeping.commune) is None:
            return Trouble.NOT_ENROLLED
        if _would_lose(
            key_holders.holders(work, keeping.commune), keeping.officer.id, forgot=forgot
        ):
            return Trouble.HOLDS
        one = _put(work, keeping, keeping.officer.id, pair)
        key_telling.note(work, keeping.officer, "asked", keeping.now)
        work.commit()
    return ward_key.code_of(one.officer, one.public)


def opened(keeping: Keeping, phrase: str, *, envelope: bool = False) -> Opened | Trouble:
    """The ward's key, by the officer's passphrase or the envelope's; a wrong one is counted."""
    if not opens_names(keeping.officer):
        return Trouble.NOT_ALLOWED
    with keeping.store.read() as work:
        key = key_holders.ward_key(work, keeping.commune)
        whose = None if envelope else keeping.officer.id
        one = key_holders.holder_of(work, keeping.commune, whose)
    if key is None:
        return Trouble.NOT_ENROLLED
    if one is None or one.share is None:
        return Trouble.NO_HOLDER
    own = _unwrapped(keeping, one, phrase)
    return own if isinstance(own, Trouble) else _with_ward(one, own, one.share, key)


def admit(keeping: Keeping, by: Opened, newcomer: int, code: str) -> Trouble | None:
    """Let in who waits: the code they read out must be that of their open key."""
    with keeping.store.work() as work:
        key_holders.lock(work, keeping.commune)
        one = key_holders.holder_of(work, keeping.commune, newcomer)
        member = staff.member(work, newcomer)
        if one is None or one.share is not None or member is None or member.left_at is not None:
            return Trouble.NO_HOLDER
        if not opens_names(member.officer) or member.officer.commune != keeping.commune:
            return Trouble.NOT_ALLOWED
        if _letters(code) != _letters(ward_key.code_of(newcomer, one.public)):
            return Trouble.CODE
        if _moved_on(work, keeping, by):
            return Trouble.AGAIN
        let_in(work, keeping, one, by.ward)
        key_telling.note(work, keeping.officer, "admitted", keeping.now, member)
        work.commit()
    return None


def recover(keeping: Keeping, by: Opened, phrase: str) -> Trouble | None:
    """With the envelope's phrase the officer becomes a holder under a passphrase of their own."""
    if (refused := _may(keeping, phrase)) is not None:
        return refused
    pair = _pair(keeping, keeping.officer.id, phrase)
    with keeping.store.work() as work:
        key_holders.lock(work, keeping.commune)
        if _moved_on(work, keeping, by):
            return Trouble.AGAIN
        let_in(work, keeping, _put(work, keeping, keeping.officer.id, pair), by.ward)
        key_telling.note(work, keeping.officer, "recovered", keeping.now)
        work.commit()
    return None


def let_in(work: Work, keeping: Keeping, one: Holder, ward: WardPrivate) -> None:
    """Seal the ward's key to a holder, and vouch for theirs with it."""
    share = ward_key.seal_to(one.public, one.about, ward.key)
    proof = ward.vouch(one.officer, one.public)
    key_holders.set_share(work, one, share, proof, keeping.now)


def reseal_all(
    work: Work, keeping: Keeping, vault: Vault, ward: WardPrivate, made: dict[str, str]
) -> tuple[int, int]:
    """Seal every name to the ward's key; what came since `made` was computed too.

    How many were, and how many `vault` does not open.
    """
    found = [one for one in key_holders.parties(work, keeping.commune) if not one.to_call]
    new = [one for one in found if one.sealed not in made]
    made = made | resealed(new, vault, ward.public)
    moved = [one for one in found if one.sealed in made]
    for one in moved:
        key_holders.reseal(work, one, made[one.sealed])
    return len(moved), len(found) - len(moved)


def _may(keeping: Keeping, phrase: str) -> Trouble | None:
    if not opens_names(keeping.officer):
        return Trouble.NOT_ALLOWED
    return None if ward_key.is_strong(phrase) else Trouble.WEAK


def _would_lose(held: list[Holder], officer: int, *, forgot: bool) -> bool:
    """Whether asking would throw a copy away that is needed, or by mistake."""
    able = {one.officer for one in held if one.share is not None and one.officer is not None}
    return officer in able and not (forgot and able != {officer})


def _pair(keeping: Keeping, officer: int | None, phrase: str) -> tuple[bytes, str]:
    """An open key, and its private half under the passphrase."""
    private = new_private()
    about = Holder.bound_to(keeping.commune, officer)
    return public_of(private), ward_key.wrap(private, phrase, about, keeping.cost)


def _put(work: Work, keeping: Keeping, officer: int | None, pair: tuple[bytes, str]) -> Holder:
    return key_holders.put_holder(work, keeping.commune, officer, *pair, keeping.now)


def _unwrapped(keeping: Keeping, one: Holder, phrase: str) -> bytes | Trouble:
    """Their own private key; the try is counted before it is looked at."""
    with keeping.store.work() as work:
        tried = key_holders.charge(work, one, keeping.now)
        work.commit()
    if tried is None:
        return Trouble.PAUSED
    own = ward_key.unwrap(one.wrapped, phrase, one.about)
    with keeping.store.work() as work:
        if own is None:
            _wrong(work, keeping, one, tried)
        else:
            key_holders.proved(work, one)
        work.commit()
    return Trouble.WRONG if own is None else own


def _with_ward(one: Holder, own: bytes, share: str, key: WardKey) -> Opened | Trouble:
    try:
        private = ward_key.open_with(own, one.about, share)
    except SealBrokenError:
        return Trouble.SWAPPED
    ward = WardPrivate(key.public.generation, private)
    return Opened(one, own, ward) if ward.public == key.public else Trouble.SWAPPED


def _moved_on(work: Work, keeping: Keeping, by: Opened) -> bool:
    key = key_holders.ward_key(work, keeping.commune)
    return key is None or key.public != by.ward.public


def _wrong(work: Work, keeping: Keeping, one: Holder, tried: int) -> None:
    if tried % TRIES:
        return
    longer = PAUSE * 2 ** min(tried // TRIES - 1, 8)
    key_holders.pause(work, one, keeping.now + min(longer, LONGEST_PAUSE))
    key_telling.note(work, keeping.officer, "paused", keeping.now)


def _letters(code: str) -> str:
    return "".join(one for one in code.upper() if one.isalnum())
