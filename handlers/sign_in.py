"""Signing in to the officers' console: no password, a one-time code and a session.

The code reaches the officer in their own chat, or is made at the ward's machine. It is spent by
a posted form only, so that a link's preview burns nothing. What is stored are hashes keyed with
a key outside the database: a copied database opens nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.console_tickets import TICKET_LIFE, SignIns, Ticket, Tokens
from handlers.officers import Member, Officer, Refusal, Role
from handlers.store import queueing, sign_in, staff
from handlers.store.records import audit
from handlers.store.sign_in import Session
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Work
from handlers.wording import console as wording

IDLE: Final = timedelta(minutes=60)
"""A citizen is served and the officer comes back; over the lunch break it ends."""
LONGEST: Final = timedelta(hours=12)
"""One working day: each morning begins with a new link."""
SEEN_EVERY: Final = timedelta(minutes=1)
"""How exact `seen_at` is: one write a minute, not one a page."""
SECOND_FACTOR: Final = frozenset({Role.HEAD, Role.ADMIN})
"""Roles whose every session needs the second factor; opening the vault asks it of anybody."""


def needs_second(officer: Officer) -> bool:
    """Whether this officer's sessions need the second factor."""
    return officer.has(*SECOND_FACTOR)


def keep_link(work: Work, officer: Officer, code_hash: str, by: str, now: datetime) -> None:
    """A code made for this officer holds from now on; earlier ones do not."""
    sign_in.add_link(work, officer, code_hash, now, TICKET_LIFE)
    audit(work, officer.commune, by, "console.link_made", f"officer:{officer.id}", now)


def make_link(
    work: Work, tickets: SignIns, member: Member, by: str, now: datetime
) -> Ticket | Refusal:
    """A code for an officer in office, for the command line."""
    made = tickets.ticket()
    if member.left_at is not None or made is None:
        return Refusal.LEFT
    keep_link(work, member.officer, made.code_hash, by, now)
    return made


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session."""

    token: str
    officer: Officer


def enter(work: Work, tokens: Tokens, code: str, now: datetime) -> SignedIn | None:
    """Spend a code and open a session; None: unknown, spent, too old, or its officer left."""
    owner = sign_in.use_link(work, tokens.of_link(code), now)
    member = _in_office(work, owner) if owner is not None else None
    if member is None:
        return None
    token = secrets.token_urlsafe(32)
    officer = member.officer
    sign_in.add_session(work, officer, tokens.of_session(token), now, LONGEST)
    audit(work, officer.commune, f"officer:{owner}", "console.signed_in", f"officer:{owner}", now)
    _tell(work, member, now)
    return SignedIn(token, officer)


def session(work: Work, tokens: Tokens, token: str, now: datetime) -> Session | None:
    """The session of a token, while it holds."""
    return sign_in.read_session(work, tokens.of_session(token), now, IDLE)


def stale(found: Session, now: datetime) -> bool:
    """Whether it is time to note that the browser was seen."""
    return now - found.seen_at > SEEN_EVERY


def raised(work: Work, tokens: Tokens, found: Session, now: datetime) -> str:
    """The second factor was shown; the session's new token."""
    token = secrets.token_urlsafe(32)
    sign_in.raise_session(work, found.token_hash, tokens.of_session(token), now)
    return token


def leave(work: Work, found: Session, now: datetime) -> None:
    """Sign this browser out."""
    sign_in.end_session(work, found.token_hash, now)
    _note(work, found.officer, "console.signed_out", now)


def leave_all(work: Work, officer: Officer, now: datetime) -> int:
    """Sign every browser of the officer out; their number."""
    return end_for(work, officer, f"officer:{officer.id}", now)


def end_for(work: Work, officer: Officer, by: str, now: datetime) -> int:
    """The same by somebody else, such as the administrator."""
    ended = sign_in.end_all(work, officer.id, now)
    audit(work, officer.commune, by, "console.all_signed_out", f"officer:{officer.id}", now)
    return ended


def _note(work: Work, officer: Officer, what: str, now: datetime) -> None:
    who = f"officer:{officer.id}"
    audit(work, officer.commune, who, what, who, now)


def _in_office(work: Work, officer: int) -> Member | None:
    member = staff.member(work, officer)
    return member if member is not None and member.left_at is None else None


def _tell(work: Work, member: Member, now: datetime) -> None:
    """A sign-in the officer did not make is seen by them at once."""
    if member.contact is None or member.endpoint is None:
        return
    message = queueing.Message(
        key=f"console:in:{member.id}:{now.isoformat()}",
        reply=wording.signed_in(now),
        due=now,
        expires_at=now + LONGEST,
        kind=OutboxKind.OFFICER,
        priority=Priority.OFFICER,
    )
    queueing.queue(work, member.officer.commune, member.endpoint, member.contact, message)
