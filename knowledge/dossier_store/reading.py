"""Looking up and listing dossiers. Statements are built once; `find` is the citizen's path."""

import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from knowledge.dossier_store.factors import FOUR, factor_hash
from knowledge.dossier_store.rows import Row, to_dossier, to_event
from knowledge.dossier_store.tables import (
    DossierApologyRow,
    DossierConfirmationRow,
    DossierEventRow,
    DossierFactorRow,
    DossierOverrideRow,
    DossierRow,
    RegisterCopyRow,
)
from knowledge.dossiers.dossier import Dossier, StatusEvent
from knowledge.dossiers.statuses import ENDED
from knowledge.prepared import LONGEST, run
from knowledge.rows import table_of

MANY: Final = 400
"""Dossiers of one bite, for who goes through all of them."""

UNDATED: Final = 100
"""Dossiers dated in one bite: each asks for its record's limit."""

_LAST: Final = 2**31 - 1
"""After every number of a moment."""

DOSSIER: Final = table_of(DossierRow)
EVENT: Final = table_of(DossierEventRow)
FACTOR: Final = table_of(DossierFactorRow)
APOLOGY: Final = table_of(DossierApologyRow)
CONFIRMATION: Final = table_of(DossierConfirmationRow)
OVERRIDE: Final = table_of(DossierOverrideRow)
COPY: Final = table_of(RegisterCopyRow)

_ENDED: Final = [status.value for status in ENDED]
_PARTS: Final = (EVENT, APOLOGY, CONFIRMATION, OVERRIDE)
_CHILDREN: Final = tuple(
    select(table).where(table.c.dossier.in_(bindparam("ids", expanding=True))).order_by(table.c.id)
    for table in _PARTS
)
_CHILDREN_OF_ONE: Final = tuple(
    select(table).where(table.c.dossier == bindparam("of_id")).order_by(table.c.id)
    for table in _PARTS
)
"""The commonest case by far; a list is written out anew at each execution, this is not."""
_BY_IDS: Final = (
    select(DOSSIER).where(DOSSIER.c.id.in_(bindparam("ids", expanding=True))).order_by(DOSSIER.c.id)
)
_BY_ID: Final = select(DOSSIER).where(DOSSIER.c.id == bindparam("of_id"))
_LOCKED: Final = {
    False: (_BY_ID, _BY_IDS),
    True: tuple(q.with_for_update() for q in (_BY_ID, _BY_IDS)),
}
_BY_CODE: Final = select(DOSSIER).where(
    DOSSIER.c.commune == bindparam("of_commune"), DOSSIER.c.code == bindparam("of_code")
)
_BY_TOKEN: Final = select(DOSSIER).where(DOSSIER.c.token == bindparam("of_token"))
_HASHES: Final = (
    select(DOSSIER.c.commune, DOSSIER.c.code, FACTOR.c.hash)
    .join(FACTOR, FACTOR.c.dossier == DOSSIER.c.id)
    .where(DOSSIER.c.id == bindparam("of_id"))
)
_COPIED: Final = select(func.max(COPY.c.copied_at)).where(COPY.c.commune == bindparam("of_commune"))


def find(session: Session, commune: str, code: str) -> Dossier | None:
    """The dossier of a canonical code."""
    return _first(session, _BY_CODE, {"of_commune": commune, "of_code": code})


def by_token(session: Session, token: str) -> Dossier | None:
    """The dossier of a link's or QR code's token."""
    return _first(session, _BY_TOKEN, {"of_token": token})


def by_id(session: Session, dossier: int) -> Dossier | None:
    """The dossier of an id."""
    return next(iter(load(session, [dossier])), None)


def load(session: Session, ids: Iterable[int], *, lock: bool = False) -> list[Dossier]:
    """Dossiers by id, in the order of their ids; `lock` holds them until the commit."""
    found: list[Dossier] = []
    listed = sorted(set(ids))
    for at in range(0, len(listed), LONGEST):  # no more than are bound without SQLAlchemy
        some = listed[at : at + LONGEST]
        one, several = _LOCKED[lock]
        query, values = (one, {"of_id": some[0]}) if len(some) == 1 else (several, {"ids": some})
        found += _whole(session, rows_of(session, query, values))
    return found


def matches(session: Session, key: bytes, dossier: int, four: str) -> bool:
    """Whether these four digits stand on the dossier's receipt (L-1)."""
    if not FOUR.fullmatch(four):
        return False
    rows = session.execute(_HASHES, {"of_id": dossier}).all()
    hashes = [factor_hash(key, row.commune, row.code, four) for row in rows]
    return any(hmac.compare_digest(row.hash, one) for row, one in zip(rows, hashes, strict=True))


def copied_at(session: Session, commune: str) -> datetime | None:
    """The time of the last copy read to its end; None before the first one."""
    rows = rows_of(session, _COPIED, {"of_commune": commune})
    found: datetime | None = rows[0][0] if rows else None
    return found


def any_kept(session: Session, commune: str) -> bool:
    """Whether there is any dossier of this commune."""
    return session.execute(_ids(commune).limit(1)).first() is not None


def open_ids(session: Session, commune: str, after: int = 0, limit: int = MANY) -> list[int]:
    """Ids of dossiers that are not done, in order, to go through all in bites."""
    query = _ids(commune).where(DOSSIER.c.status.not_in(_ENDED), DOSSIER.c.id > after)
    return _numbers(session, query.order_by(DOSSIER.c.id).limit(limit))


def open_count(session: Session, commune: str) -> int:
    """How many dossiers are not done."""
    query = select(func.count()).where(
        DOSSIER.c.commune == commune, DOSSIER.c.status.not_in(_ENDED)
    )
    return int(session.execute(query).scalar_one())


def undated_ids(
    session: Session, commune: str, changed_since: datetime | None, after: int = 0
) -> list[int]:
    """Ids of accepted, unfinished dossiers without a printed date, in order, some at a time."""
    query = _ids(commune).where(
        DOSSIER.c.status.not_in(_ENDED),
        DOSSIER.c.accepted_at.is_not(None),
        DOSSIER.c.due_at.is_(None),
        DOSSIER.c.id > after,
    )
    if changed_since is not None:
        query = query.where(DOSSIER.c.changed_at >= changed_since)
    return _numbers(session, query.order_by(DOSSIER.c.id).limit(UNDATED))


def changed_since(
    session: Session, commune: str, after: datetime, limit: int = MANY, after_id: int = _LAST
) -> list[tuple[int, datetime]]:
    """Dossiers changed after this moment, in order: id and when it changed.

    Several may share a moment: to go on after one of them, give its number too.

    The moment is ours, of the last real change by an import or an act; reading the same again
    moves nothing. On PostgreSQL two writers may commit in another order than they began: who
    must miss none goes back a minute each time.
    """
    later = tuple_(DOSSIER.c.changed_at, DOSSIER.c.id) > tuple_(
        bindparam("after", after, DOSSIER.c.changed_at.type), bindparam("after_id", after_id)
    )
    query = (
        select(DOSSIER.c.id, DOSSIER.c.changed_at)
        .where(DOSSIER.c.commune == commune, later)
        .order_by(DOSSIER.c.changed_at, DOSSIER.c.id)
    )
    return [(row.id, row.changed_at) for row in session.execute(query.limit(limit))]


def events_after(
    session: Session, commune: str, after: int, limit: int = MANY
) -> list[tuple[int, StatusEvent, datetime]]:
    """Events we learnt of after event number `after`: dossier, event, when we learnt of it."""
    query = select(EVENT).where(EVENT.c.commune == commune, EVENT.c.id > after)
    rows = session.execute(query.order_by(EVENT.c.id).limit(limit))
    return [(row.dossier, to_event(row), row.learnt_at) for row in rows]


def all_dossiers(session: Session, commune: str) -> Iterator[Dossier]:
    """Every dossier, in bites; for counting a month."""
    after = 0
    while ids := _numbers(
        session, _ids(commune).where(DOSSIER.c.id > after).order_by(DOSSIER.c.id).limit(MANY)
    ):
        yield from load(session, ids)
        after = ids[-1]


def last_number(session: Session, commune: str, head: str) -> int:
    """The highest sequence number among codes that begin with `head`; 0 when there is none."""
    query = select(DOSSIER.c.code).where(
        DOSSIER.c.commune == commune, DOSSIER.c.code.startswith(head, autoescape=True)
    )
    codes = session.execute(query).scalars()
    return max((int(code.removeprefix(head)) for code in codes), default=0)


def _ids(commune: str) -> Select[Any]:
    return select(DOSSIER.c.id).where(DOSSIER.c.commune == commune)


def _numbers(session: Session, query: Select[Any]) -> list[int]:
    return [int(number) for number in session.execute(query).scalars()]


def _first(session: Session, query: Select[Any], values: dict[str, str]) -> Dossier | None:
    rows = rows_of(session, query, values)
    return next(iter(_whole(session, rows)), None)


def rows_of(session: Session, query: Select[Any], values: Mapping[str, Any]) -> Sequence[Row]:
    """Past the session, which holds no objects of these, and past SQLAlchemy where it can be."""
    return run(session.connection(), query, values)


def _whole(session: Session, rows: Sequence[Row]) -> list[Dossier]:
    """Dossiers with their events, apologies, confirmations and overrides."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    alone = len(ids) == 1
    values: dict[str, Any] = {"of_id": ids[0]} if alone else {"ids": ids}
    children: list[dict[int, list[Row]]] = []
    for query in _CHILDREN_OF_ONE if alone else _CHILDREN:
        grouped: dict[int, list[Row]] = defaultdict(list)
        for child in rows_of(session, query, values):
            grouped[child.dossier].append(child)
        children.append(grouped)
    return [to_dossier(row, *(one[row.id] for one in children)) for row in rows]
