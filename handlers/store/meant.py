"""Who is meant by each audience, as conditions on a table of chats or of joined ones."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    ScalarSelect,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from handlers.broadcast import Audience
from handlers.messages import ChannelName
from handlers.ringing import SILENT
from handlers.store.interactions import happened
from handlers.store.states import ContactState
from handlers.store.tables import (
    BroadcastRecipientRow,
    EndpointRow,
    FollowRow,
    InboundRow,
    ReminderRow,
    SubscriptionRow,
    table_of,
)
from knowledge.dossier_store.tables import DossierRow

_ENDPOINT = table_of(EndpointRow)
_FOLLOW = table_of(FollowRow)
_INBOUND = table_of(InboundRow)
_NEWS = table_of(SubscriptionRow)
_REMINDER = table_of(ReminderRow)
_LISTED = table_of(BroadcastRecipientRow)
_DOSSIER = table_of(DossierRow)
_AT = "asked_at"
_areas: BindParameter[Any] = bindparam("in_areas", expanding=True)


def _choice(condition: ColumnElement[bool], who: FromClause) -> ScalarSelect[int]:
    """1 where somebody's one row of choices says so, looked up by its key for each person.

    As a join PostgreSQL reads the whole table, or all of it before the place reached, for every
    bite of 500: of 66,000 people that took 120 ms, where this takes 2, and more with each further
    one. It is compared by "not": of "equal" PostgreSQL expects next to none to be left, and
    compiles the statement anew for each bite, which takes 440 ms.
    """
    found = select(case((condition, 1), else_=0)).where(_NEWS.c.contact == who.c.id)
    return found.correlate(who).scalar_subquery()


def _asked(who: FromClause) -> ColumnElement[bool]:
    asked = and_(
        _NEWS.c.stopped_at.is_(None),
        _NEWS.c.created_at <= bindparam(_AT),
        _NEWS.c.muted.not_like(bindparam("muted_topic")),
    )
    return func.coalesce(_choice(asked, who), 0) != 0


def _wanted(who: FromClause) -> ColumnElement[bool]:
    """Whether they did not say no to it, or said nothing of news at all."""
    said_no = or_(_NEWS.c.stopped_at.is_not(None), _NEWS.c.muted.like(bindparam("muted_topic")))
    return func.coalesce(_choice(said_no, who), 0) != 1


def listed(who: FromClause) -> ColumnElement[bool]:
    """Whether a row of the file means them."""
    return any_of(
        who, _LISTED.c.broadcast == bindparam("of_broadcast"), _LISTED.c.contact == who.c.id
    )


def keeps_a_limit(who: FromClause) -> ColumnElement[bool]:
    """Whether they asked to be reminded of a limit still to come."""
    return any_of(
        who,
        _REMINDER.c.contact == who.c.id,
        _REMINDER.c.stopped_at.is_(None),
        _REMINDER.c.created_at <= bindparam(_AT),
        _REMINDER.c.last_day >= bindparam("from_day"),
        or_(bindparam("of_field") == "", _REMINDER.c.code == bindparam("of_field")),
    )


def follows(who: FromClause) -> ColumnElement[bool]:
    """Whether they follow a dossier of the field and in the state."""
    return any_of(
        who,
        _FOLLOW.c.contact == who.c.id,
        _FOLLOW.c.stopped_at.is_(None),
        or_(_FOLLOW.c.expires_at.is_(None), _FOLLOW.c.expires_at > bindparam(_AT)),
        _FOLLOW.c.created_at <= bindparam(_AT),
        _DOSSIER.c.id == _FOLLOW.c.dossier,
        or_(bindparam("of_field") == "", _DOSSIER.c.field == bindparam("of_field")),
        or_(bindparam("in_status") == "", _DOSSIER.c.status == bindparam("in_status")),
    )


def any_of(who: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a row of theirs; `who` stands outside, however deep this is asked."""
    return exists(select(literal_column("1")).where(*conditions).correlate(who))


def there(who: FromClause) -> tuple[ColumnElement[bool], ...]:
    """What anybody must be, whatever the audience: known, not stopped, of the place."""
    lives_there = func.coalesce(_choice(_NEWS.c.neighbourhood.in_(_areas), who), 0) != 0
    return (
        who.c.commune == bindparam("of_commune"),
        who.c.stopped_at.is_(None),
        who.c.state != ContactState.ERASED,
        who.c.chat.is_not(None),
        or_(bindparam("everywhere") == 1, lives_there),
    )


def meant(audience: Audience, who: FromClause) -> tuple[ColumnElement[bool], ...]:
    """Whether a chat is to get it, joined ones each by itself."""
    match audience:
        case Audience.ALL:
            said = _asked(who)
        case Audience.FOLLOWERS:
            said = follows(who) & _wanted(who)
        case Audience.LIMITS:
            said = keeps_a_limit(who) & _wanted(who)
        case Audience.SHEET:
            said = listed(who) & _wanted(who)
    return (*there(who), said)


def heard(since: str, who: FromClause) -> ColumnElement[bool]:
    """By the moment of the act itself, as the gate counts; it is never later than our receipt."""
    return any_of(
        who,
        _INBOUND.c.contact == who.c.id,
        _INBOUND.c.received_at >= bindparam(since),
        happened >= bindparam(since),
    )


def hard_to_reach(who: FromClause) -> ColumnElement[int]:
    """0: it may ring there now; 1: silent, forbidden or on a page; 2: they left the channel."""
    its = select(_ENDPOINT.c.channel).where(_ENDPOINT.c.id == who.c.endpoint)
    channel = its.correlate(who).scalar_subquery()
    return case(
        (who.c.state == ContactState.BLOCKED, 2),
        (who.c.state == ContactState.WAITING, 1),
        (channel.in_(sorted(SILENT)), 1),
        (and_(channel == ChannelName.ZALO_OA, ~heard("reach_since", who)), 1),
        else_=0,
    )
