"""Acts over the staff itself: add, give roles, link to a chat, away, leave. Each is recorded.

Linking proves who types: the code is made at the ward's own machine (or by an administrator),
handed over by word of mouth, holds for a quarter of an hour and for one use.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers import key_rotating
from handlers.link_codes import LINK_LIFE, hash_of, new_code
from handlers.officers import Member, Officer, Refusal, Role
from handlers.store import queueing, staff
from handlers.store.records import audit
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Work
from handlers.wording import staff as wording
from knowledge.text.folding import fold


@dataclass(frozen=True, slots=True)
class Linked:
    """An officer is now known by a chat."""

    officer: Officer


def find(work: Work, commune: str, name: str) -> Member | None:
    """The officer of that name, whatever its case and marks."""
    return named(staff.members(work, commune), name)


def named(among: Sequence[Member], name: str) -> Member | None:
    """The one officer among these that a name means."""
    wanted = fold(name)
    found = [one for one in among if fold(one.officer.name) == wanted]
    return found[0] if len(found) == 1 else None


def add(  # noqa: PLR0913 - one officer's columns
    work: Work,
    commune: str,
    name: str,
    roles: Iterable[Role],
    by: str,
    now: datetime,
    *,
    superior: int | None = None,
    register_name: str | None = None,
) -> int | Refusal:
    """Take an officer in; the id."""
    held = frozenset(roles)
    if not held:
        return Refusal.NO_ROLE
    if find(work, commune, name) is not None:
        return Refusal.NAME_TAKEN
    made = staff.add(work, commune, name, held, now, superior=superior, register_name=register_name)
    if made is None:
        return Refusal.NAME_TAKEN
    audit(work, commune, by, "staff.added", _about(made, held), now)
    return made


def set_roles(
    work: Work, member: Member, roles: Iterable[Role], by: str, now: datetime
) -> Refusal | None:
    """Give an officer these roles and no others."""
    held = frozenset(roles)
    if member.left_at is not None:
        return Refusal.LEFT
    if not held:
        return Refusal.NO_ROLE
    staff.set_roles(work, member.id, held)
    audit(work, member.officer.commune, by, "staff.roles", _about(member.id, held), now)
    key_rotating.gone(work, replace(member.officer, roles=held), by, now)
    return None


def set_away(
    work: Work,
    member: Member,
    until: date | None,
    stand_in: Member | None,
    by: str,
    now: datetime,
) -> Refusal | None:
    """Away up to and with a day, with who stands in; None: back."""
    if member.left_at is not None or (stand_in is not None and stand_in.left_at is not None):
        return Refusal.LEFT
    if stand_in is not None and stand_in.id == member.id:
        return Refusal.OWN_STAND_IN
    other = stand_in.id if stand_in is not None else None
    staff.set_away(work, member.id, until, other)
    about = f"officer:{member.id} until:{until or '-'} stand_in:{other or '-'}"
    audit(work, member.officer.commune, by, "staff.away", about, now)
    return None


def leave(work: Work, member: Member, by: str, now: datetime) -> Refusal | None:
    """Out of office: no chat, no code and no role counts from this moment on."""
    if not staff.leave(work, member.id, now):
        return Refusal.LEFT
    audit(work, member.officer.commune, by, "staff.left", f"officer:{member.id}", now)
    key_rotating.gone(work, replace(member.officer, roles=frozenset()), by, now)
    return None


def make_link(work: Work, member: Member, by: str, now: datetime) -> str | Refusal:
    """A one-time code for this officer; only its hash is kept."""
    if member.left_at is not None:
        return Refusal.LEFT
    code = new_code()
    commune = member.officer.commune
    staff.add_link(work, commune, member.id, hash_of(code), now, now + LINK_LIFE)
    audit(work, commune, by, "staff.link_made", f"officer:{member.id}", now)
    return code


def use_link(
    work: Work, commune: str, code_hash: str, contact: str, now: datetime
) -> Linked | Refusal:
    """The code was typed in a chat: the officer is known by that chat from now on."""
    officer = staff.use_link(work, commune, code_hash, now)
    if officer is None:
        return Refusal.CODE_SPENT
    all_members = staff.members(work, commune)
    member = next(one for one in all_members if one.id == officer)
    if member.left_at is not None:
        return Refusal.LEFT
    if any(one.contact == contact and one.id != officer for one in all_members):
        return Refusal.CHAT_TAKEN
    _tell_old_chat(work, member, contact, now)
    staff.set_contact(work, officer, contact)
    audit(work, commune, f"officer:{officer}", "staff.linked", contact, now)
    return Linked(member.officer)


def _tell_old_chat(work: Work, member: Member, contact: str, now: datetime) -> None:
    """Whoever holds the chat linked before hears that it counts no more."""
    if member.contact in {None, contact} or member.endpoint is None:
        return
    message = queueing.Message(
        key=f"staff:unlinked:{member.id}:{now.isoformat()}",
        reply=wording.linked_elsewhere(),
        due=now,
        expires_at=now + timedelta(days=1),
        kind=OutboxKind.OFFICER,
        priority=Priority.OFFICER,
    )
    queueing.queue(work, member.officer.commune, member.endpoint, str(member.contact), message)


def _about(officer: int, roles: Iterable[Role]) -> str:
    return f"officer:{officer} roles:{','.join(sorted(roles))}"
