"""Whom a broadcast is for: live queries, asked when it begins and walked by contact id.

Who said stop, muted the topic, was erased or forgotten is in none of them; who blocked the
channel is, so that they stand in the list of whom to call.
"""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)

from handlers.broadcast import Audience
from handlers.broadcast_costs import PAID
from handlers.messages import ChannelName
from handlers.store.interactions import happened
from handlers.store.states import ContactState
from handlers.store.tables import (
    BroadcastRecipientRow,
    ContactRow,
    EndpointRow,
    FollowRow,
    InboundRow,
    ReminderRow,
    SubscriptionRow,
    table_of,
)
from knowledge.dossier_store.tables import DossierRow

_CONTACT = table_of(ContactRow)
_ENDPOINT = table_of(EndpointRow)
_FOLLOW = table_of(FollowRow)
_INBOUND = table_of(InboundRow)
_NEWS = table_of(SubscriptionRow)
_REMINDER = table_of(ReminderRow)
_LISTED = table_of(BroadcastRecipientRow)
_DOSSIER = table_of(DossierRow)
_AT = "asked_at"
_areas: BindParameter[Any] = bindparam("in_areas", expanding=True)


def _choice(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    """1 where somebody's one row of choices says so, looked up by its key for each person.

    As a join PostgreSQL reads the whole table, or all of it before the place reached, for every
    bite of 500: of 66,000 people that took 120 ms, where this takes 2, and more with each further
    one. It is compared by "not": of "equal" PostgreSQL expects next to none to be left, and
    compiles the statement anew for each bite, which takes 440 ms.
    """
    found = select(case((condition, 1), else_=0)).where(_NEWS.c.contact == _CONTACT.c.id)
    return found.scalar_subquery()


_lives_there = func.coalesce(_choice(_NEWS.c.neighbourhood.in_(_areas)), 0) != 0


def _asked() -> ColumnElement[bool]:
    asked = and_(
        _NEWS.c.stopped_at.is_(None),
        _NEWS.c.created_at <= bindparam(_AT),
        _NEWS.c.muted.not_like(bindparam("muted_topic")),
    )
    return func.coalesce(_choice(asked), 0) != 0


def _wanted() -> ColumnElement[bool]:
    """Whether they did not say no to it, or said nothing of news at all."""
    said_no = or_(_NEWS.c.stopped_at.is_not(None), _NEWS.c.muted.like(bindparam("muted_topic")))
    return func.coalesce(_choice(said_no), 0) != 1


def _listed() -> ColumnElement[bool]:
    named = exists().where(
        _LISTED.c.broadcast == bindparam("of_broadcast"), _LISTED.c.contact == _CONTACT.c.id
    )
    return named & _wanted()


def _keeps_a_limit() -> ColumnElement[bool]:
    kept = exists().where(
        _REMINDER.c.contact == _CONTACT.c.id,
        _REMINDER.c.stopped_at.is_(None),
        _REMINDER.c.created_at <= bindparam(_AT),
        _REMINDER.c.last_day >= bindparam("from_day"),
        or_(bindparam("of_field") == "", _REMINDER.c.code == bindparam("of_field")),
    )
    return kept & _wanted()


def _follows() -> ColumnElement[bool]:
    follows = exists().where(
        _FOLLOW.c.contact == _CONTACT.c.id,
        _FOLLOW.c.stopped_at.is_(None),
        or_(_FOLLOW.c.expires_at.is_(None), _FOLLOW.c.expires_at > bindparam(_AT)),
        _FOLLOW.c.created_at <= bindparam(_AT),
        _DOSSIER.c.id == _FOLLOW.c.dossier,
        or_(bindparam("of_field") == "", _DOSSIER.c.field == bindparam("of_field")),
        or_(bindparam("in_status") == "", _DOSSIER.c.status == bindparam("in_status")),
    )
    return follows & _wanted()


_WHO = {
    Audience.ALL: _asked(),
    Audience.FOLLOWERS: _follows(),
    Audience.LIMITS: _keeps_a_limit(),
    Audience.SHEET: _listed(),
}


def _of(audience: Audience) -> tuple[ColumnElement[bool], ...]:
    return (
        _CONTACT.c.commune == bindparam("of_commune"),
        _CONTACT.c.stopped_at.is_(None),
        _CONTACT.c.state != ContactState.ERASED,
        _CONTACT.c.chat.is_not(None),
        or_(bindparam("everywhere") == 1, _lives_there),
        _WHO[audience],
    )


def _next(audience: Audience) -> Select[tuple[str]]:
    return (
        select(_CONTACT.c.id)
        .where(_CONTACT.c.id > bindparam("after"), *_of(audience))
        .order_by(_CONTACT.c.id)
        .limit(bindparam("most"))
    )


NEXT = {one: _next(one) for one in Audience}
"""The next recipients after a contact."""


def _heard(since: str) -> ColumnElement[bool]:
    """By the moment of the act itself, as the gate counts; it is never later than our receipt."""
    return exists().where(
        _INBOUND.c.contact == _CONTACT.c.id,
        _INBOUND.c.received_at >= bindparam(since),
        happened >= bindparam(since),
    )


def _silent(since: str) -> ColumnElement[bool]:
    return and_(_ENDPOINT.c.channel == ChannelName.ZALO_OA, ~_heard(since))


_bar = case(
    (_CONTACT.c.state == ContactState.BLOCKED, "unreachable"),
    (_silent("heard_since"), "window"),
    (_silent("free_since"), PAID),
    else_="",
).label("bar")
SIZES = {
    one: select(
        _ENDPOINT.c.id, _ENDPOINT.c.channel, _ENDPOINT.c.account, _bar, func.count().label("number")
    )
    .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
    .where(*_of(one))
    .group_by(_ENDPOINT.c.id, _ENDPOINT.c.channel, _ENDPOINT.c.account, _bar)
    for one in Audience
}
"""How many by endpoint, and what is known of them: left the channel, silent too long, or silent
so long that a message costs."""
SILENT = {
    one: select(func.count())
    .select_from(_CONTACT)
    .where(
        *_of(one),
        _CONTACT.c.endpoint == bindparam("on_endpoint"),
        _CONTACT.c.state != ContactState.BLOCKED,
        ~_heard("heard_since"),
    )
    for one in Audience
}
"""How many of an endpoint have not written since a moment."""
FOLLOWED_FIELDS = (
    select(_DOSSIER.c.field)
    .join(_FOLLOW, _FOLLOW.c.dossier == _DOSSIER.c.id)
    .where(
        _FOLLOW.c.commune == bindparam("of_commune"),
        _FOLLOW.c.stopped_at.is_(None),
        _DOSSIER.c.field != "",
    )
    .distinct()
)
"""Fields of the dossiers people follow, in no order."""
