"""Statements of the console's sign-in: links, sessions, second factors."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, or_, select, update

from handlers.officers import Officer
from handlers.store import code_texts
from handlers.store.codec import roles_from_json
from handlers.store.inserting import insert_new
from handlers.store.tables import (
    ConsoleLinkRow,
    ConsoleSessionRow,
    OfficerRow,
    SecondFactorRow,
    table_of,
)
from handlers.store.unit_of_work import Work

_LINK = table_of(ConsoleLinkRow)
_SESSION = table_of(ConsoleSessionRow)
_FACTOR = table_of(SecondFactorRow)
_OFFICER = table_of(OfficerRow)
_now: BindParameter[datetime] = bindparam("now")
_LINK_COLUMNS = ("code_hash", "commune", "officer", "created_at", "expires_at")
_SESSION_COLUMNS = ("token_hash", "commune", "officer", "created_at", "seen_at", "expires_at")
_FACTOR_COLUMNS = ("officer", "sealed", "created_at", "last_step", "failures")

_USE_LINK = (
    update(_LINK)
    .where(
        _LINK.c.code_hash == bindparam("hash_used"),
        _LINK.c.used_at.is_(None),
        _LINK.c.expires_at > _now,
    )
    .values(used_at=_now)
    .returning(_LINK.c.officer)
)
_SPEND = (
    update(_LINK)
    .where(_LINK.c.officer == bindparam("of_officer"), _LINK.c.used_at.is_(None))
    .values(used_at=_now)
    .returning(_LINK.c.code_hash)
)
_READ = (
    select(
        _SESSION,
        _OFFICER.c.name,
        _OFFICER.c.roles,
        _OFFICER.c.superior,
        _FACTOR.c.confirmed_at,
    )
    .join(_OFFICER, _OFFICER.c.id == _SESSION.c.officer)
    .outerjoin(_FACTOR, _FACTOR.c.officer == _SESSION.c.officer)
    .where(
        _SESSION.c.token_hash == bindparam("hash_shown"),
        _SESSION.c.ended_at.is_(None),
        _SESSION.c.expires_at > _now,
        _SESSION.c.seen_at > bindparam("idle_since"),
        _OFFICER.c.left_at.is_(None),
    )
)
_TOUCH = (
    update(_SESSION).where(_SESSION.c.token_hash == bindparam("hash_shown")).values(seen_at=_now)
)
_RAISE = (
    update(_SESSION)
    .where(_SESSION.c.token_hash == bindparam("hash_shown"), _SESSION.c.ended_at.is_(None))
    .values(token_hash=bindparam("new_hash"), second_at=_now, seen_at=_now)
)
_END = (
    update(_SESSION)
    .where(_SESSION.c.token_hash == bindparam("hash_shown"), _SESSION.c.ended_at.is_(None))
    .values(ended_at=_now)
)
_END_ALL = (
    update(_SESSION)
    .where(_SESSION.c.officer == bindparam("of_officer"), _SESSION.c.ended_at.is_(None))
    .values(ended_at=_now)
    .returning(_SESSION.c.token_hash)
)
_FACTOR_OF = select(_FACTOR).where(_FACTOR.c.officer == bindparam("of_officer"))
_DROP_FACTOR = delete(_FACTOR).where(_FACTOR.c.officer == bindparam("of_officer"))
_CHARGE = (
    update(_FACTOR)
    .where(
        _FACTOR.c.officer == bindparam("of_officer"),
        or_(_FACTOR.c.locked_until.is_(None), _FACTOR.c.locked_until <= _now),
    )
    .values(failures=_FACTOR.c.failures + 1)
    .returning(_FACTOR.c.failures)
)
_TAKE = (
    update(_FACTOR)
    .where(_FACTOR.c.officer == bindparam("of_officer"), _FACTOR.c.last_step < bindparam("step"))
    .values(last_step=bindparam("step"), failures=0, locked_until=None)
    .returning(_FACTOR.c.officer)
)
_CONFIRM = (
    update(_FACTOR)
    .where(_FACTOR.c.officer == bindparam("of_officer"), _FACTOR.c.confirmed_at.is_(None))
    .values(confirmed_at=_now)
)
_LOCK = (
    update(_FACTOR)
    .where(_FACTOR.c.officer == bindparam("of_officer"))
    .values(locked_until=bindparam("until"))
)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which an officer is signed in, with the officer as they are now."""

    token_hash: str
    officer: Officer
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    second_at: datetime | None
    enrolled: bool
    """Whether the officer has a second factor."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor as it is stored."""

    sealed: str
    confirmed_at: datetime | None
    locked_until: datetime | None

    @property
    def confirmed(self) -> bool:
        """Whether the app has shown a right code."""
        return self.confirmed_at is not None


def add_link(work: Work, officer: Officer, code_hash: str, now: datetime, life: timedelta) -> None:
    """A one-time code by its hash; earlier ones of the officer hold no more."""
    spend_links(work, officer.id, now)
    row = {
        "code_hash": code_hash,
        "commune": officer.commune,
        "officer": officer.id,
        "created_at": now,
        "expires_at": now + life,
    }
    work.run(insert_new(_LINK, work.dialect, _LINK_COLUMNS), row)


def use_link(work: Work, code_hash: str, now: datetime) -> int | None:
    """Spend a code; whose it was, None if it holds no more."""
    found: int | None = work.run(_USE_LINK, {"hash_used": code_hash, "now": now}).scalar()
    code_texts.wipe(work, [code_hash] if found is not None else [])
    return found


def spend_links(work: Work, officer: int, now: datetime) -> None:
    """No code of this officer opens anything any more."""
    spent = work.run(_SPEND, {"of_officer": officer, "now": now}).scalars()
    code_texts.wipe(work, spent)


def add_session(
    work: Work, officer: Officer, token_hash: str, now: datetime, life: timedelta
) -> None:
    """A browser is signed in."""
    row = {
        "token_hash": token_hash,
        "commune": officer.commune,
        "officer": officer.id,
        "created_at": now,
        "seen_at": now,
        "expires_at": now + life,
    }
    work.run(insert_new(_SESSION, work.dialect, _SESSION_COLUMNS), row)


def read_session(work: Work, token_hash: str, now: datetime, idle: timedelta) -> Session | None:
    """The session, while it holds and its officer is in office."""
    values = {"hash_shown": token_hash, "now": now, "idle_since": now - idle}
    row: Any = work.run(_READ, values).first()
    if row is None:
        return None
    roles = roles_from_json(row.roles)
    return Session(
        row.token_hash,
        Officer(row.officer, row.commune, row.name, roles, row.superior),
        row.created_at,
        row.seen_at,
        row.expires_at,
        row.second_at,
        enrolled=row.confirmed_at is not None,
    )


def touch(work: Work, token_hash: str, now: datetime) -> None:
    """The browser was seen."""
    work.run(_TOUCH, {"hash_shown": token_hash, "now": now})


def raise_session(work: Work, token_hash: str, new_hash: str, now: datetime) -> None:
    """The second factor was shown: the session goes on under a new token."""
    work.run(_RAISE, {"hash_shown": token_hash, "new_hash": new_hash, "now": now})


def end_session(work: Work, token_hash: str, now: datetime) -> None:
    """Signed out."""
    work.run(_END, {"hash_shown": token_hash, "now": now})


def end_all(work: Work, officer: int, now: datetime) -> int:
    """Every browser of the officer is signed out and no code opens another; their number."""
    spend_links(work, officer, now)
    return len(work.run(_END_ALL, {"of_officer": officer, "now": now}).all())


def factor_of(work: Work, officer: int) -> Factor | None:
    """The officer's second factor, confirmed or not."""
    row: Any = work.run(_FACTOR_OF, {"of_officer": officer}).first()
    if row is None:
        return None
    return Factor(row.sealed, row.confirmed_at, row.locked_until)


def add_factor(work: Work, officer: int, sealed: str, now: datetime) -> bool:
    """A new second factor, to be confirmed; False when there is one already."""
    row = {"officer": officer, "sealed": sealed, "created_at": now, "last_step": 0, "failures": 0}
    return work.run(insert_new(_FACTOR, work.dialect, _FACTOR_COLUMNS), row).scalar() is not None


def drop_factor(work: Work, officer: int) -> None:
    """The officer enrols anew."""
    work.run(_DROP_FACTOR, {"of_officer": officer})


def charge_attempt(work: Work, officer: int, now: datetime) -> int | None:
    """Count a try before it is looked at, so that tries at once count one by one; None: locked."""
    tried: int | None = work.run(_CHARGE, {"of_officer": officer, "now": now}).scalar()
    return tried


def take_step(work: Work, officer: int, step: int) -> bool:
    """Take a code's half minute; False if it or a later one was taken before."""
    return work.run(_TAKE, {"of_officer": officer, "step": step}).scalar() is not None


def confirm_factor(work: Work, officer: int, now: datetime) -> None:
    """The app has shown a right code."""
    work.run(_CONFIRM, {"of_officer": officer, "now": now})


def lock_factor(work: Work, officer: int, until: datetime) -> None:
    """No more tries until then."""
    work.run(_LOCK, {"of_officer": officer, "until": until})
