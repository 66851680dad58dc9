"""With which key a reporter is sealed: the ward's once it is enrolled, else the key file's.

A number an officer is to call stays with the key file: whoever takes the question must read it.
"""

from handlers.store import key_holders
from handlers.store.key_holders import Party
from handlers.store.unit_of_work import Store, Work
from handlers.vault import Identity, Vault, VaultError
from handlers.ward_key import WardPublic, generation_of, is_ward_sealed
from knowledge.feedback.codes import CaseCode


def seal(work: Work, vault: Vault, code: CaseCode, who: Identity, *, to_call: bool = False) -> str:
    """Who reports, under the seal that holds now."""
    key = None if to_call else key_holders.ward_key(work, code.commune)
    return vault.seal(code.full, who, None if key is None else key.public)


def fits(work: Work, commune: str, sealed: str | None) -> bool:
    """Whether the seal is of the key that holds now; asked once the case's row stands.

    A key may be enrolled or turned between the deciding of a message and its commit; on PostgreSQL
    the row's commune waits for whoever does that (`key_holders.lock`).
    """
    if sealed is None:
        return True
    key = key_holders.ward_key(work, commune)
    return generation_of(sealed) == (None if key is None else key.public.generation)


def strays(work: Work, commune: str) -> list[Party]:
    """Names the key file still opens though the ward has its own key: a question made a report."""
    if key_holders.ward_key(work, commune) is None:
        return []
    found = key_holders.parties(work, commune)
    return [one for one in found if not one.to_call and not is_ward_sealed(one.sealed)]


def seal_strays(store: Store, vault: Vault, commune: str) -> None:
    """Seal them to the ward's key: that needs nobody's passphrase."""
    with store.read() as work:
        waiting = bool(strays(work, commune))
    if not waiting:
        return
    with store.work() as work:
        key_holders.lock(work, commune)
        key = key_holders.ward_key(work, commune)
        found = strays(work, commune)
        moved = {} if key is None else resealed(found, vault, key.public)
        for one in found:
            if one.sealed in moved:
                key_holders.reseal(work, one, moved[one.sealed])
        work.commit()


def resealed(found: list[Party], vault: Vault, to: WardPublic) -> dict[str, str]:
    """Each seal with the one that takes its place; what this vault cannot open is left out."""
    made: dict[str, str] = {}
    for one in found:
        try:
            who = vault.open(one.code.full, one.sealed)
        except VaultError:
            continue
        made[one.sealed] = vault.seal(one.code.full, who, to)
    return made
