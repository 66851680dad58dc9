"""Another key, another passphrase, another envelope; and what goes when a holder goes."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from handlers import key_telling, ward_key
from handlers.key_holding import Keeping, Opened, Trouble, let_in, reseal_all
from handlers.officers import Officer
from handlers.store import key_holders
from handlers.store.key_holders import Holder
from handlers.store.sealing import resealed
from handlers.store.unit_of_work import Work
from handlers.ward_key import WardPrivate, new_private, public_of
from handlers.watching import opens_names


@dataclass(frozen=True, slots=True)
class Turned:
    """The ward has another key."""

    moved: int
    left: int
    """Names the key before did not open."""
    put_out: int
    """Holders whose open key nobody had vouched for: they wait to be let in again."""


def rotate(keeping: Keeping, by: Opened) -> Turned | Trouble:
    """Another key for the ward: every name is sealed anew, every holder keeps their passphrase."""
    ward = WardPrivate(by.ward.generation + 1, new_private())
    vault = keeping.vault.unlocked(by.ward)
    with keeping.store.read() as work:
        made = resealed(key_holders.parties(work, keeping.commune), vault, ward.public)
    with keeping.store.work() as work:
        key_holders.lock(work, keeping.commune)
        was = key_holders.ward_key(work, keeping.commune)
        if was is None or was.public != by.ward.public:
            return Trouble.AGAIN
        key_holders.turn_key(work, was, ward.public.key, keeping.now)
        put_out = 0
        for one in key_holders.holders(work, keeping.commune):
            if one.share is None:
                continue
            if _vouched(by.ward, one):
                let_in(work, keeping, one, ward)
            else:
                put_out += key_holders.set_share(work, one, None, None, None)
        moved, left = reseal_all(work, keeping, vault, ward, made)
        key_telling.note(work, keeping.officer, "rotated", keeping.now)
        work.commit()
    return Turned(moved, left, put_out)


def change_phrase(keeping: Keeping, by: Opened, phrase: str) -> Trouble | None:
    """The officer's own passphrase."""
    if not ward_key.is_strong(phrase):
        return Trouble.WEAK
    wrapped = ward_key.wrap(by.own, phrase, by.holder.about, keeping.cost)
    with keeping.store.work() as work:
        if not key_holders.set_wrapped(work, by.holder, wrapped):
            return Trouble.AGAIN
        key_telling.note(work, keeping.officer, "phrase", keeping.now)
        work.commit()
    return None


def new_envelope(keeping: Keeping, by: Opened) -> str | Trouble:
    """Another phrase for the safe, shown this once; the one before opens nothing any more."""
    envelope, private = ward_key.new_phrase(ward_key.ENVELOPE_WORDS), new_private()
    about = Holder.bound_to(keeping.commune, None)
    wrapped = ward_key.wrap(private, envelope, about, keeping.cost)
    with keeping.store.work() as work:
        key_holders.lock(work, keeping.commune)
        key = key_holders.ward_key(work, keeping.commune)
        if key is None or key.public != by.ward.public:
            return Trouble.AGAIN
        made = (public_of(private), wrapped)
        safe = key_holders.put_holder(work, keeping.commune, None, *made, keeping.now)
        let_in(work, keeping, safe, by.ward)
        key_telling.note(work, keeping.officer, "envelope", keeping.now)
        work.commit()
    return envelope


def gone(work: Work, officer: Officer, by: str, now: datetime) -> None:
    """Out of office, or no head and no reviewer any more: their copy goes with them."""
    one = key_holders.holder_of(work, officer.commune, officer.id)
    if one is None or opens_names(officer):
        return
    key_holders.drop(work, one)
    if one.share is not None:  # who only waited has never had it
        key_holders.want_rotation(work, officer.commune, now)
        key_telling.note(work, officer, "removed", now, by=by)


def _vouched(ward: WardPrivate, one: Holder) -> bool:
    return hmac.compare_digest(one.proof or "", ward.vouch(one.officer, one.public))
