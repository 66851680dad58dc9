"""Whom a broadcast is for: live queries, asked when it begins and walked by contact id.

Chats joined as one person's count once and get one copy, in the chat that can be reached.
Who said stop, muted the topic, was erased or forgotten is in none of them; who blocked the
channel is, so that they stand in the list of whom to call.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)

from handlers.broadcast import Audience
from handlers.broadcast_costs import MUTED, PAID, STOPPED
from handlers.messages import ChannelName
from handlers.store.meant import (
    any_of,
    follows,
    hard_to_reach,
    heard,
    keeps_a_limit,
    listed,
    meant,
    there,
)
from handlers.store.states import ContactState
from handlers.store.tables import (
    ContactRow,
    EndpointRow,
    FollowRow,
    OutboxRow,
    ReminderRow,
    SubscriptionRow,
    table_of,
)
from handlers.store.tables.spending import ContactPhoneRow
from knowledge.dossier_store.tables import DossierRow

_CONTACT = table_of(ContactRow)
_ENDPOINT = table_of(EndpointRow)
_FOLLOW = table_of(FollowRow)
_NEWS = table_of(SubscriptionRow)
_OUTBOX = table_of(OutboxRow)
_REMINDER = table_of(ReminderRow)
_DOSSIER = table_of(DossierRow)
_PHONE = table_of(ContactPhoneRow)
_SAID = _NEWS.alias("said")
"""Somebody's one row of choices, joined: `_choice` looks it up for itself."""
_JOINED = _CONTACT.alias("joined")
"""Another chat of the same person."""
_one = func.coalesce(_CONTACT.c.person, _CONTACT.c.id)
_AT = "asked_at"


class ByAudience(dict[Audience, Select[Any]]):
    """A statement for each audience, built when first asked for: few starts ever send to one."""

    def __init__(self, build: Callable[[Audience], Select[Any]]) -> None:
        super().__init__()
        self._build = build

    def __missing__(self, audience: Audience) -> Select[Any]:
        return self.setdefault(audience, self._build(audience))


def _asked_for(audience: Audience) -> ColumnElement[bool]:
    """Whom it is for before their own choices; these stand beside (`_SAID`)."""
    if audience is Audience.ALL:
        return or_(_SAID.c.stopped_at.is_not(None), _SAID.c.created_at <= bindparam(_AT))
    if audience is Audience.FOLLOWERS:
        return follows(_CONTACT)
    return keeps_a_limit(_CONTACT) if audience is Audience.LIMITS else listed(_CONTACT)


def _better(audience: Audience) -> ColumnElement[bool]:
    """Whether a joined chat is meant too and stands before this one."""
    theirs, mine = hard_to_reach(_JOINED), hard_to_reach(_CONTACT)
    before = or_(theirs < mine, and_(theirs == mine, _JOINED.c.id < _CONTACT.c.id))
    return and_(before, *meant(audience, _JOINED))


def _alone(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether no other chat of the same person is so."""
    of_them = (_JOINED.c.person == _CONTACT.c.person, _JOINED.c.id != _CONTACT.c.id)
    return or_(_CONTACT.c.person.is_(None), ~any_of(_CONTACT, *of_them, *conditions))


def _of(audience: Audience) -> tuple[ColumnElement[bool], ...]:
    """One chat of each person; the rows of a file were matched to one before."""
    mine = meant(audience, _CONTACT)
    return mine if audience is Audience.SHEET else (*mine, _alone(_better(audience)))


def _copied(who: FromClause) -> ColumnElement[bool]:
    key = bindparam("prefix", type_=String) + who.c.id
    return any_of(who, _OUTBOX.c.key == key)


def _walked(audience: Audience) -> tuple[ColumnElement[bool], ...]:
    """The same on the way: a chat gone by counts by its copy, whatever it has become since.

    So who blocks one chat or writes in another between two bites is neither left out nor told
    twice.
    """
    mine = meant(audience, _CONTACT)
    if audience is Audience.SHEET:
        return mine
    to_come = and_(_JOINED.c.id > bindparam("after"), _better(audience))
    return (*mine, _alone(or_(_copied(_JOINED), to_come)))


def _next(audience: Audience) -> Select[tuple[str]]:
    return (
        select(_CONTACT.c.id)
        .where(_CONTACT.c.id > bindparam("after"), *_walked(audience))
        .order_by(_CONTACT.c.id)
        .limit(bindparam("most"))
    )


NEXT = ByAudience(_next)
"""The next recipients after a contact."""
LACKING = ByAudience(lambda one: _next(one).where(~_copied(_CONTACT)))
"""The next that have no copy, nor any of their joined chats."""


def _silent(since: str) -> ColumnElement[bool]:
    return and_(_ENDPOINT.c.channel == ChannelName.ZALO_OA, ~heard(since, _CONTACT))


_bar = case(
    (_CONTACT.c.state == ContactState.BLOCKED, "unreachable"),
    (_silent("heard_since"), "window"),
    (_silent("free_since"), PAID),
    else_="",
).label("bar")
_HERE = (_ENDPOINT.c.id, _ENDPOINT.c.channel, _ENDPOINT.c.account)
SIZES = ByAudience(
    lambda one: (
        select(*_HERE, _bar, func.count().label("number"))
        .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
        .where(*_of(one))
        .group_by(*_HERE, _bar)
    )
)
"""How many by endpoint, and what is known of them: left the channel, silent too long, or silent
so long that a message costs."""
SILENT = ByAudience(
    lambda one: (
        select(func.count())
        .select_from(_CONTACT)
        .where(
            *_of(one),
            _CONTACT.c.endpoint == bindparam("on_endpoint"),
            _CONTACT.c.state != ContactState.BLOCKED,
            ~heard("heard_since", _CONTACT),
        )
    )
)
"""How many of an endpoint have not written since a moment."""
PHONED = ByAudience(
    lambda one: SILENT[one].where(exists().where(_PHONE.c.contact == _CONTACT.c.id))
)
"""How many of those gave a phone number."""
_said = case((_SAID.c.stopped_at.is_not(None), STOPPED), else_=MUTED).label("said")
UNWANTED = ByAudience(
    lambda one: (
        select(_said, func.count(func.distinct(_one)).label("number"))
        .select_from(_CONTACT)
        .join(_SAID, _SAID.c.contact == _CONTACT.c.id)
        .where(
            *there(_CONTACT),
            _asked_for(one),
            _alone(*meant(one, _JOINED)),
            or_(_SAID.c.stopped_at.is_not(None), _SAID.c.muted.like(bindparam("muted_topic"))),
        )
        .group_by(_said)
    )
)
"""How many people it would mean and do not want it in any chat, by what they said."""
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

KEPT_LIMITS = (
    select(_REMINDER.c.code)
    .where(
        _REMINDER.c.commune == bindparam("of_commune"),
        _REMINDER.c.stopped_at.is_(None),
        _REMINDER.c.last_day >= bindparam("from_day"),
    )
    .distinct()
)
"""Codes whose own limits people keep, in no order."""
