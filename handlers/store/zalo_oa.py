"""The pair of tokens of a Zalo Official Account as it is stored: sealed, and refreshed by one.

A refresh token works once. It is marked before it is sent anywhere, and the new pair is committed
before it is used; a process that dies between leaves a mark that says what is not known.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, update

from handlers.store.inserting import insert_new
from handlers.store.tables import ZaloOaRow, table_of
from handlers.store.unit_of_work import Work

_ROW = table_of(ZaloOaRow)
_FIND = select(_ROW).where(_ROW.c.endpoint == bindparam("for_endpoint"))
_mine = (_ROW.c.endpoint == bindparam("for_endpoint")) & (_ROW.c.holder == bindparam("me"))
_HOLD = (
    update(_ROW)
    .where(
        _ROW.c.endpoint == bindparam("for_endpoint"),
        or_(_ROW.c.holder.is_(None), _ROW.c.held_until <= bindparam("now")),
    )
    .values(holder=bindparam("me"), held_until=bindparam("till"))
    .returning(*_ROW.c)
)
_LET_GO = update(_ROW).where(_mine).values(holder=None, held_until=None)
_MARK = update(_ROW).where(_mine).values(spent_at=bindparam("at")).returning(_ROW.c.endpoint)
_TROUBLE = update(_ROW).where(_mine).values(trouble=bindparam("word"), holder=None, held_until=None)
_FRESH: dict[str, Any] = {
    "old_access": _ROW.c.access,
    "old_refresh": _ROW.c.refresh,
    "access": bindparam("new_access"),
    "refresh": bindparam("new_refresh"),
    "issued_at": bindparam("issued"),
    "expires_at": bindparam("expires"),
    "spent_at": None,
    "trouble": None,
    "holder": None,
    "held_until": None,
}
_SAVE = update(_ROW).where(_ROW.c.endpoint == bindparam("for_endpoint")).values(_FRESH)
_LOGGED_IN = _SAVE.returning(_ROW.c.endpoint)
_REFRESHED = _SAVE.where(
    or_(_ROW.c.holder == bindparam("me"), _ROW.c.issued_at <= bindparam("issued"))
).returning(_ROW.c.endpoint)
_COLUMNS = ("endpoint", "access", "refresh", "issued_at", "expires_at", "message_api")
_USE_API = (
    update(_ROW)
    .where(_ROW.c.endpoint == bindparam("for_endpoint"))
    .values(message_api=bindparam("version"))
)


@dataclass(frozen=True, slots=True)
class SealedPair:
    """Two tokens, sealed, and how long the first holds."""

    access: str
    refresh: str
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StoredOa:
    """An account as it is stored."""

    pair: SealedPair
    spent_at: datetime | None
    trouble: str | None
    message_api: str


def find(work: Work, endpoint: str) -> StoredOa | None:
    """The account; None before anybody logged in."""
    row = work.run(_FIND, {"for_endpoint": endpoint}).first()
    return None if row is None else _stored(row)


def hold(work: Work, endpoint: str, me: str, now: datetime, till: datetime) -> StoredOa | None:
    """Become the one who refreshes, and read again under that lock; None while another is."""
    values = {"for_endpoint": endpoint, "me": me, "now": now, "till": till}
    row = work.run(_HOLD, values).first()
    return None if row is None else _stored(row)


def let_go(work: Work, endpoint: str, me: str) -> None:
    """Let another process refresh."""
    work.run(_LET_GO, {"for_endpoint": endpoint, "me": me})


def mark_spent(work: Work, endpoint: str, me: str, at: datetime | None) -> bool:
    """Note that the refresh token is about to be sent, or (None) that it surely was not.

    False: the lock is no longer ours, and it must not be sent.
    """
    return work.run(_MARK, {"for_endpoint": endpoint, "me": me, "at": at}).first() is not None


def log_in(work: Work, endpoint: str, pair: SealedPair) -> None:
    """Keep the pair an administrator brought, whatever there was; ends trouble and the lock."""
    values = _values(endpoint, pair)
    if work.run(_LOGGED_IN, values).first() is None:
        _first(work, endpoint, pair)


def save(work: Work, endpoint: str, pair: SealedPair, me: str) -> bool:
    """Keep a refreshed pair, and the one before; ends trouble and the lock.

    False: somebody logged in meanwhile, and theirs is the later one. It ends our lock, so while
    that is ours a machine's clock that was set back does not count.
    """
    values = {**_values(endpoint, pair), "me": me}
    if work.run(_REFRESHED, values).first() is not None:
        return True
    return _first(work, endpoint, pair)


def _values(endpoint: str, pair: SealedPair) -> dict[str, Any]:
    return {
        "for_endpoint": endpoint,
        "new_access": pair.access,
        "new_refresh": pair.refresh,
        "issued": pair.issued_at,
        "expires": pair.expires_at,
    }


def _first(work: Work, endpoint: str, pair: SealedPair) -> bool:
    """The first one; False where there was one already."""
    if find(work, endpoint) is not None:
        return False
    row = {
        "endpoint": endpoint,
        "access": pair.access,
        "refresh": pair.refresh,
        "issued_at": pair.issued_at,
        "expires_at": pair.expires_at,
        "message_api": "v3",
    }
    work.run(insert_new(_ROW, work.dialect, _COLUMNS), row)
    return True


def give_up(work: Work, endpoint: str, me: str, word: str) -> None:
    """Note that only a person can mend it."""
    work.run(_TROUBLE, {"for_endpoint": endpoint, "me": me, "word": word})


def use_api(work: Work, endpoint: str, version: str) -> None:
    """From now on this account's messages go by that call: `v2` or `v3`."""
    work.run(_USE_API, {"for_endpoint": endpoint, "version": version})


def _stored(row: Any) -> StoredOa:  # noqa: ANN401 - a result row
    pair = SealedPair(row.access, row.refresh, row.issued_at, row.expires_at)
    return StoredOa(pair, row.spent_at, row.trouble, row.message_api)
