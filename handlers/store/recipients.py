"""The recipients an officer's file names, by broadcast and line; values go when it is over."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from handlers.store.codec import dumps
from handlers.store.states import ContactState
from handlers.store.tables import (
    BroadcastRecipientRow,
    ContactPhoneRow,
    ContactRow,
    FollowRow,
    SubscriptionRow,
    table_of,
)
from handlers.store.unit_of_work import Work
from knowledge.dossier_store.tables import DossierRow

CHUNK: Final = 500

_ROW = table_of(BroadcastRecipientRow)
_CONTACT = table_of(ContactRow)
_FOLLOW = table_of(FollowRow)
_NEWS = table_of(SubscriptionRow)
_PHONE = table_of(ContactPhoneRow)
_DOSSIER = table_of(DossierRow)
_some: BindParameter[Any] = bindparam("some", expanding=True)
_of = _ROW.c.broadcast == bindparam("number")
_FORGET = delete(_ROW).where(_of)
_LINES = select(_ROW).where(_of).order_by(_ROW.c.line, _ROW.c.id)
_VALUES = select(_ROW.c.contact, _ROW.c["values"]).where(_of, _ROW.c.contact.in_(_some))
_CLEAR = update(_ROW).where(_of, _ROW.c["values"].is_not(None)).values(values=None)
_BAR = (
    update(_ROW)
    .where(_of, _ROW.c.contact == bindparam("of_contact"))
    .values(bar=bindparam("new_bar"), contact=None, values=None)
)
_COUNTS = select(_ROW.c.bar, func.count().label("n")).where(_of).group_by(_ROW.c.bar)
_DOSSIERS = select(_DOSSIER.c.code, _DOSSIER.c.id).where(
    _DOSSIER.c.commune == bindparam("of_commune"), _DOSSIER.c.code.in_(_some)
)
_FOLLOWERS = select(_FOLLOW.c.dossier, _FOLLOW.c.contact).where(
    _FOLLOW.c.dossier.in_(_some),
    _FOLLOW.c.stopped_at.is_(None),
    or_(_FOLLOW.c.expires_at.is_(None), _FOLLOW.c.expires_at > bindparam("now")),
)
_unwanted = or_(
    _CONTACT.c.stopped_at.is_not(None),
    and_(
        _NEWS.c.contact.is_not(None),
        or_(_NEWS.c.stopped_at.is_not(None), _NEWS.c.muted.like(bindparam("muted_topic"))),
    ),
)
_REACHED = (
    select(
        _CONTACT.c.id,
        func.coalesce(_CONTACT.c.person, _CONTACT.c.id).label("one"),
        case((_unwanted, 1), else_=0).label("unwanted"),
    )
    .outerjoin(_NEWS, _NEWS.c.contact == _CONTACT.c.id)
    .where(
        _CONTACT.c.commune == bindparam("of_commune"),
        _CONTACT.c.id.in_(_some),
        _CONTACT.c.state != ContactState.ERASED,
        _CONTACT.c.chat.is_not(None),
    )
)
_PHONES = (
    select(_PHONE.c.contact, _PHONE.c.phone)
    .join(_CONTACT, _CONTACT.c.id == _PHONE.c.contact)
    .where(_CONTACT.c.commune == bindparam("of_commune"))
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file as it was matched: a recipient, or why there is none."""

    line: int
    who: str
    bar: str = ""
    contact: str | None = None
    values: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """A chat of ours: whose, chats joined with it counted as one, and whether they want it."""

    person: str
    wants: bool


def replace(work: Work, number: int, lines: Iterable[Line], now: datetime) -> None:
    """These lines in place of those an earlier file gave."""
    work.run(_FORGET, {"number": number})
    rows = [
        {
            "broadcast": number,
            "line": one.line,
            "who": one.who,
            "bar": one.bar,
            "contact": one.contact,
            "values": None if one.values is None else dumps(dict(one.values)),
            "at": now,
        }
        for one in lines
    ]
    for start in range(0, len(rows), CHUNK):
        work.connection.execute(insert(_ROW), rows[start : start + CHUNK])


def lines(work: Work, number: int) -> list[Line]:
    """All lines, in the order of the file."""
    return [_read(row) for row in work.run(_LINES, {"number": number})]


def values_of(work: Work, number: int, contacts: Collection[str]) -> dict[str, dict[str, str]]:
    """What the fields of the text are for each of these."""
    rows = work.run(_VALUES, {"number": number, "some": list(contacts)})
    return {row.contact: json.loads(row.values or "{}") for row in rows}


def bar(work: Work, number: int, contact: str, why: str) -> None:
    """This one gets nothing after all."""
    work.run(_BAR, {"number": number, "of_contact": contact, "new_bar": why})


def clear(work: Work, number: int) -> None:
    """It is over: what the rows said of people is not needed any more."""
    work.run(_CLEAR, {"number": number})


def counts(work: Work, number: int) -> dict[str, int]:
    """Recipients by what bars them; `""` is nothing."""
    return {row.bar: int(row.n) for row in work.run(_COUNTS, {"number": number})}


def followers(
    work: Work, commune: str, codes: Sequence[str], now: datetime
) -> dict[str, list[str]]:
    """Who follows the dossier of each code; a code we know nothing of is not in it."""
    found: dict[str, list[str]] = {}
    for some in _chunks(codes):
        ids = {
            int(row.id): row.code
            for row in work.run(_DOSSIERS, {"of_commune": commune, "some": some})
        }
        found |= {code: [] for code in ids.values()}
        for row in work.run(_FOLLOWERS, {"some": list(ids), "now": now}):
            found[ids[int(row.dossier)]].append(row.contact)
    return found


def reached(work: Work, commune: str, contacts: Sequence[str], topic: str) -> dict[str, Reached]:
    """Of these, who can be written to by us at all, and whether they want it."""
    found: dict[str, Reached] = {}
    for some in _chunks(contacts):
        values = {"of_commune": commune, "some": some, "muted_topic": f"%,{topic},%"}
        found |= {row.id: Reached(row.one, not row.unwanted) for row in work.run(_REACHED, values)}
    return found


def sealed_phones(work: Work, commune: str) -> dict[str, list[str]]:
    """The sealed numbers of a commune's chats."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in work.run(_PHONES, {"of_commune": commune}):
        found[row.contact].append(row.phone)
    return found


def _chunks(items: Sequence[str]) -> Iterable[list[str]]:
    for start in range(0, len(items), CHUNK):
        yield list(items[start : start + CHUNK])


def _read(row: Any) -> Line:  # noqa: ANN401 - a result row
    values = None if row.values is None else json.loads(row.values)
    return Line(row.line, row.who, row.bar, row.contact, values)
