"""Statements of follows and reminders: who is to be told, and when to look again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, or_, select, update

from handlers.store.inserting import insert_new
from handlers.store.tables import ContactRow, EndpointRow, FollowRow, ReminderRow, table_of
from handlers.store.unit_of_work import Work


class Relation(StrEnum):
    """Whose dossier it is that is followed."""

    SELF = "self"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where what we start ourselves goes."""

    commune: str
    endpoint: str
    channel: str
    contact: str


@dataclass(frozen=True, slots=True)
class Follow:
    """One contact following one dossier."""

    id: int
    to: Recipient
    dossier: int
    relation: Relation
    created_at: datetime
    expires_at: datetime | None = None
    looked_at: datetime | None = None
    """When a sweep last looked; None: not yet."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One own limit to remind a contact of."""

    id: int
    to: Recipient
    code: str
    last_day: date
    last_open: date


_FOLLOW = table_of(FollowRow)
_REMINDER = table_of(ReminderRow)
_CONTACT = table_of(ContactRow)
_ENDPOINT = table_of(EndpointRow)
_now: BindParameter[datetime] = bindparam("now")

_TO = (_ENDPOINT.c.id.label("endpoint"), _ENDPOINT.c.channel)
_FOLLOWS = (
    select(_FOLLOW, *_TO)
    .join(_CONTACT, _CONTACT.c.id == _FOLLOW.c.contact)
    .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
)
_REMINDERS = (
    select(_REMINDER, *_TO)
    .join(_CONTACT, _CONTACT.c.id == _REMINDER.c.contact)
    .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
)


def _theirs(contact: str) -> ColumnElement[bool]:
    """Follows of this chat, and of the chats joined with it by consent of both."""
    own, other = _CONTACT.alias("own"), _CONTACT.alias("other")
    joined = (
        select(other.c.id)
        .join(own, own.c.person == other.c.person)
        .where(own.c.id == bindparam(contact))
    )
    return or_(_FOLLOW.c.contact == bindparam(contact), _FOLLOW.c.contact.in_(joined))


_HOLDS = (
    _FOLLOW.c.stopped_at.is_(None),
    or_(_FOLLOW.c.expires_at.is_(None), _FOLLOW.c.expires_at > _now),
)
_OF_CONTACT = _FOLLOWS.where(_theirs("contact"), *_HOLDS).order_by(_FOLLOW.c.id)
_DUE = (
    _FOLLOWS.where(_FOLLOW.c.commune == bindparam("commune"), _FOLLOW.c.next_at <= _now)
    .order_by(_FOLLOW.c.next_at, _FOLLOW.c.id)
    .limit(bindparam("most"))
)
_DUE_REMINDERS = (
    _REMINDERS.where(_REMINDER.c.commune == bindparam("commune"), _REMINDER.c.next_at <= _now)
    .order_by(_REMINDER.c.next_at, _REMINDER.c.id)
    .limit(bindparam("most"))
)
_AGAIN = (
    update(_FOLLOW)
    .where(_FOLLOW.c.contact == bindparam("of_contact"), _FOLLOW.c.dossier == bindparam("of"))
    .values(
        stopped_at=None,
        created_at=_now,
        looked_at=None,
        next_at=_now,
        relation=bindparam("relation_now"),
        expires_at=bindparam("until"),
    )
    .returning(_FOLLOW.c.id)
)
_STOP = (
    update(_FOLLOW)
    .where(
        _FOLLOW.c.id == bindparam("follow_id"),
        _theirs("of_contact"),
        _FOLLOW.c.stopped_at.is_(None),
    )
    .values(stopped_at=_now, next_at=None)
    .returning(_FOLLOW.c.dossier)
)
_STOP_ALL = (
    update(_FOLLOW)
    .where(_FOLLOW.c.contact == bindparam("of_contact"), _FOLLOW.c.stopped_at.is_(None))
    .values(stopped_at=_now, next_at=None)
)
_STOP_REMINDER = (
    update(_REMINDER)
    .where(
        _REMINDER.c.id == bindparam("reminder_id"),
        _REMINDER.c.contact == bindparam("of_contact"),
        _REMINDER.c.stopped_at.is_(None),
    )
    .values(stopped_at=_now, next_at=None)
    .returning(_REMINDER.c.id)
)
_LOOK_AT = (
    update(_FOLLOW)
    .where(_FOLLOW.c.id == bindparam("follow_id"), _FOLLOW.c.stopped_at.is_(None))
    .values(next_at=bindparam("look_at"), looked_at=_now)
)
_LOOK_AT_REMINDER = (
    update(_REMINDER)
    .where(_REMINDER.c.id == bindparam("reminder_id"), _REMINDER.c.stopped_at.is_(None))
    .values(next_at=bindparam("look_at"))
)
_TOUCH = (
    update(_FOLLOW)
    .where(_FOLLOW.c.dossier.in_(bindparam("dossiers", expanding=True)), *_HOLDS)
    .values(next_at=_now)
)
_NEWEST = (
    select(_FOLLOW.c.created_at)
    .where(_FOLLOW.c.dossier == bindparam("dossier"), _FOLLOW.c.stopped_at.is_(None))
    .order_by(_FOLLOW.c.created_at.desc())
    .limit(1)
)
_COLUMNS = (
    "commune", "contact", "dossier", "relation", "created_at", "expires_at", "next_at",
)  # fmt: skip
_REMINDER_COLUMNS = (
    "commune", "contact", "code", "last_day", "last_open", "created_at", "next_at",
)  # fmt: skip


def add(
    work: Work,
    to: Recipient,
    dossier: int,
    now: datetime,
    relation: Relation = Relation.SELF,
    expires_at: datetime | None = None,
) -> int:
    """Follow a dossier, or follow it again; the follow's id."""
    row = {
        "commune": to.commune,
        "contact": to.contact,
        "dossier": dossier,
        "relation": relation,
        "created_at": now,
        "expires_at": expires_at,
        "next_at": now,
    }
    made = work.run(insert_new(_FOLLOW, work.dialect, _COLUMNS), row).scalar()
    if made is not None:
        return int(made)
    values = {
        "of_contact": to.contact,
        "of": dossier,
        "now": now,
        "relation_now": relation,
        "until": expires_at,
    }
    return int(work.run(_AGAIN, values).scalar_one())


def newest(work: Work, dossier: int) -> datetime | None:
    """When somebody last began to follow this dossier; None: nobody does."""
    found: datetime | None = work.run(_NEWEST, {"dossier": dossier}).scalar()
    return found


def stop(work: Work, follow: int, contact: str, now: datetime) -> int | None:
    """Stop a follow of this contact; the dossier's id, None if there was none to stop."""
    values = {"follow_id": follow, "of_contact": contact, "now": now}
    found: int | None = work.run(_STOP, values).scalar()
    return found


def stop_all(work: Work, contact: str, now: datetime) -> None:
    """Stop every follow of a contact."""
    work.run(_STOP_ALL, {"of_contact": contact, "now": now})


def of_contact(work: Work, contact: str, now: datetime) -> list[Follow]:
    """What a contact follows now, oldest first."""
    rows = work.run(_OF_CONTACT, {"contact": contact, "now": now})
    return [_follow(row) for row in rows]


def due(work: Work, commune: str, now: datetime, most: int) -> list[Follow]:
    """Follows to look at now, longest waiting first; ones whose consent ended included."""
    values = {"commune": commune, "now": now, "most": most}
    return [_follow(row) for row in work.run(_DUE, values)]


def look_at(work: Work, follow: int, when: datetime | None, now: datetime) -> None:
    """It was looked at; when it is to be again. None: not before something moves."""
    work.run(_LOOK_AT, {"follow_id": follow, "look_at": when, "now": now})


def touch(work: Work, dossiers: Iterable[int], now: datetime) -> None:
    """Something moved in these dossiers: look at who follows them."""
    work.run(_TOUCH, {"dossiers": list(dossiers), "now": now})


def remind(work: Work, to: Recipient, code: str, days: tuple[date, date], now: datetime) -> bool:
    """Promise a reminder of an own limit (its last day, the last open day); False: already."""
    row = {
        "commune": to.commune,
        "contact": to.contact,
        "code": code,
        "last_day": days[0],
        "last_open": days[1],
        "created_at": now,
        "next_at": now,
    }
    statement = insert_new(_REMINDER, work.dialect, _REMINDER_COLUMNS)
    return work.run(statement, row).first() is not None


def due_reminders(work: Work, commune: str, now: datetime, most: int) -> list[Reminder]:
    """Reminders to look at now."""
    rows = work.run(_DUE_REMINDERS, {"commune": commune, "now": now, "most": most})
    return [Reminder(row.id, _to(row), row.code, row.last_day, row.last_open) for row in rows]


def look_at_reminder(work: Work, reminder: int, when: datetime | None) -> None:
    """When this reminder is to be looked at again."""
    work.run(_LOOK_AT_REMINDER, {"reminder_id": reminder, "look_at": when})


def stop_reminder(work: Work, reminder: int, contact: str, now: datetime) -> bool:
    """Stop a reminder of this contact; False if there was none to stop."""
    values = {"reminder_id": reminder, "of_contact": contact, "now": now}
    return work.run(_STOP_REMINDER, values).scalar() is not None


def _to(row: Any) -> Recipient:  # noqa: ANN401 - a result row
    return Recipient(row.commune, row.endpoint, row.channel, row.contact)


def _follow(row: Any) -> Follow:  # noqa: ANN401 - a result row
    return Follow(
        row.id,
        _to(row),
        row.dossier,
        Relation(row.relation),
        row.created_at,
        row.expires_at,
        row.looked_at,
    )
